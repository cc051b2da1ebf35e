import { expect, it } from 'vitest';
import type { Db } from '../../db/client.js';
import { actions } from '../../db/schema.js';
import type { ActionStatus } from '../../src/domain/ledger.js';
import type { LabelEvent } from '../../src/ports.js';
import { loadBudgets } from '../../src/store/budget.js';
import type { RepoRow } from '../../src/store/repos.js';
import { saveIssues } from '../../src/store/snapshot.js';
import { bookLabelEvent, progressActions } from '../../src/store/spends.js';
import { saveTeam } from '../../src/store/team.js';
import { after, aLabelEvent, anIssue, aSavedRepo, NOW } from '../support/builders/rows.js';
import { aMember, aTeamWithClaude } from '../support/builders/team.js';
import { forEachDatabase, onPostgres } from '../support/for-each-database.js';

const TEAM = [aMember('Snider'), aMember('bodane', { account: { repos: [] } })];

async function aLedger(db: Db): Promise<{ repo: RepoRow; book: (event: LabelEvent) => Promise<string> }> {
  await saveTeam(db, TEAM);
  const repo = await aSavedRepo(db);
  const book = (event: LabelEvent) =>
    bookLabelEvent(db, event, { repoId: repo.id, repo: repo.name, number: 1, agent: 'jules', now: NOW });
  return { repo, book };
}

/** A dispatch of issue 1 by the bot, as far as it has come. */
async function aDispatch(db: Db, repo: RepoRow, status: ActionStatus): Promise<void> {
  await db.insert(actions).values({
    repoId: repo.id,
    issueNumber: 1,
    agent: 'jules',
    accountId: 1,
    cost: 1,
    status,
    step: status === 'approved' ? 'comment' : 'label',
    createdAt: NOW,
    updatedAt: NOW,
  });
}

const used = async (db: Db) =>
  (await loadBudgets(db, after(60))).map(({ account, used }) => [account.member, used]);

forEachDatabase('a label found on GitHub', (open) => {
  it.each(['sending', 'unknown', 'confirmed', 'started', 'finished'] as const)(
    'is matched to the bot’s own dispatch that is %s, once',
    async (status) => {
      const { db } = await open();
      const { repo, book } = await aLedger(db);
      await aDispatch(db, repo, status);
      expect(await book(aLabelEvent('LE_1'))).toBe('matched');
      expect(await book(aLabelEvent('LE_1'))).toBe('known');
      expect(await db.select().from(actions)).toHaveLength(1);
    },
  );

  it.each(['approved', 'failed', 'stale', 'undone'] as const)(
    'is somebody else’s where the bot’s dispatch is %s: that one wrote nothing',
    async (status) => {
      const { db } = await open();
      const { repo, book } = await aLedger(db);
      await aDispatch(db, repo, status);
      expect(await book(aLabelEvent('LE_1', { actor: 'bodane' }))).toBe('booked');
      expect(await used(db)).toEqual([
        ['Snider', 0],
        ['bodane', 1],
      ]);
    },
  );

  it('of another agent is not the bot’s own that still waits for its event, and counts for that agent', async () => {
    const { db } = await open();
    const { repo } = await aLedger(db);
    await saveTeam(db, aTeamWithClaude());
    await aDispatch(db, repo, 'confirmed');
    const about = { repoId: repo.id, repo: repo.name, number: 1, agent: 'claude', now: NOW };
    expect(await bookLabelEvent(db, aLabelEvent('LE_1', { label: 'claude' }), about)).toBe('booked');
    const budgets = await loadBudgets(db, after(60));
    expect(budgets.map(({ account, used }) => [account.member, account.agent, used])).toContainEqual([
      ...['Snider', 'claude', 1],
    ]);
    expect((await db.select().from(actions)).map(({ labelEventId }) => labelEventId)).toEqual([null, 'LE_1']);
  });

  it('counts for the person who added it, in whatever case, else for the account of the repository', async () => {
    const { db } = await open();
    const { book } = await aLedger(db);
    await book(aLabelEvent('LE_1', { actor: 'BODANE' }));
    await book(aLabelEvent('LE_2', { actor: 'passer-by' }));
    await book(aLabelEvent('LE_3', { actor: null }));
    expect(await used(db)).toEqual([
      ['Snider', 2],
      ['bodane', 1],
    ]);
  });

  it('counts by the time GitHub tells, not by the time it was found', async () => {
    const { db } = await open();
    const { book } = await aLedger(db);
    await book(aLabelEvent('LE_1', { at: after(-25 * 3_600) }));
    await book(aLabelEvent('LE_2', { at: after(-23 * 3_600) }));
    expect(await used(db)).toEqual([
      ['Snider', 1],
      ['bodane', 0],
    ]);
  });

  it('that was added again is a task again', async () => {
    const { db } = await open();
    const { book } = await aLedger(db);
    for (const id of ['LE_1', 'LE_2', 'LE_3']) expect(await book(aLabelEvent(id))).toBe('booked');
    expect((await used(db))[0]).toEqual(['Snider', 3]);
  });
});

forEachDatabase('a spent task', (open) => {
  const statuses = async (db: Db) => (await db.select().from(actions)).map(({ status }) => status);

  it('is started when the agent was seen, and finished when the issue is closed', async () => {
    const { db } = await open();
    const { repo, book } = await aLedger(db);
    await book(aLabelEvent('LE_1'));
    await saveIssues(db, repo.id, [anIssue(1)]);
    await progressActions(db, NOW);
    expect(await statuses(db)).toEqual(['confirmed']);
    await saveIssues(db, repo.id, [anIssue(1, { acknowledged: true })]);
    await progressActions(db, NOW);
    expect(await statuses(db)).toEqual(['started']);
    await saveIssues(db, repo.id, [anIssue(1, { open: false })]);
    await progressActions(db, NOW);
    expect(await statuses(db)).toEqual(['finished']);
    expect((await used(db))[0]).toEqual(['Snider', 1]);
  });

  it('is not touched by an older reading of its issue', async () => {
    const { db } = await open();
    const { repo, book } = await aLedger(db);
    await book(aLabelEvent('LE_1'));
    await saveIssues(db, repo.id, [anIssue(1)]);
    await saveIssues(db, repo.id, [anIssue(1, { open: false, updatedAt: after(-60) })]);
    await progressActions(db, NOW);
    expect(await statuses(db)).toEqual(['confirmed']);
  });
});

/** PGlite has one session: two readers never meet there. */
onPostgres('a label found by many readers at once', (open) => {
  it('is booked once', async () => {
    const { db } = await open();
    const { book } = await aLedger(db);
    await Promise.allSettled(Array.from({ length: 10 }, () => book(aLabelEvent('LE_1'))));
    expect(await db.select().from(actions)).toHaveLength(1);
    expect((await used(db))[0]).toEqual(['Snider', 1]);
  });
});
