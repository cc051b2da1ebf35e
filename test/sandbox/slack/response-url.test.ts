import { describe, expect, it } from 'vitest';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import { type Bench, boltOverHttp, openDesk } from './bench.js';

const { users } = sandboxSlack;
const halfAnHour = 30 * 60_000;

interface Reached extends Bench {
  /** What the bot got. */
  got: Record<string, unknown>;
  send(answer: object): Promise<{ status: number; body: string }>;
}

/** Runs a command, and answers with how to use its response URL. */
async function afterCommand(): Promise<Reached> {
  const bench = await openDesk();
  const got: Record<string, unknown> = {};
  const app = await boltOverHttp(bench);
  app.command('/epic', async ({ ack, command }) => {
    Object.assign(got, command);
    await ack();
  });
  await bench.desk.person.command({ text: 'status' });
  return { ...bench, got, send: (answer) => sendTo(String(got.response_url), answer) };
}

/** Clicks a button of a message, seen by everybody or (if `onlyFor`) by one, and answers likewise. */
async function afterClick(onlyFor?: string): Promise<Reached & { ts: string }> {
  const bench = await openDesk();
  const got: Record<string, unknown> = {};
  const app = await boltOverHttp(bench);
  app.action('go', async ({ ack, body }) => {
    Object.assign(got, body);
    await ack();
  });
  const button = {
    type: 'button' as const,
    action_id: 'go',
    text: { type: 'plain_text' as const, text: 'Go' },
  };
  const message = {
    channel: sandboxSlack.channel,
    text: 'original',
    blocks: [{ type: 'actions' as const, elements: [button] }],
  };
  const ts = onlyFor
    ? (await bench.client.chat.postEphemeral({ ...message, user: onlyFor })).message_ts
    : (await bench.client.chat.postMessage(message)).ts;
  await bench.desk.person.click({ ts: String(ts), action_id: 'go' });
  return { ...bench, got, ts: String(ts), send: (answer) => sendTo(String(got.response_url), answer) };
}

async function sendTo(url: string, answer: object): Promise<{ status: number; body: string }> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(answer) });
  return { status: response.status, body: await response.text() };
}

describe("a command's response URL", () => {
  it('answers the user alone unless told to answer the channel', async () => {
    const { desk, send } = await afterCommand();
    expect(await send({ text: 'a' })).toEqual({ status: 200, body: 'ok' });
    await send({ text: 'b', response_type: 'in_channel' });
    expect(desk.state.messages.map(({ text, onlyFor }) => [text, onlyFor])).toEqual([
      ['a', users.Snider],
      ['b', undefined],
    ]);
  });

  it('posts anew when asked to replace, since there is nothing that it answers', async () => {
    const { desk, send } = await afterCommand();
    await send({ text: 'thinking' });
    await send({ text: 'done', replace_original: true });
    expect(desk.state.messages.map(({ text }) => text)).toEqual(['thinking', 'done']);
  });

  it('works five times', async () => {
    const { desk, send } = await afterCommand();
    for (const text of ['1', '2', '3', '4', '5']) expect((await send({ text })).status).toBe(200);
    expect(await send({ text: '6' })).toEqual({ status: 404, body: '{"ok":false,"error":"used_url"}' });
    expect(desk.state.messages).toHaveLength(5);
  });

  it('works for half an hour', async () => {
    const { clock, send } = await afterCommand();
    await clock.advanceBy(halfAnHour - 1);
    expect((await send({ text: 'just in time' })).status).toBe(200);
    await clock.advanceBy(1);
    expect(await send({ text: 'late' })).toEqual({ status: 404, body: '{"ok":false,"error":"expired_url"}' });
  });

  it('refuses blocks that Slack would refuse', async () => {
    const { desk, send } = await afterCommand();
    const refused = await send({ text: 'a', blocks: [{ type: 'banner' }] });
    expect(refused).toEqual({ status: 400, body: '{"ok":false,"error":"invalid_blocks"}' });
    expect(desk.state.messages).toEqual([]);
  });

  it('can be struck by a fault', async () => {
    const { desk, send } = await afterCommand();
    desk.fault({ target: 'slack', match: { method: 'response_url' }, kind: 'status-after', status: 502 });
    expect((await send({ text: 'done, but unheard' })).status).toBe(502);
    expect(desk.state.messages).toHaveLength(1);
  });
});

describe('a click', () => {
  it('tells the message that was clicked, unless it is ephemeral', async () => {
    const open = await afterClick();
    const container = { type: 'message', message_ts: open.ts, channel_id: sandboxSlack.channel };
    expect(open.got).toMatchObject({
      container: { ...container, is_ephemeral: false },
      message: { ts: open.ts },
    });
    const secret = await afterClick(users.Snider);
    expect(secret.got).toMatchObject({ container: { is_ephemeral: true } });
    expect(secret.got).not.toHaveProperty('message');
  });
});

describe("a click's response URL", () => {
  it('replaces the message for everybody who saw it, whatever visibility it asks for', async () => {
    const { desk, ts, send } = await afterClick(users.Snider);
    await send({ text: 'approved', replace_original: true, response_type: 'in_channel' });
    expect(desk.state.messages).toMatchObject([{ ts, text: 'approved', onlyFor: users.Snider, blocks: [] }]);
  });

  it('deletes the message, even an ephemeral one', async () => {
    const { desk, send } = await afterClick(users.Snider);
    expect(await send({ delete_original: true })).toEqual({ status: 200, body: '{"ok":true}' });
    expect(desk.state.messages).toEqual([]);
  });

  it('adds an ephemeral message unless told to replace', async () => {
    const { desk, send } = await afterClick();
    await send({ text: 'noted' });
    expect(desk.state.messages.map(({ text, onlyFor }) => [text, onlyFor])).toEqual([
      ['original', undefined],
      ['noted', users.Snider],
    ]);
  });
});
