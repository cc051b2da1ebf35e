import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Db } from '../../db/client.js';
import { acts, epics } from '../../db/schema.js';
import type { WantedAct } from '../../src/domain/act.js';
import {
  type ActRow,
  becomeWriter,
  claimAct,
  hasBegun,
  MOST_TRIES,
  putDown,
  stopWriting,
  takeBack,
  updateAct,
} from '../../src/store/acts.js';
import { after, aSavedRepo, NOW } from '../support/builders/rows.js';
import { forEachDatabase, onPostgres } from '../support/for-each-database.js';

function wanted(number: number, more: Partial<WantedAct> = {}): WantedAct {
  return {
    key: `merge:dappcore/core#${number}@aaa/0`,
    kind: 'merge',
    subject: number,
    epicNumber: 118,
    childNumber: 119,
    headSha: 'aaa',
    detail: { why: 'ready' },
    ...more,
  };
}

const lease = (owner: string, seconds = 0, paused: number[] = []) => ({
  owner,
  now: after(seconds),
  until: after(seconds + 180),
  paused,
});

forEachDatabase('the queue of acts', (open) => {
  let db: Db;
  let repoId: number;
  const all = () => db.select().from(acts).orderBy(acts.id);
  const only = async (): Promise<ActRow> => {
    const [row, ...others] = await all();
    expect(others).toEqual([]);
    return row as ActRow;
  };
  const put = (seconds = 0, ...list: WantedAct[]) =>
    putDown(db, repoId, { wanted: list.length > 0 ? list : [wanted(321)], now: after(seconds) });
  const set = (patch: Partial<ActRow>) => db.update(acts).set(patch);

  beforeEach(async () => {
    ({ db } = await open());
    repoId = (await aSavedRepo(db)).id;
  });

  it('holds an act once, however often it is put down, and as it was first put down', async () => {
    await put();
    const first = await only();
    await put(60);
    await put(120, wanted(321, { detail: { why: 'another reason' } }), wanted(321));
    expect(await only()).toEqual(first);
    expect(first).toMatchObject({ status: 'due', attempts: 0, createdAt: NOW, detail: { why: 'ready' } });
  });

  it.each(['due', 'sending', 'done'] as const)('leaves one that is %s as it is', async (status) => {
    await put();
    await set({ status, attempts: 3, note: 'as it was', doneAt: status === 'done' ? NOW : null });
    const before = await only();
    await put(24 * 3_600, wanted(321, { detail: { why: 'again' } }));
    expect(await only()).toEqual(before);
  });

  it.each(['moot', 'refused'] as const)(
    'wants one that was %s again once its wait is over, and counts on',
    async (status) => {
      await put();
      await set({ status, notBefore: after(300), attempts: 2, note: 'its head moved' });
      await put(299, wanted(321, { detail: { why: 'anew' } }));
      expect(await only()).toMatchObject({ status, notBefore: after(300), attempts: 2 });
      await put(300, wanted(321, { detail: { why: 'anew' } }));
      expect(await only()).toMatchObject({
        status: 'due',
        notBefore: null,
        attempts: 2,
        note: null,
        detail: { why: 'anew' },
      });
    },
  );

  it('wants one that was moot without a wait again at once', async () => {
    await put();
    await set({ status: 'moot', notBefore: null, attempts: 1 });
    await put();
    expect(await only()).toMatchObject({ status: 'due' });
  });

  it('has done with one after eight tries', async () => {
    expect(MOST_TRIES).toBe(8);
    await put();
    for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
      const seconds = attempt * 60;
      const claimed = await claimAct(db, lease('a', seconds));
      expect(claimed?.act.attempts).toBe(attempt);
      await updateAct(db, { id: claimed?.act.id ?? 0, owner: 'a' }, { status: 'refused', leaseUntil: null });
      await put(seconds + 1);
    }
    expect(await only()).toMatchObject({ status: 'refused', attempts: MOST_TRIES });
    await put(365 * 24 * 3_600);
    expect(await only()).toMatchObject({ status: 'refused' });
    expect(await claimAct(db, lease('a', 365 * 24 * 3_600))).toBeNull();
  });

  it('begins anew with a person’s approval, except with what is done', async () => {
    const approve = () => putDown(db, repoId, { wanted: [wanted(321)], now: NOW, approvedBy: 'Snider' });
    await put();
    await set({ status: 'refused', attempts: MOST_TRIES, notBefore: after(3_600) });
    await approve();
    expect(await only()).toMatchObject({ status: 'due', attempts: 0, notBefore: null, approvedBy: 'Snider' });
    await set({ status: 'done', attempts: 1, approvedBy: null });
    await approve();
    expect(await only()).toMatchObject({ status: 'done', attempts: 1, approvedBy: null });
  });

  it('gives out the oldest first, with its repository, each once while its lease lasts', async () => {
    await put(0, wanted(321), wanted(322));
    const first = await claimAct(db, lease('a'));
    expect(first).toMatchObject({
      act: { subject: 321, leaseOwner: 'a', attempts: 1 },
      repo: { id: repoId },
    });
    expect((await claimAct(db, lease('b')))?.act.subject).toBe(322);
    expect(await claimAct(db, lease('c', 179))).toBeNull();
    const again = await claimAct(db, lease('c', 180));
    expect(again?.act).toMatchObject({ subject: 321, leaseOwner: 'c', attempts: 2 });
  });

  it('passes by what is not due yet, what is over, and what is paused', async () => {
    await put(0, wanted(321), wanted(322), wanted(323), wanted(324));
    await db
      .update(acts)
      .set({ notBefore: after(60) })
      .where(eq(acts.subject, 321));
    await db.update(acts).set({ status: 'done' }).where(eq(acts.subject, 322));
    await db.update(acts).set({ status: 'refused' }).where(eq(acts.subject, 323));
    expect(await claimAct(db, lease('a', 59, [repoId]))).toBeNull();
    expect((await claimAct(db, lease('a', 59)))?.act.subject).toBe(324);
    expect(await claimAct(db, lease('a', 59))).toBeNull();
    expect((await claimAct(db, lease('a', 60)))?.act.subject).toBe(321);
  });

  it('keeps the acts of other repositories going while one is paused', async () => {
    const other = await aSavedRepo(db, 'core-php');
    await put(0, wanted(321));
    await putDown(db, other.id, { wanted: [wanted(9, { key: 'merge:dappcore/core-php#9' })], now: NOW });
    expect((await claimAct(db, lease('a', 0, [repoId])))?.repo.name).toBe('core-php');
    expect(await claimAct(db, lease('a', 0, [repoId]))).toBeNull();
  });

  it('gives one whose writing was cut off to the next when the lease is over', async () => {
    await put();
    const first = await claimAct(db, lease('a'));
    const held = { id: first?.act.id ?? 0, owner: 'a' };
    expect(await updateAct(db, held, { status: 'sending' })).toBe(true);
    expect((await claimAct(db, lease('b', 180)))?.act).toMatchObject({ status: 'sending', leaseOwner: 'b' });
    expect(await updateAct(db, held, { status: 'done' })).toBe(false);
    expect(await only()).toMatchObject({ status: 'sending', leaseOwner: 'b' });
  });

  it('takes what a proposal put down back before a worker has begun it, for good', async () => {
    await put(0, wanted(321, { detail: { proposal: 'p1' } }), wanted(322, { detail: { proposal: 'p2' } }));
    expect(await hasBegun(db, 'p1')).toBe(false);
    expect(await takeBack(db, 'p1')).toBe(1);
    expect(await takeBack(db, 'p1')).toBe(0);
    expect((await all()).map(({ status }) => status)).toEqual(['refused', 'due']);
    expect((await claimAct(db, lease('a', 3_600)))?.act.subject).toBe(322);
    await put(24 * 3_600, wanted(321, { detail: { proposal: 'p1' } }));
    expect((await all())[0]).toMatchObject({ status: 'refused' });
  });

  it('takes nothing back that a worker has begun, nor what is over', async () => {
    await put(0, wanted(321, { detail: { proposal: 'p1' } }));
    const claimed = await claimAct(db, lease('a'));
    expect(await takeBack(db, 'p1')).toBe(0);
    expect(await hasBegun(db, 'p1')).toBe(true);
    for (const status of ['sending', 'done', 'moot'] as const) {
      await updateAct(db, { id: claimed?.act.id ?? 0, owner: 'a' }, { status });
      expect(await takeBack(db, 'p1')).toBe(0);
      expect(await only()).toMatchObject({ status });
    }
  });

  it('lets one write an epic’s body at a time, and the next when it stops or is silent for too long', async () => {
    for (const number of [118, 127]) await anEpicRow(number);
    const epic = { repoId, number: 118 };
    const at = (seconds: number) => ({ now: after(seconds), until: after(seconds + 120) });
    expect(await becomeWriter(db, epic, at(0))).toBe(true);
    expect(await becomeWriter(db, epic, at(0))).toBe(false);
    expect(await becomeWriter(db, epic, at(119))).toBe(false);
    // Another epic is another body.
    expect(await becomeWriter(db, { repoId, number: 127 }, at(0))).toBe(true);
    expect(await becomeWriter(db, epic, at(120))).toBe(true);
    await stopWriting(db, epic, at(120).until);
    expect(await becomeWriter(db, epic, at(121))).toBe(true);
    expect(await becomeWriter(db, { repoId, number: 1 }, at(0))).toBe(false);
  });

  it('lets no writer be stopped by one that was silent for too long and comes back', async () => {
    await anEpicRow(118);
    const epic = { repoId, number: 118 };
    const at = (seconds: number) => ({ now: after(seconds), until: after(seconds + 120) });
    await becomeWriter(db, epic, at(0));
    expect(await becomeWriter(db, epic, at(120))).toBe(true);
    await stopWriting(db, epic, at(0).until);
    expect(await becomeWriter(db, epic, at(121))).toBe(false);
  });

  async function anEpicRow(number: number): Promise<void> {
    await db.insert(epics).values({ repoId, number, parsedAt: NOW });
  }
});

onPostgres('claimers at once', (open) => {
  it('never get the same act, and leave none', async () => {
    const { db } = await open();
    const { id } = await aSavedRepo(db);
    const numbers = Array.from({ length: 20 }, (_, index) => 300 + index);
    await putDown(db, id, { wanted: numbers.map((number) => wanted(number)), now: NOW });
    const claim = async (owner: string): Promise<number[]> => {
      const mine: number[] = [];
      for (;;) {
        const claimed = await claimAct(db, lease(owner));
        if (!claimed) return mine;
        mine.push(claimed.act.subject);
      }
    };
    const got = await Promise.all(['a', 'b', 'c', 'd'].map(claim));
    expect(got.flat().sort()).toEqual(numbers);
    const rows = await db.select().from(acts);
    expect(rows.every(({ attempts }) => attempts === 1)).toBe(true);
  });

  it('put the same act down once', async () => {
    const { db } = await open();
    const { id } = await aSavedRepo(db);
    await Promise.all(
      Array.from({ length: 8 }, () => putDown(db, id, { wanted: [wanted(321), wanted(322)], now: NOW })),
    );
    expect(await db.select().from(acts)).toHaveLength(2);
  });

  it('become the writer of one epic alone', async () => {
    const { db } = await open();
    const { id: repoId } = await aSavedRepo(db);
    await db.insert(epics).values({ repoId, number: 118, parsedAt: NOW });
    const tries = Array.from({ length: 8 }, () =>
      becomeWriter(db, { repoId, number: 118 }, { now: NOW, until: after(120) }),
    );
    expect((await Promise.all(tries)).filter((got) => got)).toHaveLength(1);
  });
});
