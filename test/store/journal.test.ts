import { expect, it } from 'vitest';
import type { Db } from '../../db/client.js';
import { actions, acts, epicChildren, journal, repos } from '../../db/schema.js';
import { agents } from '../../src/agents/index.js';
import { exportJournal, writeJournal } from '../../src/flows/journal.js';
import type { IssueRecord, PullRequestRecord } from '../../src/ports.js';
import { loadRecords } from '../../src/store/journal.js';
import { saveEpic, saveIssues, savePullDetails, savePullRequests } from '../../src/store/snapshot.js';
import { after, anIssue, aSavedRepo, NOW } from '../support/builders/rows.js';
import { forEachDatabase } from '../support/for-each-database.js';

const SHA = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const FIX = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';
const hours = (count: number) => after(count * 3_600);

function aPull(number: number, more: Partial<PullRequestRecord> = {}): PullRequestRecord {
  return {
    ...{
      number,
      nodeId: `PR_${number}`,
      state: 'MERGED',
      draft: false,
      base: 'epic/118-daemon',
      head: 'fix',
    },
    ...{
      headSha: SHA,
      headCommittedAt: after(600),
      fork: false,
      author: 'Snider',
      labels: [],
      queueRuled: false,
    },
    ...{ queued: false, mergeable: 'MERGEABLE', mergeState: 'CLEAN', autoMerge: false, reviewDecision: null },
    ...{
      unresolvedThreads: 0,
      checks: 'SUCCESS',
      closes: [119],
      createdAt: after(600),
      updatedAt: after(1_800),
    },
    ...{ closedAt: after(1_800), mergedAt: after(1_800), ...more },
  };
}

/** Core's epic #118 with child #119, and what can happen to it. */
async function aStory(db: Db) {
  const repo = await aSavedRepo(db);
  const listed = (checked: boolean) => [
    { ref: '#119', repo: null, number: 119, checked, phase: 1, phaseName: '', heading: null },
  ];
  const epic = (checked: boolean) =>
    saveEpic(db, repo, { number: 118, parsedAt: NOW, children: listed(checked) });
  await epic(true);
  const failures: unknown[] = [];
  const log = { info() {}, warn() {}, error: (fields: object) => void failures.push(fields) };
  const once = { repoId: repo.id, issueNumber: 119, agent: 'jules', cost: 1, status: 'finished' as const };
  return {
    repo,
    epic,
    failures,
    issue: (more: Partial<IssueRecord> = {}) =>
      saveIssues(db, repo.id, [anIssue(119, { open: false, closedAt: after(1_860), ...more })]),
    pull: (number: number, more: Partial<PullRequestRecord> = {}) =>
      savePullRequests(db, repo.id, { records: [aPull(number, more)], now: after(900) }),
    task: (seconds: number, more: Partial<typeof actions.$inferInsert> = {}) => {
      const at = after(seconds);
      return db.insert(actions).values({ ...once, spentAt: at, createdAt: at, updatedAt: at, ...more });
    },
    act: (
      kind: typeof acts.$inferInsert.kind,
      seconds: number,
      more: Partial<typeof acts.$inferInsert> = {},
    ) =>
      db.insert(acts).values({
        ...{
          key: `${kind}@${seconds}`,
          kind,
          repoId: repo.id,
          subject: 140,
          epicNumber: 118,
          childNumber: 119,
        },
        ...{ status: 'done', createdAt: NOW, doneAt: after(seconds), ...more },
      }),
    write: (now = hours(1)) =>
      writeJournal({ db, agents, log, clock: { now: () => now, wake: () => () => {} } }),
    records: () => loadRecords(db),
  };
}

forEachDatabase('the journal', (open) => {
  it('has one record of a merged child, however often it is written and by however many', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.pull(140);
    await story.task(0);
    await Promise.all([story.write(), story.write()]);
    await story.write();
    expect(await story.records()).toMatchObject([
      {
        ...{ epic: 118, phase: 1, child: 119, pullRequest: 140, outcome: 'merged' },
        times: { dispatchedAt: NOW.toISOString(), finishedAt: after(1_860).toISOString() },
        implementer: { login: 'Snider', agent: 'jules', model: null, provider: 'google' },
        seconds: { toPullRequest: 600, toMerge: 1_800, duration: 1_860 },
        totals: { tasks: 1, commits: 1, ciRuns: 1 },
      },
    ]);
    expect(story.failures).toEqual([]);
  });

  it('tells what the engine did and what came of it', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.task(0);
    const open140 = { state: 'OPEN' as const, checks: 'FAILURE', updatedAt: after(700) };
    await story.pull(140, open140);
    const details = { threads: [], comments: [], failedChecks: ['unit', 'lint'] };
    await savePullDetails(db, { repoId: story.repo.id, number: 140 }, details);
    await savePullRequests(db, story.repo.id, {
      records: [aPull(140, { headSha: FIX, headCommittedAt: after(1_200) })],
      now: after(1_210),
    });
    await story.act('ask-reviews', 1_000, { headSha: SHA, seen: true });
    await story.act('resolve-threads', 1_300, { headSha: FIX, detail: { threads: ['PRRT_1'] } });
    await story.act('merge', 1_790, { headSha: FIX });
    await story.act('close-child', 1_850, { subject: 119 });
    await story.act('ask-conflict', 1_001, { status: 'moot' });
    await story.act('merge', 1_002, { subject: 141, childNumber: 120 });
    await story.write();
    const [record] = await story.records();
    expect(record?.reviewCycles).toMatchObject([
      {
        seen: true,
        responseCommit: FIX,
        respondedAt: after(1_200).toISOString(),
        threads: ['PRRT_1'],
        count: 1,
      },
    ]);
    expect(record?.conflictCycles).toEqual([]);
    expect(record?.ciRuns.map((run) => [run.sha, run.conclusion, run.failedChecks])).toEqual([
      [SHA, 'FAILURE', ['unit', 'lint']],
      [FIX, 'SUCCESS', []],
    ]);
    expect(record?.automations.map(({ action }) => action)).toEqual([
      'ask-reviews',
      'resolve-threads',
      'merge',
      'close-child',
    ]);
  });

  it('waits for the tick in the epic’s list, but not for ever', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.epic(false);
    await story.issue();
    await story.pull(140);
    await story.write(after(1_900));
    expect(await story.records()).toEqual([]);
    await story.write(after(1_860 + 3_600));
    expect(await story.records()).toHaveLength(1);
  });

  it.each<[string, Partial<PullRequestRecord>, Partial<IssueRecord>]>([
    ['whose pull request is open', { state: 'OPEN', mergedAt: null }, {}],
    ['that is open though it was merged', {}, { open: true, closedAt: null }],
    ['that was closed before the bot looked', { closes: [7] }, {}],
    ['whose only pull request came from a fork', { fork: true }, {}],
  ])('has no record of a child %s', async (_, pull, issue) => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue(issue);
    await story.pull(140, pull);
    await story.write();
    expect(await story.records()).toEqual([]);
  });

  it('has no record of an issue that is nobody’s child', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.pull(140);
    await db.delete(epicChildren);
    await story.write();
    expect(await story.records()).toEqual([]);
    await story.task(0);
    await story.write();
    expect(await story.records()).toMatchObject([{ epic: null, phase: null, child: 119, outcome: 'merged' }]);
  });

  it('tells of a child that was closed without a merge, with its last pull request', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.task(0);
    await story.pull(139, { state: 'CLOSED', mergedAt: null, createdAt: after(300) });
    await story.pull(140, { state: 'CLOSED', mergedAt: null });
    await story.write();
    expect(await story.records()).toMatchObject([
      { outcome: 'closed', pullRequest: 140, times: { mergedAt: null } },
    ]);
  });

  it('tells of a child that nobody may try again, and anew when somebody did', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue({ open: true, closedAt: null });
    await story.task(0);
    await story.task(100);
    await story.write();
    expect(await story.records()).toEqual([]);
    await story.task(200, { status: 'started' });
    await story.write();
    expect(await story.records()).toEqual([]);
    await db.update(actions).set({ status: 'finished' });
    await story.write();
    await story.write();
    expect(await story.records()).toMatchObject([
      { outcome: 'poison', pullRequest: null, totals: { tasks: 3 } },
    ]);
    await story.task(400);
    await story.pull(140);
    await story.issue({ updatedAt: after(5) });
    await story.write();
    expect(await story.records()).toMatchObject([
      { outcome: 'poison' },
      { outcome: 'merged', totals: { tasks: 1 }, times: { dispatchedAt: after(400).toISOString() } },
    ]);
  });

  it('keeps one record for each pull request of a child that was opened again', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.task(0);
    await story.pull(140);
    await story.write();
    await story.issue({ closedAt: hours(2), updatedAt: hours(2) });
    await story.write(hours(3));
    expect(await story.records()).toMatchObject([{ times: { finishedAt: hours(2).toISOString() } }]);
    await story.task(3 * 3_600);
    const again = { createdAt: hours(4), mergedAt: hours(5), closedAt: hours(5), updatedAt: hours(5) };
    await story.pull(150, again);
    await story.issue({ closedAt: hours(5), updatedAt: hours(5) });
    await story.write(hours(6));
    expect((await story.records()).map(({ pullRequest, totals }) => [pullRequest, totals.tasks])).toEqual([
      [140, 1],
      [150, 1],
    ]);
  });

  it('comes out as JSONL, and not at all when one record does not fit', async () => {
    const { db } = await open();
    const story = await aStory(db);
    expect(await exportJournal({ db }, { clean: false })).toBe('');
    await story.issue();
    await story.task(0);
    await story.pull(140);
    await story.write();
    const [record] = await story.records();
    if (!record) throw new Error('nothing was written');
    const row = { repoId: story.repo.id, childNumber: 120, finishedAt: hours(1) };
    await db
      .insert(journal)
      .values({ ...row, ending: 'pr:9', record: { ...record, outcome: 'closed', child: 120 } });
    const lines = (await exportJournal({ db }, { clean: false })).split('\n');
    expect(lines.map((line) => JSON.parse(line).child)).toEqual([119, 120]);
    const cleaned = (await exportJournal({ db }, { clean: true })).split('\n');
    expect(cleaned.map((line) => JSON.parse(line).repo)).toEqual(['core']);
    const strange = { ...record, note: 'somebody’s text' };
    await db.insert(journal).values({ ...row, ending: 'pr:10', record: strange });
    await expect(exportJournal({ db }, { clean: false })).rejects.toThrow('Nothing was exported');
  });

  it('writes nothing that does not fit, and says so in the log', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.pull(140, { headSha: 'no commit at all' });
    await story.write();
    expect(await story.records()).toEqual([]);
    expect(story.failures).toHaveLength(1);
  });

  it('leaves repositories out that are carried no more', async () => {
    const { db } = await open();
    const story = await aStory(db);
    await story.issue();
    await story.pull(140);
    await db.update(repos).set({ carried: false });
    await story.write();
    expect(await story.records()).toEqual([]);
  });
});
