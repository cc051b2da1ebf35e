import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Db } from '../../db/client.js';
import { actions } from '../../db/schema.js';
import { reserve } from '../../src/domain/budget.js';
import {
  approveActions,
  claimAction,
  liveIssues,
  nextDue,
  undoActions,
  updateLeased,
} from '../../src/store/actions.js';
import { loadBudgets } from '../../src/store/budget.js';
import { saveProposal, settleProposal } from '../../src/store/proposals.js';
import { saveTeam } from '../../src/store/team.js';
import { after, aSavedRepo, NOW, shownDispatch } from '../support/builders/rows.js';
import { aTeam } from '../support/builders/team.js';
import { forEachDatabase, onPostgres } from '../support/for-each-database.js';

/** A queue of approved actions, one for each issue, two seconds apart. */
async function aQueue(db: Db, numbers: readonly number[]): Promise<string> {
  await saveTeam(db, aTeam());
  const repo = await aSavedRepo(db);
  const id = await saveProposal(db, shownDispatch(repo, numbers), { now: NOW, expiresAt: after(3_600) });
  await approve(db, id, numbers.length);
  return id;
}

async function approve(db: Db, id: string, count: number): Promise<void> {
  const set = reserve(await loadBudgets(db, NOW), { repo: 'core', agent: 'jules', count });
  if (!set.ok) throw new Error(set.why);
  await approveActions(db, id, {
    by: 'Snider',
    now: NOW,
    firstAt: NOW,
    gapSeconds: 2,
    reservations: set.reservations,
  });
}

const claim = (db: Db, owner: string, now = after(60)) =>
  claimAction(db, { owner, now, until: new Date(now.getTime() + 180_000), paused: [] });

forEachDatabase('the queue of actions', (open) => {
  it('gives an action to one worker, in order, and only when it is due', async () => {
    const { db } = await open();
    await aQueue(db, [1, 2, 3]);
    expect((await claim(db, 'a', after(2)))?.action.issueNumber).toBe(1);
    expect((await claim(db, 'b', after(2)))?.action.issueNumber).toBe(2);
    expect(await claim(db, 'c', after(2))).toBeNull();
    expect((await claim(db, 'c', after(4)))?.action.issueNumber).toBe(3);
    expect(await claim(db, 'd')).toBeNull();
  });

  it('gives it to another when the lease has ended, and takes nothing from the first any more', async () => {
    const { db } = await open();
    await aQueue(db, [1]);
    const first = await claim(db, 'a', NOW);
    const id = first?.action.id ?? 0;
    expect(await claim(db, 'b', after(179))).toBeNull();
    expect(await updateLeased(db, { id, owner: 'a' }, { note: 'mine' })).toBe(true);
    expect((await claim(db, 'b', after(180)))?.action).toMatchObject({ id, attempts: 2, note: 'mine' });
    expect(await updateLeased(db, { id, owner: 'a' }, { note: 'still mine' })).toBe(false);
    expect(
      await updateLeased(db, { id, owner: 'b' }, { status: 'confirmed', leaseOwner: null, leaseUntil: null }),
    ).toBe(true);
    expect(await claim(db, 'c', after(600))).toBeNull();
  });

  it('knows when it has something to do next', async () => {
    const { db } = await open();
    expect(await nextDue(db, NOW)).toBeNull();
    await aQueue(db, [1, 2]);
    expect(await nextDue(db, after(-1))).toEqual(NOW);
    // One that is overdue, in a paused repository say, does not hide the next.
    expect(await nextDue(db, NOW)).toEqual(after(2));
    await db.update(actions).set({ status: 'confirmed' }).where(eq(actions.issueNumber, 2));
    expect(await nextDue(db, NOW)).toBeNull();
  });

  it('gives back on Undo only what no worker holds', async () => {
    const { db } = await open();
    const id = await aQueue(db, [1, 2, 3]);
    await claim(db, 'a', NOW);
    expect(await undoActions(db, id, after(5))).toEqual({ undone: [2, 3], tooLate: [1] });
    expect(await claim(db, 'b')).toBeNull();
    expect((await claim(db, 'b', after(300)))?.action.issueNumber).toBe(1);
  });

  it.each(['approved', 'sending', 'unknown', 'confirmed', 'started'] as const)(
    'holds one live dispatch of an issue: a second is refused while one is %s',
    async (status) => {
      const { db } = await open();
      await aQueue(db, [1, 2]);
      await db.update(actions).set({ status }).where(eq(actions.issueNumber, 1));
      const repo = await aSavedRepo(db);
      const second = await saveProposal(db, shownDispatch(repo, [1]), { now: NOW, expiresAt: after(60) });
      await expect(approve(db, second, 1)).rejects.toMatchObject({ cause: { code: '23505' } });
      expect(await liveIssues(db, repo.id)).toEqual(new Set([1, 2]));
    },
  );

  it.each(['finished', 'failed', 'stale', 'undone', 'expired'] as const)(
    'lets an issue be dispatched again after one that %s',
    async (status) => {
      const { db } = await open();
      await aQueue(db, [1]);
      await db.update(actions).set({ status });
      const repo = await aSavedRepo(db);
      const second = await saveProposal(db, shownDispatch(repo, [1]), { now: NOW, expiresAt: after(60) });
      await approve(db, second, 1);
      expect(await liveIssues(db, repo.id)).toEqual(new Set([1]));
    },
  );

  it('approves all or nothing: too few reservations change nothing', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    const id = await saveProposal(db, shownDispatch(await aSavedRepo(db), [1, 2]), {
      now: NOW,
      expiresAt: after(60),
    });
    await expect(approve(db, id, 1)).rejects.toThrow('needs 2 reservations');
    expect((await db.select().from(actions)).map(({ status }) => status)).toEqual(['proposed', 'proposed']);
  });

  it('ends the actions of a proposal with it, but none that went out', async () => {
    const { db } = await open();
    const id = await aQueue(db, [1, 2]);
    await db.update(actions).set({ status: 'sending' }).where(eq(actions.issueNumber, 1));
    await settleProposal(db, id, {
      status: 'undone',
      actionStatus: 'undone',
      by: 'Snider',
      reason: null,
      now: NOW,
    });
    expect((await db.select().from(actions).orderBy(actions.id)).map(({ status }) => status)).toEqual([
      'sending',
      'undone',
    ]);
  });
});

/** PGlite has one session, so two workers there never meet. */
onPostgres('the queue of actions under many workers', (open) => {
  it('gives every action to exactly one of them', async () => {
    const { db } = await open();
    const numbers = Array.from({ length: 30 }, (_, n) => n + 1);
    await aQueue(db, numbers);
    const workers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(async (owner) => {
      const mine: number[] = [];
      for (let claimed = await claim(db, owner); claimed; claimed = await claim(db, owner))
        mine.push(claimed.action.issueNumber);
      return mine;
    });
    const all = (await Promise.all(workers)).flat();
    expect(all.sort((a, b) => a - b)).toEqual(numbers);
  });

  it('passes by what another transaction holds, instead of waiting for it', async () => {
    const { db } = await open();
    await aQueue(db, [1, 2]);
    await db.transaction(async (tx) => {
      await tx.select().from(actions).where(eq(actions.issueNumber, 1)).for('update');
      expect((await claim(db, 'other'))?.action.issueNumber).toBe(2);
      expect(await claim(db, 'other')).toBeNull();
    });
    expect((await claim(db, 'other'))?.action.issueNumber).toBe(1);
  });
});
