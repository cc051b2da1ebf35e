import { describe, expect, it, vi } from 'vitest';
import type {
  ClockAnswer,
  DeliveryAnswer,
  MessagesAnswer,
  ViewsAnswer,
} from '../../../sandbox/control-types.js';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import { PATIENTLY } from '../../support/patience.js';
import { start } from './bench.js';
import { openControl } from './bench-control.js';

describe('a command', () => {
  it.each(['status', '/epic status', ' /epic   status '])(
    'is sent with or without /epic: %j',
    async (text) => {
      const { post } = await openControl();
      const answer = await post<DeliveryAnswer>('command', { user: 'bodane', channel: '#epics', text });
      expect(answer).toMatchObject({ http: 200, ok: true, status: 200, ack: null });
      expect(answer.messages).toMatchObject([
        { text: 'said status', ephemeral: true, userName: 'Epic Orchestrator' },
      ]);
    },
  );

  it('shows its ephemeral answer to its user alone', async () => {
    const { post, get } = await openControl();
    await post('command', { text: 'status' });
    const seenBy = async (user: string) =>
      (await get<MessagesAnswer>(`messages?user=${user}`)).messages.length;
    expect([await seenBy('Snider'), await seenBy('bodane')]).toEqual([1, 0]);
  });

  it('that nobody listens to is told to the user', async () => {
    const { post, deliverTo } = await openControl();
    deliverTo.url = 'http://127.0.0.1:9/slack/events';
    const answer = await post<DeliveryAnswer>('command', { text: 'status' });
    expect(answer).toMatchObject({ ok: false, status: 0, error: 'dispatch_failed' });
    expect(answer.messages).toMatchObject([{ text: '`/epic` failed with the error "dispatch_failed"' }]);
  });
});

describe('a click', () => {
  it('tells what the menus beside the button hold', async () => {
    const { post } = await openControl();
    const { messages } = await post<DeliveryAnswer>('command', { text: 'a' });
    const ts = messages[0]?.ts;
    const values = { repo: 'build' };
    const answer = await post<DeliveryAnswer>('click', { ts, action_id: 'pick', values });
    expect(JSON.parse(String(answer.messages[0]?.text))).toMatchObject({
      type: 'static_select',
      selected_option: { value: 'build' },
    });
  });

  it('leads to a modal, whose submission shows the errors of the bot', async () => {
    const { post, get } = await openControl();
    const { messages } = await post<DeliveryAnswer>('command', { text: 'a' });
    const { views } = await post<DeliveryAnswer>('click', { ts: messages[0]?.ts, action_id: 'ask' });
    expect(views.modal).toMatchObject({
      callback_id: 'ask',
      values: { name: { text: { type: 'plain_text_input', value: 'first' } } },
    });
    const sent = await post<DeliveryAnswer>('submit', { view_id: views.modal?.id });
    expect(sent.views.modal?.errors).toEqual({ name: 'Taken.' });
    await post('close', { view_id: views.modal?.id });
    expect((await get<ViewsAnswer>('views')).modal).toBeNull();
  });

  it.each([
    [
      'a message that is not there',
      { ts: '1.000001', action_id: 'pick' },
      404,
      'Snider sees no message 1.000001',
    ],
    ['a button that is not there', { action_id: 'nope' }, 404, 'nothing to click with action_id nope'],
    ["somebody else's message", { user: 'bodane', action_id: 'pick' }, 404, 'bodane sees no message'],
    [
      'an option that is not there',
      { action_id: 'repo', selected_option: 'moon' },
      400,
      'There is no option "moon"; the options are: "core", "build".',
    ],
    ['no action', {}, 400, 'action_id: Invalid input'],
  ])('on %s is refused', async (_, click, status, said) => {
    const { post } = await openControl();
    const { messages } = await post<DeliveryAnswer>('command', { text: 'a' });
    const answer = await post('click', { ts: messages[0]?.ts, ...click });
    expect(answer.http).toBe(status);
    expect(answer.error).toContain(said);
  });
});

describe('the clock', () => {
  it('is advanced by hours, and to the next report', async () => {
    const { post } = await openControl();
    expect(await post<ClockAnswer>('advance', { hours: 1, minutes: 30 })).toMatchObject({
      now: '2026-02-04T10:30:00.000Z',
      nextReport: '2026-02-04T13:00:00.000Z',
      botIsUp: true,
    });
    expect(await post('advance', { to: 'next-report' })).toMatchObject({ now: '2026-02-04T13:00:00.000Z' });
    expect(await post('reset', { seed: 7 })).toMatchObject({ ok: true, seed: 7, now: start.toISOString() });
  });
});

describe('a reset', () => {
  it('while the clock is advanced leaves it at the start', async () => {
    const { post, clock } = await openControl();
    let wake = () => {};
    const awake = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      clock.wake(new Date(start.getTime() + 60_000), () => {
        resolve();
        return awake;
      });
    });
    const advanced = post('advance', { hours: 5 });
    await reached;
    const waiting = post('advance', { hours: 5 });
    const reset = post<{ now: string }>('reset', { seed: 2 });
    // Only once the reset has arrived may the advance go on.
    await vi.waitFor(() => expect(clock.waiting).toBe(3), PATIENTLY);
    wake();
    expect((await reset).now).toBe(start.toISOString());
    await Promise.all([advanced, waiting]);
    expect(clock.now()).toEqual(start);
  });

  it('takes its turn after another one', async () => {
    const { post, log } = await openControl({ slowReset: true });
    await Promise.all([post('reset', { seed: 1 }), post('reset', { seed: 2 }), post('reset', { seed: 3 })]);
    expect(log).toHaveLength(6);
    for (const at of [0, 2, 4]) expect(log[at]?.replace('begins', 'ends')).toBe(log[at + 1]);
  });
});

describe('the page', () => {
  it('is known to be open for as long as it listens', async () => {
    const { url, isWatched } = await openControl();
    expect(isWatched()).toBe(false);
    const stop = new AbortController();
    await fetch(`${url}/control/events`, { signal: stop.signal });
    expect(isWatched()).toBe(true);
    stop.abort();
    await vi.waitFor(() => expect(isWatched()).toBe(false), PATIENTLY);
  });

  it('hears of changes by server-sent events', async () => {
    const { url, client } = await openControl();
    const stop = new AbortController();
    const response = await fetch(`${url}/control/events`, { signal: stop.signal });
    const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await chunks?.read();
    await client.chat.postMessage({ channel: sandboxSlack.channel, text: 'hello' });
    const { value } = (await chunks?.read()) ?? {};
    expect(value).toContain(`event: change\ndata: {"kind":"messages","channel":"${sandboxSlack.channel}"}`);
    stop.abort();
  });

  it('gets uploaded pictures, which may run nothing, and no files from elsewhere', async () => {
    const { url, client, desk } = await openControl();
    const channel_id = sandboxSlack.channel;
    await client.filesUploadV2({ channel_id, filename: 'chart.svg', file: Buffer.from('<svg/>') });
    const [file] = [...desk.state.files.values()];
    const response = await fetch(`${url}/files/${file?.id}`);
    expect(await response.text()).toBe('<svg/>');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    for (const path of ['/..%2f..%2fpackage.json', '/%2e%2e/package.json', '/package.json', '/files/F1']) {
      expect((await fetch(url + path)).status).toBe(404);
    }
  });
});
