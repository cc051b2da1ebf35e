import { beforeEach, expect, it } from 'vitest';
import { auditLog, messages, reports } from '../../db/schema.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import { post } from '../../sandbox/slack/messages.js';
import { composeReport } from '../../src/flows/compose-report.js';
import { postReports } from '../../src/flows/post-reports.js';
import { sync } from '../../src/flows/sync.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { forEachDatabase, onPostgres } from '../support/for-each-database.js';

const POST = { method: 'chat.postMessage' };
const HOUR = 3_600;
const { epics, 'old-archive': archive } = sandboxSlack.channels;

const postedTo = (scene: Scene, channel: string) =>
  scene.world.desk.state.messages.filter((message) => message.channel === channel).map(({ text }) => text);
const mornings = (scene: Scene) => postedTo(scene, epics).filter((text) => text.includes('Good morning'));

forEachDatabase('the morning report', (open) => {
  let scene: Scene;
  const report = async () => (await scene.db.select().from(reports))[0];

  beforeEach(async () => {
    scene = await aScene(open);
  });

  it('is posted at its time, once, and remembered with its proposals', async () => {
    await postReports(scene.bot.context);
    await postReports(scene.bot.context);
    await postReports((await scene.another()).context);
    expect(mornings(scene)).toHaveLength(1);
    expect(await report()).toMatchObject({ slot: 'morning:2026-02-04', status: 'posted', late: false });
    const [kept] = await scene.db.select().from(messages);
    expect(kept?.channel).toBe(epics);
    expect(kept?.proposals.length).toBeGreaterThan(3);
  });

  it('comes again the next workday, with a slot of its own', async () => {
    await postReports(scene.bot.context);
    await scene.seconds(24 * HOUR);
    await postReports(scene.bot.context);
    expect(mornings(scene)).toHaveLength(2);
  });

  it('is posted late, once, and says so, after a morning without the bot', async () => {
    await scene.seconds(2 * HOUR);
    await postReports(scene.bot.context);
    await postReports(scene.bot.context);
    expect(mornings(scene)).toHaveLength(1);
    expect((await report())?.late).toBe(true);
    const [message] = scene.world.desk.state.messages;
    expect(JSON.stringify(message?.blocks)).toMatch(/09:00/);
  });

  it('stands there once when the answer to its posting was lost: it is found by its mark', async () => {
    scene.world.fault({ target: 'slack', kind: 'drop-after', match: POST });
    await postReports(scene.bot.context);
    expect((await report())?.status).toBe('posting');
    await scene.seconds(60);
    await postReports(scene.bot.context);
    expect(mornings(scene)).toHaveLength(1);
    expect((await report())?.status).toBe('posted');
    expect((await scene.db.select().from(messages)).map(({ ts }) => ts)).toEqual([
      scene.world.desk.state.messages[0]?.ts,
    ]);
  });

  it.each(['drop', 'status'] as const)(
    'stands there once when its posting failed before it was done (%s)',
    async (kind) => {
      scene.world.fault({ target: 'slack', kind, match: POST });
      await postReports(scene.bot.context);
      expect(mornings(scene)).toHaveLength(0);
      await scene.seconds(60);
      await postReports(scene.bot.context);
      expect(mornings(scene)).toHaveLength(1);
    },
  );

  it('stands there once in a busy channel, when the bot comes back two hundred messages later', async () => {
    scene.world.fault({ target: 'slack', kind: 'drop-after', match: POST });
    await postReports(scene.bot.context);
    scene.bot.die();
    for (let n = 0; n < 210; n++) {
      await scene.seconds(20);
      const content = { text: `talk ${n}` };
      post(scene.world.desk.state, { content, channel: epics, user: sandboxSlack.users.Snider });
    }
    await postReports((await scene.another()).context);
    expect(postedTo(scene, epics).length).toBeGreaterThan(200);
    expect(mornings(scene)).toHaveLength(1);
  });

  it('is not posted again while nobody can tell whether it stands there', async () => {
    scene.world.fault({ target: 'slack', kind: 'drop-after', match: POST });
    scene.world.fault({
      target: 'slack',
      kind: 'status',
      status: 503,
      match: { method: 'conversations.history' },
      times: 3,
    });
    for (let n = 0; n < 6; n++) {
      await postReports(scene.bot.context);
      await scene.seconds(60);
    }
    expect(mornings(scene)).toHaveLength(1);
    expect((await report())?.status).toBe('posted');
  });

  it('waits as long as Slack asks', async () => {
    scene.world.fault({ target: 'slack', kind: 'ratelimited', retryAfter: 120, match: POST });
    await postReports(scene.bot.context);
    await scene.seconds(119);
    await postReports(scene.bot.context);
    expect(mornings(scene)).toHaveLength(0);
    await scene.seconds(1);
    await postReports(scene.bot.context);
    expect(mornings(scene)).toHaveLength(1);
  });

  it('is composed anew when Slack held it back for hours, and says that it is late', async () => {
    scene.world.fault({ target: 'slack', kind: 'ratelimited', retryAfter: 2 * HOUR, match: POST });
    await postReports(scene.bot.context);
    expect(await report()).toMatchObject({ status: 'due', late: false });
    scene.people.close(119);
    await scene.seconds(2 * HOUR);
    await sync(scene.bot.context);
    await postReports(scene.bot.context);
    const [message] = scene.world.desk.state.messages;
    const blocks = JSON.stringify(message?.blocks);
    expect(blocks).toContain('Late: this was due at 09:00 UTC');
    expect(blocks).not.toContain('#119 ');
    expect(await report()).toMatchObject({ status: 'posted', late: true });
  });

  it('that may stand there keeps what it was composed of, however late the look is', async () => {
    scene.world.fault({ target: 'slack', kind: 'drop-after', match: POST });
    await postReports(scene.bot.context);
    const composed = (await report())?.content;
    scene.people.close(119);
    await scene.seconds(2 * HOUR);
    await sync(scene.bot.context);
    await postReports(scene.bot.context);
    expect(await report()).toMatchObject({ status: 'posted', late: false, content: composed });
    expect((await scene.db.select().from(messages)).map(({ content }) => content)).toEqual([composed]);
  });

  it('that may have been lost is composed anew when it does not stand there', async () => {
    scene.world.fault({ target: 'slack', kind: 'drop', match: POST });
    await postReports(scene.bot.context);
    expect((await report())?.status).toBe('posting');
    await scene.seconds(HOUR);
    await postReports(scene.bot.context);
    expect(JSON.stringify(scene.world.desk.state.messages)).toContain('Late: this was due at 09:00 UTC');
    expect(await report()).toMatchObject({ status: 'posted', late: true });
  });

  it('is given up in an archived channel, and the approvers are told what is wrong', async () => {
    const bot = await scene.another({ settings: { channel: archive } });
    await postReports(bot.context);
    expect(await report()).toMatchObject({ status: 'given-up', note: 'is_archived' });
    const told = scene.world.desk.state.messages.filter(
      ({ channel }) => channel !== epics && channel !== archive,
    );
    expect(told.map(({ text }) => text)).toEqual([
      'The morning report could not be posted. The channel is archived.',
    ]);
    expect((await scene.db.select().from(auditLog)).map(({ event }) => event)).toContain('report-not-posted');
    await scene.seconds(HOUR);
    await postReports(bot.context);
    expect(scene.world.desk.state.messages).toHaveLength(1);
  });

  it('is not posted on a day off, nor for days long gone', async () => {
    await scene.seconds(3 * 24 * HOUR);
    await postReports(scene.bot.context);
    expect(mornings(scene)).toHaveLength(0);
  });
});

forEachDatabase('the reports of a day', (open) => {
  let scene: Scene;
  const slots = async () =>
    (await scene.db.select().from(reports).orderBy(reports.dueAt)).map(({ slot, status, note }) => [
      slot.split(':')[0],
      note ?? status,
    ]);
  const posted = () => postedTo(scene, epics).map((text) => text.split(':')[0]);

  beforeEach(async () => {
    scene = await aScene(open);
  });

  it('come one by one, once each, however often it looks', async () => {
    for (let n = 0; n < 40; n++) {
      await postReports(scene.bot.context);
      await scene.seconds(HOUR / 4);
    }
    expect(posted()).toEqual(['Good morning', 'Midday', 'Evening']);
    expect(await slots()).toEqual([
      ['morning', 'posted'],
      ['midday', 'posted'],
      ['evening', 'posted'],
    ]);
  });

  it('that were missed are not made up for when a newer one is due: only that one comes', async () => {
    await scene.seconds(9 * HOUR);
    await postReports(scene.bot.context);
    await postReports(scene.bot.context);
    expect(posted()).toEqual(['Evening']);
    expect(await slots()).toEqual([
      ['morning', 'overtaken'],
      ['midday', 'overtaken'],
      ['evening', 'posted'],
    ]);
    expect(JSON.stringify(scene.world.desk.state.messages)).toContain('Late: this was due at 17:30 UTC');
  });

  it('that Slack held back until the next was due do not come together with it', async () => {
    scene.world.fault({ target: 'slack', kind: 'ratelimited', retryAfter: 4 * HOUR, match: POST });
    await postReports(scene.bot.context);
    await scene.seconds(4 * HOUR);
    await postReports(scene.bot.context);
    expect(posted()).toEqual(['Midday']);
    expect(await slots()).toEqual([
      ['morning', 'overtaken'],
      ['midday', 'posted'],
    ]);
    expect(JSON.stringify(scene.world.desk.state.messages)).toContain('No morning report was posted today');
  });

  it('that may stand there are looked for even when a newer one is due', async () => {
    scene.world.fault({ target: 'slack', kind: 'drop-after', match: POST });
    await postReports(scene.bot.context);
    await scene.seconds(4 * HOUR);
    await postReports(scene.bot.context);
    expect(posted()).toEqual(['Good morning', 'Midday']);
    expect(await slots()).toEqual([
      ['morning', 'posted'],
      ['midday', 'posted'],
    ]);
  });

  it('are none on a holiday, and the asker gets one all the same', async () => {
    const cadence = { ...scene.bot.context.settings.cadence, holidays: ['2026-02-04'] };
    const { context } = await scene.another({ settings: { cadence, isCarried: (repo) => repo === 'core' } });
    await scene.seconds(9 * HOUR);
    await postReports(context);
    expect(posted()).toEqual([]);
    const asked = { kind: 'evening', dueAt: context.clock.now(), late: false } as const;
    expect(await composeReport(context, asked)).toMatchObject({ kind: 'evening', lateSince: null });
  });
});

/** PGlite has one session: two instances never meet there. */
onPostgres('the morning report of several instances', (open) => {
  it('is posted by one of them', async () => {
    const scene = await aScene(open);
    const bots = await Promise.all([1, 2, 3].map(() => scene.another()));
    await Promise.all([scene.bot, ...bots].map(({ context }) => postReports(context)));
    expect(mornings(scene)).toHaveLength(1);
    expect(await scene.db.select().from(messages)).toHaveLength(1);
  });
});
