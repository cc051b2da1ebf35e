import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackDesk, sandboxSlack } from '../../../sandbox/slack/desk.js';
import { findUser } from '../../../sandbox/slack/lookups.js';
import { type Bench, boltOverHttp, boltOverSocket, clientOf, openDesk } from './bench.js';

/** A little app that uses every way in which the desk and a bot talk to each other. */
function addListeners(app: App): void {
  app.command('/epic', async ({ ack, command, respond, client }) => {
    await ack();
    if (command.text === 'modal') {
      await client.views.open({ trigger_id: command.trigger_id, view: modal('Settings') });
      return;
    }
    await respond({ text: `you said ${command.text}`, blocks: [section(command.text), buttons()] });
  });
  app.action('approve', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: 'approved' });
  });
  app.action('edit', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.open({ trigger_id: body.trigger_id, view: modal('Edit') });
  });
  app.view('settings', async ({ ack, view, body, client }) => {
    const name = view.state.values.name?.text?.value ?? '';
    if (name === 'bad') return ack({ response_action: 'errors', errors: { name: 'Not that one.' } });
    if (name === 'again') return ack({ response_action: 'update', view: modal('Again') });
    if (name === 'more') return ack({ response_action: 'push', view: modal('More') });
    if (name === 'all') return ack({ response_action: 'clear' });
    await ack();
    await client.chat.postMessage({ channel: sandboxSlack.channel, text: `${body.user.name}: ${name}` });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('home')] } });
  });
}

const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
const plain = (text: string) => ({ type: 'plain_text' as const, text });

const buttons = () => ({
  type: 'actions' as const,
  elements: [
    { type: 'button' as const, action_id: 'approve', value: 'p1', text: plain('Approve') },
    { type: 'button' as const, action_id: 'edit', value: 'p1', text: plain('Edit') },
  ],
});

const modal = (title: string) => ({
  type: 'modal' as const,
  callback_id: 'settings',
  title: plain(title),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 10 },
    },
  ],
});

/** Runs until the desk has changed in the way that is looked for. */
async function until<T>(desk: SlackDesk, look: () => T | undefined): Promise<T> {
  const found = look();
  if (found !== undefined) return found;
  return new Promise((resolve) => {
    const stop = desk.state.onChange(() => {
      const value = look();
      if (value === undefined) return;
      stop();
      resolve(value);
    });
  });
}

it('lets nobody listen who has no ticket for a socket', async () => {
  const { desk } = await openDesk();
  const socket = new WebSocket(
    desk.apiUrl.replace('http:', 'ws:').replace('/api/', '/socket?ticket=made-up'),
  );
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('open', () => resolve('open'));
  });
  expect(status).toBe(401);
});

it('greets a socket, and asks it to come again', async () => {
  const { desk } = await openDesk();
  const { url } = await clientOf(desk, sandboxSlack.appToken).apps.connections.open();
  const socket = new WebSocket(String(url));
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      heard.push(JSON.parse(String(data)).type);
      if (heard.length === 1) desk.disconnectSockets();
    });
    socket.on('close', () => resolve());
  });
  expect(heard).toEqual(['hello', 'disconnect']);
});

const ways: [string, (bench: Bench) => Promise<App>][] = [
  ['signed HTTP requests', boltOverHttp],
  ['Socket Mode', boltOverSocket],
];

describe.each(ways)('a real Bolt app over %s', (_, connect) => {
  async function open(): Promise<Bench & { snider: string }> {
    const bench = await openDesk();
    addListeners(await connect(bench));
    return { ...bench, snider: sandboxSlack.users.Snider };
  }

  const newest = (desk: SlackDesk) => desk.state.messages.at(-1);

  it('gets a slash command and answers to its user alone', async () => {
    const { desk, snider } = await open();
    expect(await desk.person.command({ text: '/epic status core-php' })).toEqual({ status: 200, body: null });
    const message = await until(desk, () => newest(desk));
    expect(message).toMatchObject({ text: 'you said status core-php', onlyFor: snider });
  });

  it('gets a click in an ephemeral message and replaces it', async () => {
    const { desk, snider } = await open();
    await desk.person.command({ text: 'plan' });
    const { ts } = await until(desk, () => newest(desk));
    expect((await desk.person.click({ ts, action_id: 'approve' })).error).toBeUndefined();
    const changed = await until(desk, () => desk.state.messages.find(({ text }) => text === 'approved'));
    expect(changed).toMatchObject({ ts, onlyFor: snider });
    expect(desk.state.messages).toHaveLength(1);
  });

  it('opens a modal from a click, and gets what was filled in', async () => {
    const { desk, snider } = await open();
    await desk.person.command({ text: 'plan' });
    const { ts } = await until(desk, () => newest(desk));
    await desk.person.click({ ts, action_id: 'edit' });
    const view = await until(desk, () => desk.state.modals(snider)[0]);
    await desk.person.submit({ view_id: view.id, values: { text: 'core' } });
    expect(desk.state.modals(snider)).toEqual([]);
    const message = await until(desk, () => desk.state.messages.find((each) => !each.onlyFor));
    expect(message.text).toBe('snider: core');
  });

  it('answers a submission with errors, an update, a push and a clear', async () => {
    const { desk, snider } = await open();
    await desk.person.command({ text: 'modal' });
    const view = await until(desk, () => desk.state.modals(snider)[0]);
    const submit = (name: string, id = view.id) =>
      desk.person.submit({
        view_id: id,
        values: { name: { text: { type: 'plain_text_input', value: name } } },
      });

    await submit('bad');
    expect(desk.state.modals(snider)[0]?.errors).toEqual({ name: 'Not that one.' });
    await submit('again');
    expect(desk.state.modals(snider)[0]).toMatchObject({ id: view.id, content: { title: plain('Again') } });
    await submit('more');
    expect(desk.state.modals(snider).map(({ content }) => content.title)).toEqual([
      plain('Again'),
      plain('More'),
    ]);
    await submit('all', desk.state.modals(snider)[1]?.id);
    expect(desk.state.modals(snider)).toEqual([]);
  });

  it('keeps a submission back while a required input is empty or too long', async () => {
    const { desk, snider } = await open();
    await desk.person.command({ text: 'modal' });
    const view = await until(desk, () => desk.state.modals(snider)[0]);
    const empty = await desk.person.submit({ view_id: view.id, values: { text: '' } });
    expect(empty).toMatchObject({ status: 0, error: 'incomplete_inputs' });
    const long = await desk.person.submit({ view_id: view.id, values: { text: 'x'.repeat(11) } });
    expect(long.body).toEqual({ errors: { name: 'Please enter no more than 10 characters.' } });
  });

  it('is told of an opened App Home and publishes it', async () => {
    const { desk, snider } = await open();
    await desk.person.openHome(findUser(desk.state, 'Snider'));
    const home = await until(desk, () => desk.state.home(snider));
    expect(home.content.blocks[0]).toMatchObject({ text: { text: 'home' } });
  });

  it('gives the bot three seconds to acknowledge, and tells the user when it did not', async () => {
    const bench = await openDesk();
    const app = await connect(bench);
    app.command('/epic', async () => {});
    const ack = await bench.desk.person.command({ text: 'slow' });
    expect(ack).toMatchObject({ status: 0, error: 'operation_timeout' });
    expect(newest(bench.desk)).toMatchObject({
      user: 'USLACKBOT',
      text: '`/epic` failed with the error "operation_timeout"',
    });
  });
});
