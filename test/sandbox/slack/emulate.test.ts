import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { describe, expect, it } from 'vitest';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import { closeLater, openDesk, refusal } from './bench.js';

/** A client of another, independent imitation of Slack's Web API, with a bot and a channel of the same names. */
async function openEmulate(): Promise<{ client: WebClient; channel: string; user: string }> {
  const [token, app] = [sandboxSlack.botToken, sandboxSlack.appId];
  const bot = { bot_id: sandboxSlack.botId, bot_user_id: sandboxSlack.botUserId };
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        users: [{ name: 'snider' }],
        oauth_apps: [{ client_id: '1.1', client_secret: 'x', name: 'epic', app_id: app, ...bot }],
        tokens: [{ token, type: 'bot', user: sandboxSlack.botUserId, app_id: app, ...bot }],
        channels: [{ name: 'epics' }],
      },
    },
  });
  closeLater(() => emulator.close());
  const url = new URL(emulator.url);
  url.hostname = '127.0.0.1';
  const client = new WebClient(token, { slackApiUrl: `${url.href}api/`, retryConfig: { retries: 0 } });
  const { channels } = await client.conversations.list({});
  const { members } = await client.users.list({});
  return {
    client,
    channel: String(channels?.find(({ name }) => name === 'epics')?.id),
    user: String(members?.find(({ name }) => name === 'snider')?.id),
  };
}

interface Side {
  client: WebClient;
  channel: string;
  user: string;
}

/** Calls that both imitations answer; each tells what a bot would see, without ids and times. */
const doings: Record<string, (side: Side) => Promise<unknown>> = {
  'a message posted, changed and deleted': async ({ client, channel }) => {
    const ts = String((await client.chat.postMessage({ channel, text: 'a' })).ts);
    const changed = await client.chat.update({ channel, ts, text: 'b' });
    const removed = await client.chat.delete({ channel, ts });
    const { messages } = await client.conversations.history({ channel });
    return [changed.text, changed.ts === ts, removed.ok, messages];
  },
  'a thread': async ({ client, channel }) => {
    const { ts } = await client.chat.postMessage({ channel, text: 'a' });
    await client.chat.postMessage({ channel, text: 'b', thread_ts: ts });
    const { messages } = await client.conversations.history({ channel });
    const replies = await client.conversations.replies({ channel, ts: String(ts) });
    return [
      messages?.map((each) => [each.text, each.reply_count]),
      replies.messages?.map(({ text }) => text),
    ];
  },
  'the order and pages of a history': async ({ client, channel }) => {
    for (const text of ['a', 'b', 'c']) await client.chat.postMessage({ channel, text });
    const first = await client.conversations.history({ channel, limit: 2 });
    const cursor = first.response_metadata?.next_cursor;
    const second = await client.conversations.history({ channel, limit: 2, cursor });
    return [first, second].map((page) => [page.messages?.map(({ text }) => text), page.has_more]);
  },
  'an ephemeral message': async ({ client, channel, user }) => {
    const posted = await client.chat.postEphemeral({ channel, user, text: 'psst' });
    const { messages } = await client.conversations.history({ channel });
    return [typeof posted.message_ts, messages];
  },
  reactions: async ({ client, channel }) => {
    const timestamp = String((await client.chat.postMessage({ channel, text: 'a' })).ts);
    await client.reactions.add({ channel, timestamp, name: 'eyes' });
    const again = await refusal(client.reactions.add({ channel, timestamp, name: 'eyes' }));
    const { messages } = await client.conversations.history({ channel });
    return [again, messages?.[0]?.reactions?.map(({ name, count }) => [name, count])];
  },
  'who the bot is': async ({ client }) => {
    const { user_id, bot_id } = await client.auth.test();
    return [user_id, bot_id];
  },
  'a Home published twice': async ({ client, user }) => {
    const publish = () => client.views.publish({ user_id: user, view: { type: 'home', blocks: [] } });
    const [first, second] = [await publish(), await publish()];
    return [first.view?.type, first.view?.id === second.view?.id, first.view?.hash === second.view?.hash];
  },
  refusals: async ({ client, channel }) => [
    await refusal(client.chat.postMessage({ channel: 'C0NOWHERE1', text: 'a' })),
    await refusal(client.chat.postMessage({ channel, text: '' })),
    await refusal(client.chat.update({ channel, ts: '1.000001', text: 'a' })),
    await refusal(client.chat.delete({ channel, ts: '1.000001' })),
    await refusal(client.users.info({ user: 'U0NOBODY01' })),
    await refusal(client.conversations.info({ channel: 'C0NOWHERE1' })),
    await refusal(client.views.open({ trigger_id: '1.2.abc', view: modal })),
    await refusal(client.views.update({ view_id: 'V0NOWHERE', view: modal })),
  ],
};

const modal = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'A' }, blocks: [] };

describe('the desk answers as an independent imitation of Slack does', () => {
  it.each(Object.entries(doings))('%s', async (_, doing) => {
    const { client } = await openDesk();
    const desk = { client, channel: sandboxSlack.channel, user: sandboxSlack.users.Snider };
    expect(await doing(desk)).toEqual(await doing(await openEmulate()));
  });
});
