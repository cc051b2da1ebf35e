import { ErrorCode } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import { findUser } from '../../../sandbox/slack/lookups.js';
import { clientOf, openDesk, refusal } from './bench.js';

const { channel, channels, users } = sandboxSlack;

describe('tokens', () => {
  it('takes the bot token, and says what the app may do', async () => {
    const { client } = await openDesk();
    const answer = await client.auth.test();
    expect(answer).toMatchObject({ ok: true, team_id: sandboxSlack.teamId, user_id: sandboxSlack.botUserId });
    expect(answer.response_metadata?.scopes).toEqual([...sandboxSlack.scopes]);
  });

  it('refuses no token, a wrong one, and the one for Socket Mode', async () => {
    const { desk } = await openDesk();
    const with_ = (token: string) => refusal(clientOf(desk, token).auth.test());
    expect(await with_('xoxb-somebody-else')).toBe('invalid_auth');
    expect(await with_(sandboxSlack.appToken)).toBe('not_allowed_token_type');
    expect(await refusal(clientOf(desk).apps.connections.open())).toBe('not_allowed_token_type');
    const nobody = await fetch(`${desk.apiUrl}auth.test`, { method: 'POST' });
    expect(await nobody.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it('says so when there is no such method', async () => {
    const { client } = await openDesk();
    expect(await refusal(client.apiCall('chat.shout'))).toBe('unknown_method');
  });
});

describe('channels', () => {
  it.each([
    ['a channel that does not exist', 'C0NOWHERE1', 'channel_not_found'],
    ['a channel the bot is not in', channels.general, 'not_in_channel'],
    ['an archived channel', channels['old-archive'], 'is_archived'],
  ])('refuses a message to %s', async (_, id, code) => {
    const { client, desk } = await openDesk();
    expect(await refusal(client.chat.postMessage({ channel: id, text: 'hello' }))).toBe(code);
    const ephemeral = client.chat.postEphemeral({ channel: id, user: users.Snider, text: 'hello' });
    expect(await refusal(ephemeral)).toBe(code);
    expect(desk.state.messages).toEqual([]);
  });

  it('tells archived channels and memberships apart', async () => {
    const { client } = await openDesk();
    const { channel: archive } = await client.conversations.info({ channel: channels['old-archive'] });
    expect(archive).toMatchObject({ name: 'old-archive', is_archived: true });
    const { channels: listed } = await client.conversations.list({ exclude_archived: true });
    expect(listed?.map(({ name, is_member }) => [name, is_member])).toEqual([
      ['epics', true],
      ['general', false],
    ]);
  });

  it('opens a direct message with a user', async () => {
    const { client, desk } = await openDesk();
    const posted = await client.chat.postMessage({ channel: users.bodane, text: 'hello' });
    const opened = await client.conversations.open({ users: users.bodane });
    expect(posted.channel).toBe(opened.channel?.id);
    expect(desk.state.channel(String(posted.channel))?.directWith).toBe(users.bodane);
  });
});

describe('users', () => {
  it('are told as they were made to be', async () => {
    const { client, desk } = await openDesk();
    const passer = findUser(desk.state, 'passer-by');
    passer.isRestricted = true;
    const { user } = await client.users.info({ user: users['passer-by'] });
    expect(user).toMatchObject({ name: 'passer-by', is_restricted: true, deleted: false, is_bot: false });
    expect(await refusal(client.users.info({ user: 'U0NOBODY01' }))).toBe('user_not_found');
  });
});

describe('files', () => {
  it('are uploaded, shared, and shown in a block once they are there', async () => {
    const { client, desk } = await openDesk();
    const block = (id: string) => ({ type: 'image', alt_text: 'Chart', slack_file: { id } }) as never;
    const post = (id: string) =>
      refusal(client.chat.postMessage({ channel, text: 'a', blocks: [block(id)] }));
    expect(await post('F000000001')).toBe('invalid_blocks');
    await client.filesUploadV2({ channel_id: channel, filename: 'chart.png', file: Buffer.from('picture') });
    const [file] = [...desk.state.files.values()];
    expect(file).toMatchObject({ mimetype: 'image/png', data: Buffer.from('picture'), channels: [channel] });
    expect(desk.state.messages[0]?.files).toEqual([file?.id]);
    expect(await post(String(file?.id))).toBe('nothing was refused');
  });
});

describe('uploads', () => {
  it('are completed once, after their bytes have come', async () => {
    const { client } = await openDesk();
    const { file_id: id, upload_url: url } = await client.files.getUploadURLExternal({
      filename: 'a.png',
      length: 1,
    });
    const complete = () =>
      refusal(client.files.completeUploadExternal({ files: [{ id: String(id), title: 'A' }] }));
    expect(await complete()).toBe('file_not_found');
    await fetch(String(url), { method: 'POST', body: 'x' });
    expect(await complete()).toBe('nothing was refused');
    expect(await complete()).toBe('file_not_found');
  });
});

describe('faults', () => {
  const post = (text: string) => ({ channel, text });

  it.each([
    ['status', { kind: 'status', status: 503 }, ErrorCode.HTTPError, 0],
    ['status after', { kind: 'status-after' }, ErrorCode.HTTPError, 1],
    ['drop', { kind: 'drop' }, ErrorCode.RequestError, 0],
    ['drop after', { kind: 'drop-after' }, ErrorCode.RequestError, 1],
    ['ratelimited', { kind: 'ratelimited', retryAfter: 7 }, ErrorCode.RateLimitedError, 0],
    ['error', { kind: 'error', error: 'account_inactive' }, 'account_inactive', 0],
  ])('%s strikes once, and tells nothing of what was done', async (_, fault, code, done) => {
    const { client, desk } = await openDesk();
    desk.fault({ target: 'slack', match: { method: 'chat.postMessage' }, ...fault });
    expect((await client.auth.test()).ok).toBe(true);
    expect(await refusal(client.chat.postMessage(post('a')))).toBe(code);
    expect(desk.state.messages).toHaveLength(done);
    expect(await refusal(client.chat.postMessage(post('b')))).toBe('nothing was refused');
  });

  it('strike as often as they are told, until cleared', async () => {
    const { client, desk } = await openDesk();
    desk.fault({ target: 'slack', kind: 'error', error: 'fatal_error', times: 3 });
    expect(await refusal(client.auth.test())).toBe('fatal_error');
    expect(await refusal(client.chat.postMessage(post('a')))).toBe('fatal_error');
    desk.clearFaults();
    expect((await client.auth.test()).ok).toBe(true);
  });

  it.each([
    ['no object', 'drop', 'A Slack fault is an object'],
    ['an unknown kind', { kind: 'explode' }, 'must be one of'],
    ['an error without a code', { kind: 'error' }, 'needs an error code'],
    ['times that are none', { kind: 'drop', times: 0 }, 'times must be a whole number above 0'],
  ])('are refused with %s', async (_, fault, said) => {
    const { desk } = await openDesk();
    expect(() => desk.fault(fault)).toThrow(said);
  });
});
