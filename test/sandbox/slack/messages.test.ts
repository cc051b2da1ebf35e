import { describe, expect, it } from 'vitest';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import { openDesk, refusal, start } from './bench.js';

const { channel, users } = sandboxSlack;

describe('messages', () => {
  it('are dated by the simulated clock, each differently', async () => {
    const { client, clock } = await openDesk();
    const post = async () => String((await client.chat.postMessage({ channel, text: 'a' })).ts);
    const [first, second] = [await post(), await post()];
    await clock.advanceBy(60_000);
    const seconds = start.getTime() / 1000;
    expect([first, second, await post()]).toEqual([
      `${seconds}.000001`,
      `${seconds}.000002`,
      `${seconds + 60}.000001`,
    ]);
  });

  it('get the same times and ids again after a reset', async () => {
    const { client, clock, desk } = await openDesk();
    const run = async () => {
      const posted = await client.chat.postMessage({ channel, text: 'a', blocks: [{ type: 'divider' }] });
      const home = await client.views.publish({ user_id: users.Snider, view: { type: 'home', blocks: [] } });
      return [posted.ts, posted.message?.blocks, home.view?.id, home.view?.hash];
    };
    const first = await run();
    await clock.advanceBy(60_000);
    clock.reset(start);
    await desk.reset();
    expect(desk.state.messages).toEqual([]);
    expect(await run()).toEqual(first);
  });

  it('keep their metadata, given back when all of it is asked for', async () => {
    const { client } = await openDesk();
    const metadata = { event_type: 'report', event_payload: { slot: 'morning' } };
    await client.chat.postMessage({ channel, text: 'report', metadata });
    const all = await client.conversations.history({ channel, include_all_metadata: true });
    expect(all.messages?.[0]).toMatchObject({ text: 'report', metadata });
    const plain = await client.conversations.history({ channel });
    expect(plain.messages?.[0]).not.toHaveProperty('metadata');
  });

  it('are listed newest first, in pages, within the times asked for', async () => {
    const { client } = await openDesk();
    const posted: string[] = [];
    for (const text of ['a', 'b', 'c', 'd']) {
      posted.push(String((await client.chat.postMessage({ channel, text })).ts));
    }
    const texts = async (more: object) => {
      const { messages, response_metadata: meta } = await client.conversations.history({ channel, ...more });
      return [messages?.map(({ text }) => text).join(''), meta?.next_cursor];
    };
    const [page, cursor] = await texts({ limit: 3 });
    expect(page).toBe('dcb');
    expect(await texts({ limit: 3, cursor })).toEqual(['a', '']);
    expect(await texts({ oldest: posted[1] })).toEqual(['dc', '']);
    expect(await texts({ oldest: posted[1], latest: posted[2], inclusive: true })).toEqual(['cb', '']);
  });

  it('collect replies in threads, outside the channel', async () => {
    const { client } = await openDesk();
    const { ts } = await client.chat.postMessage({ channel, text: 'report' });
    await client.chat.postMessage({ channel, text: 'details', thread_ts: ts });
    const { messages } = await client.conversations.history({ channel });
    expect(messages).toHaveLength(1);
    expect(messages?.[0]).toMatchObject({ thread_ts: ts, reply_count: 1 });
    const replies = await client.conversations.replies({ channel, ts: String(ts) });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['report', 'details']);
  });

  it('lose their blocks to new text, and their text to nothing', async () => {
    const { client, desk } = await openDesk();
    const { ts } = await client.chat.postMessage({ channel, text: 'a', blocks: [{ type: 'divider' }] });
    await client.chat.update({ channel, ts: String(ts), blocks: [{ type: 'divider', block_id: 'line' }] });
    expect(desk.state.messages[0]).toMatchObject({ text: 'a', blocks: [{ block_id: 'line' }] });
    await client.chat.update({ channel, ts: String(ts), text: 'b' });
    expect(desk.state.messages[0]).toMatchObject({ text: 'b', blocks: [], editedTs: expect.any(String) });
  });

  it('get ids for the blocks and elements that have none', async () => {
    const { client } = await openDesk();
    const button = { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Go' } };
    const { message } = await client.chat.postMessage({
      channel,
      text: 'a',
      blocks: [{ type: 'divider' }, { type: 'actions', block_id: 'mine', elements: [button] }],
    });
    expect(message?.blocks).toMatchObject([
      { block_id: expect.stringMatching(/^\w{5}$/) },
      { block_id: 'mine', elements: [{ action_id: expect.stringMatching(/^\w{5}$/) }] },
    ]);
  });

  it('that are ephemeral stay out of the history and out of reach', async () => {
    const { client } = await openDesk();
    const { message_ts: ts } = await client.chat.postEphemeral({ channel, user: users.Snider, text: 'psst' });
    expect((await client.conversations.history({ channel })).messages).toEqual([]);
    expect(await refusal(client.chat.update({ channel, ts: String(ts), text: 'b' }))).toBe(
      'message_not_found',
    );
    expect(await refusal(client.chat.delete({ channel, ts: String(ts) }))).toBe('message_not_found');
  });

  it('with blocks past a limit are refused with the place', async () => {
    const { client } = await openDesk();
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const error = await client.chat
      .postMessage({ channel, text: 'a', blocks: blocks as never })
      .catch((e) => e);
    expect(error.data).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
  });

  it('with too much in all their blocks, or nothing, are refused', async () => {
    const { client } = await openDesk();
    const section = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'x'.repeat(2600) } };
    const post = (count: number) =>
      refusal(client.chat.postMessage({ channel, text: 'a', blocks: Array(count).fill(section) }));
    expect(await post(5)).toBe('nothing was refused');
    expect(await post(6)).toBe('msg_blocks_too_long');
    expect(await refusal(client.chat.postMessage({ channel, text: '' }))).toBe('no_text');
    expect(await refusal(client.chat.postMessage({ channel, text: 'a', blocks: 'oops' as never }))).toBe(
      'invalid_blocks_format',
    );
  });
});
