import { and, eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { accounts, acts, proposals, pullRequests } from '../../db/schema.js';
import type { ReportKind } from '../../src/domain/cadence.js';
import type { EveningReport, MiddayReport, Report } from '../../src/domain/report.js';
import { composeReport } from '../../src/flows/compose-report.js';
import { postReports } from '../../src/flows/post-reports.js';
import { sync } from '../../src/flows/sync.js';
import { workOff } from '../../src/flows/work-off.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { forEachDatabase } from '../support/for-each-database.js';

const HOUR = 3_600;
let scene: Scene;

const compose = (kind: ReportKind): Promise<Report> =>
  composeReport(scene.bot.context, { kind, dueAt: scene.world.clock.now(), late: false });
const midday = async () => (await compose('midday')) as MiddayReport;
const evening = async () => (await compose('evening')) as EveningReport;

/** Approves a child and lets its dispatch be sent. */
async function dispatched(number: number): Promise<void> {
  await scene.approved(number);
  await scene.seconds(31);
  await workOff(scene.bot.context);
}

/** The open pull requests of epics' children that conflict with nothing, as the last read saw them. */
async function openPulls() {
  const rows = await scene.db.select().from(pullRequests).where(eq(pullRequests.state, 'OPEN'));
  return rows
    .filter(({ base, mergeable }) => base.startsWith('epic/') && mergeable === 'MERGEABLE')
    .sort((a, b) => a.number - b.number);
}

async function changePull(number: number, change: Partial<typeof pullRequests.$inferInsert>): Promise<void> {
  const core = (await openPulls())[0]?.repoId ?? 0;
  await scene.db
    .update(pullRequests)
    .set(change)
    .where(and(eq(pullRequests.repoId, core), eq(pullRequests.number, number)));
}

forEachDatabase('the midday report', (open) => {
  beforeEach(async () => {
    scene = await aScene(open);
  });

  it('tells the conflicts that the morning report did not know, with the merges before them', async () => {
    const [old, cause, fresh] = await openPulls();
    if (!old || !cause || !fresh) throw new Error('the seed has three open pull requests');
    await changePull(old.number, { mergeable: 'CONFLICTING' });
    await postReports(scene.bot.context);
    const before = (await midday()).conflicts;
    await scene.seconds(HOUR);
    const mergedAt = scene.world.clock.now();
    await changePull(cause.number, { state: 'MERGED', mergedAt, base: fresh.base });
    await changePull(fresh.number, { mergeable: 'CONFLICTING' });
    await scene.seconds(3 * HOUR);
    expect(before).toEqual([]);
    expect(await midday()).toMatchObject({
      compared: true,
      since: '2026-02-04T09:00:00.000Z',
      conflicts: [{ repo: 'dappcore/core', pullRequest: fresh.number, base: fresh.base, mergesBefore: 1 }],
    });
  });

  it('without a morning report tells all conflicts, and does not call them new', async () => {
    const [pull] = await openPulls();
    await changePull(pull?.number ?? 0, { mergeable: 'CONFLICTING' });
    await scene.seconds(4 * HOUR);
    const { compared, conflicts } = await midday();
    expect(compared).toBe(false);
    expect(conflicts.map(({ pullRequest }) => pullRequest)).toContain(pull?.number);
  });

  it('tells the interventions since the morning, and those that wait', async () => {
    const repoId = (await openPulls())[0]?.repoId ?? 0;
    const hour = (at: number) => new Date(Date.UTC(2026, 1, 4, at));
    const act = (key: string, more: Partial<typeof acts.$inferInsert>) => ({
      key,
      kind: 'ask-reviews' as const,
      repoId,
      subject: 140,
      status: 'done' as const,
      createdAt: hour(8),
      doneAt: hour(10),
      ...more,
    });
    await scene.db
      .insert(acts)
      .values([
        act('before', { doneAt: hour(8) }),
        act('sent', {}),
        act('waits', { kind: 'ask-conflict', subject: 141, status: 'due', doneAt: null }),
        act('moot', { status: 'moot', doneAt: null }),
        act('a merge', { kind: 'merge' }),
        act('escalated', { kind: 'escalate', subject: 142 }),
      ]);
    await scene.seconds(4 * HOUR);
    expect((await midday()).interventions).toEqual([
      { repo: 'dappcore/core', pullRequest: 140, kind: 'ask-reviews', state: 'sent' },
      { repo: 'dappcore/core', pullRequest: 141, kind: 'ask-conflict', state: 'waiting' },
      { repo: 'dappcore/core', pullRequest: 142, kind: 'escalate', state: 'sent' },
    ]);
  });

  it('counts what was dispatched and reserved today against the day’s plan', async () => {
    await dispatched(119);
    await scene.seconds(3 * HOUR);
    await scene.approved(137);
    expect((await midday()).pace).toEqual({ advice: 'raise', used: 2, plan: 20 });
  });

  it('offers what the morning offered and nobody decided, in the same proposals', async () => {
    const morning = await compose('morning');
    await scene.seconds(4 * HOUR);
    const { blockers, nextPhases, features, held } = await midday();
    expect(held).toBeNull();
    expect(morning).toMatchObject({ blockers, nextPhases, features });
    expect(blockers.length + nextPhases.length + features.length).toBeGreaterThan(3);
  });

  it('offers nothing while every agent is busy, and says so', async () => {
    await scene.db.update(accounts).set({ concurrency: 1 });
    expect(await midday()).toMatchObject({
      held: expect.stringMatching(/^every agent is busy, with \d+ tasks$/),
      blockers: [],
      nextPhases: [],
      features: [],
    });
  });
});

forEachDatabase('the evening report', (open) => {
  beforeEach(async () => {
    scene = await aScene(open);
  });

  it('counts the day, and nothing of the day before', async () => {
    await dispatched(119);
    await scene.seconds(8 * HOUR);
    const [pull] = await openPulls();
    const mergedAt = scene.world.clock.now();
    await changePull(pull?.number ?? 0, { state: 'MERGED', mergedAt });
    await scene.seconds(60);
    const { today } = await evening();
    expect(today.dispatched).toBe(1);
    expect(today.merged).toContainEqual({ repo: 'dappcore/core', number: pull?.number });
    await scene.seconds(24 * HOUR);
    expect((await evening()).today).toMatchObject({ dispatched: 0, merged: [] });
  });

  it('that is posted after midnight is still about its day', async () => {
    await dispatched(119);
    const dueAt = new Date('2026-02-04T17:30:00Z');
    await scene.seconds(17 * HOUR);
    const late = (await composeReport(scene.bot.context, {
      kind: 'evening',
      dueAt,
      late: true,
    })) as EveningReport;
    expect(late).toMatchObject({ day: '2026-02-04', lateSince: '17:30 UTC', today: { dispatched: 1 } });
  });

  it('plans the next workday without putting a proposal down', async () => {
    await scene.seconds(2.5 * 24 * HOUR);
    await sync(scene.bot.context);
    const { plan, depth, readyDepth } = await evening();
    expect(plan.dayName).toBe('Monday 9 February');
    expect(plan.repos).toEqual([{ repo: 'dappcore/core', tasks: plan.tasks, features: expect.any(Number) }]);
    expect(plan.tasks).toBeGreaterThan(3);
    expect(await scene.db.select().from(proposals)).toEqual([]);
    expect(depth).toMatchObject({ ready: readyDepth, rate: 20 });
    // What the morning then proposes is what was announced.
    await scene.seconds(2.5 * 24 * HOUR);
    await compose('morning');
    const put = await scene.db.select().from(proposals);
    expect(put.reduce((sum, { shown }) => sum + shown.cost, 0)).toBe(plan.tasks);
  });

  it('plans with tomorrow’s pool: what is spent today has come back by then', async () => {
    await scene.db.update(accounts).set({ quota: 0 }).where(eq(accounts.memberLogin, 'bodane'));
    await scene.db.update(accounts).set({ quota: 1 }).where(eq(accounts.memberLogin, 'Snider'));
    await dispatched(119);
    await scene.seconds(8 * HOUR);
    expect(await midday()).toMatchObject({ held: 'the pool is used up' });
    const morningAt = async (morning: string) => {
      const { cadence } = scene.bot.context.settings;
      const settings = { cadence: { ...cadence, times: { ...cadence.times, morning } } };
      const { context } = await scene.another({ settings });
      const report = await composeReport(context, {
        kind: 'evening',
        dueAt: context.clock.now(),
        late: false,
      });
      return (report as EveningReport).plan.tasks;
    };
    expect(await morningAt('09:00')).toBe(0);
    expect(await morningAt('10:00')).toBe(1);
  });

  it('names the repository where stage 2 should run, when nothing else waits', async () => {
    expect((await evening()).stages).toEqual({ tier: null, repos: [], auditsDone: true });
  });
});
