import { beforeEach, expect, it } from 'vitest';
import { messages } from '../../db/schema.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import { approve, skip } from '../../src/flows/decide.js';
import { postReports } from '../../src/flows/post-reports.js';
import { redraw, redrawAt, revive } from '../../src/flows/redraw.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { forEachDatabase } from '../support/for-each-database.js';

const UPDATE = { method: 'chat.update' };

forEachDatabase('a message that shows a proposal', (open) => {
  let scene: Scene;
  const shown = () =>
    JSON.stringify(scene.world.desk.state.messages.find(({ channel }) => channel === sandboxSlack.channel));
  const kept = async () => (await scene.db.select().from(messages))[0];

  beforeEach(async () => {
    scene = await aScene(open);
    await postReports(scene.bot.context);
  });

  it('is drawn again when the proposal was decided, and then left alone', async () => {
    const before = shown();
    await redraw(scene.bot.context);
    expect(shown()).toBe(before);
    await approve(scene.bot.context, aClick(await scene.propose(119)));
    await redraw(scene.bot.context);
    expect(shown()).toContain('Approved by Snider');
    expect(await kept()).toMatchObject({ wanted: 1, shown: 1 });
  });

  it('catches up with several decisions in one update', async () => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    await skip(scene.bot.context, aClick(await scene.propose(128)));
    await redraw(scene.bot.context);
    expect(shown().match(/Skipped by Snider/g)?.length).toBeGreaterThanOrEqual(2);
    expect(await kept()).toMatchObject({ wanted: 2, shown: 2 });
  });

  it.each([
    ['Slack is down', { kind: 'status', status: 503 }],
    ['the connection is lost', { kind: 'drop' }],
    ['the answer is lost', { kind: 'drop-after' }],
  ])('is drawn again a minute later when %s', async (_, fault) => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    scene.world.fault({ target: 'slack', match: UPDATE, ...fault });
    await redraw(scene.bot.context);
    expect(await kept()).toMatchObject({ shown: 0, dead: null });
    await scene.seconds(59);
    await redraw(scene.bot.context);
    expect((await kept())?.shown).toBe(0);
    await scene.seconds(1);
    await redraw(scene.bot.context);
    expect(shown()).toContain('Skipped by Snider');
    expect(await kept()).toMatchObject({ wanted: 1, shown: 1 });
  });

  it('waits as long as Slack asks', async () => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    scene.world.fault({ target: 'slack', kind: 'ratelimited', retryAfter: 300, match: UPDATE });
    await redraw(scene.bot.context);
    await scene.seconds(299);
    await redraw(scene.bot.context);
    expect((await kept())?.shown).toBe(0);
    await scene.seconds(1);
    await redraw(scene.bot.context);
    expect((await kept())?.shown).toBe(1);
  });

  it('is given up for good when it was deleted', async () => {
    scene.world.desk.state.messages = [];
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    await redraw(scene.bot.context);
    expect((await kept())?.dead).toBe('message_not_found');
    await approve(scene.bot.context, aClick(await scene.propose(128)));
    await redraw(scene.bot.context);
    expect(await kept()).toMatchObject({ wanted: 1, shown: 0 });
  });

  const refused = (error: string) =>
    scene.world.fault({ target: 'slack', kind: 'error', error, match: UPDATE });

  it.each([
    'token_revoked',
    'invalid_auth',
    'account_inactive',
    'missing_scope',
    'is_archived',
    'not_in_channel',
    'channel_not_found',
  ])('is tried again an hour later when Slack says %s, which a person may mend', async (error) => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    refused(error);
    await redraw(scene.bot.context);
    expect(await kept()).toMatchObject({ shown: 0, dead: null });
    await scene.seconds(59 * 60);
    await redraw(scene.bot.context);
    expect((await kept())?.shown).toBe(0);
    await scene.seconds(60);
    await redraw(scene.bot.context);
    expect(shown()).toContain('Skipped by Snider');
  });

  it.each(['cant_update_message', 'edit_window_closed'])('is given up when Slack says %s', async (error) => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    refused(error);
    await redraw(scene.bot.context);
    expect((await kept())?.dead).toBe(error);
  });

  it.each(['cant_update_message', 'is_archived'])('comes back by a click on it after %s', async (error) => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    refused(error);
    await redraw(scene.bot.context);
    const { channel, ts } = await place();
    await revive(scene.bot.context, { channel, ts });
    await approve(scene.bot.context, aClick(await scene.propose(128)));
    await redraw(scene.bot.context);
    expect(shown()).toContain('Approved by Snider');
    expect(await kept()).toMatchObject({ dead: null, shown: 2 });
  });

  it('comes back when it is to be drawn again by its button', async () => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    refused('cant_update_message');
    await redraw(scene.bot.context);
    await redrawAt(scene.bot.context, await place());
    await redraw(scene.bot.context);
    expect(shown()).toContain('Skipped by Snider');
  });

  it('keeps waiting as long as Slack asks when it is clicked on', async () => {
    await skip(scene.bot.context, aClick(await scene.propose(119)));
    scene.world.fault({ target: 'slack', kind: 'ratelimited', retryAfter: 60, match: UPDATE });
    await redraw(scene.bot.context);
    await revive(scene.bot.context, await place());
    await redraw(scene.bot.context);
    expect((await kept())?.shown).toBe(0);
  });

  const place = async () => {
    const row = await kept();
    return { channel: row?.channel ?? '', ts: row?.ts ?? '' };
  };
});
