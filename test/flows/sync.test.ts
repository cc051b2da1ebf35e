import { getTableName, sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Database, Db } from '../../db/client.js';
import { epicChildren, epics, issues, pullRequests, repos } from '../../db/schema.js';
import { EPICS } from '../../sandbox/github/seed/core.js';
import { INVENTORY } from '../../sandbox/github/seed/inventory.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import { budget } from '../../src/flows/budget.js';
import { inventory, status } from '../../src/flows/status.js';
import { sync, syncWhenDue } from '../../src/flows/sync.js';
import { syncState } from '../../src/store/settings.js';
import { rowsOf } from '../../src/store/snapshot.js';
import { saveTeam } from '../../src/store/team.js';
import { anInstance, aWorldForOneTest, type Instance } from '../support/builders/context.js';
import { aTeam } from '../support/builders/team.js';
import { peopleOf } from '../support/builders/world.js';
import { forEachDatabase } from '../support/for-each-database.js';
import { requestsAt } from '../support/world-watch.js';

const MINUTE = 60_000;

/** Everything the snapshot holds, but when it was taken. */
async function snapshot(db: Db): Promise<Record<string, unknown[]>> {
  const held: Record<string, unknown[]> = {};
  for (const table of [repos, issues, pullRequests, epics, epicChildren]) {
    const rows = rowsOf<Record<string, unknown>>(
      await db.execute(sql`select * from ${table} order by 1, 2, 3`),
    );
    // When something was read moves with every read.
    held[getTableName(table)] = rows.map(({ synced_at: _, mergeable_at: __, ...row }) => row);
  }
  return held;
}

forEachDatabase('reading GitHub into the snapshot', (open) => {
  let database: Database;
  let world: SandboxWorld;
  let bot: Instance;
  let people: ReturnType<typeof peopleOf>;

  beforeEach(async () => {
    database = await open();
    await saveTeam(database.db, aTeam());
    world = await aWorldForOneTest();
    people = peopleOf(world.github.world);
    bot = await anInstance(world, database.db);
    await sync(bot.context);
  });

  it('counts in all sixteen repositories what the inventory counts', async () => {
    const { rows } = await inventory(bot.context);
    const read = rows.map(({ name, open, audits, defaultBranch }) => ({ name, open, audits, defaultBranch }));
    const seed = INVENTORY.map(({ name, open, audits, defaultBranch }) => ({
      name,
      open,
      audits,
      defaultBranch,
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(read.sort(byName)).toEqual(seed.sort(byName));
    expect(rows.find(({ name }) => name === 'core')?.epics).toEqual(EPICS.map(({ number }) => number));
  });

  it('finds every epic’s children in their phases, and its branch', async () => {
    const found = await database.db
      .select()
      .from(epicChildren)
      .orderBy(epicChildren.epicNumber, epicChildren.position);
    const seeded = EPICS.flatMap(({ number, phases }) =>
      phases.flatMap(({ children }, index) =>
        children.map((child) => [number, child.number, index + 1, child.state === 'done']),
      ),
    );
    expect(found.map((child) => [child.epicNumber, child.childNumber, child.phase, child.checked])).toEqual(
      seeded,
    );
    const branches = await database.db.select().from(epics).orderBy(epics.number);
    expect(branches.map(({ branch }) => branch)).toEqual(EPICS.map(({ branch }) => branch));
    expect(branches.map(({ branchSha }) => branchSha)).toEqual(
      EPICS.map(({ branch }) => people.repo().branches.get(branch)?.oid),
    );
  });

  it('keeps no text of anybody’s but titles', async () => {
    const all = JSON.stringify(await snapshot(database.db));
    expect(all).toContain('Run the MCP server as a daemon');
    for (const text of ['The MCP server', 'Parent: #118', 'approved, merge everything', 'Fixes #105'])
      expect(all).not.toContain(text);
  });

  it('changes nothing when nothing happened on GitHub', async () => {
    const before = await snapshot(database.db);
    await world.clock.advanceBy(10 * MINUTE);
    await sync(bot.context);
    expect(await snapshot(database.db)).toEqual(before);
    expect((await budget(bot.context)).used).toBe(0);
  });

  it('takes in what changed: an edited epic, a closed child, a renamed repository, a branch that is gone', async () => {
    await world.clock.advanceBy(MINUTE);
    people.edit(118, { body: '### Phase 1: Only (blocking)\n- [x] #119 - x\n- [ ] #120 - y\n' });
    people.close(128);
    Object.assign(people.repo('build'), { name: 'build-all', nameWithOwner: 'dappcore/build-all' });
    people.repo().branches.delete('epic/127-unify-log');
    await sync(bot.context);
    const children = await database.db.select().from(epicChildren);
    expect(
      children
        .filter(({ epicNumber }) => epicNumber === 118)
        .map((child) => [child.childNumber, child.checked]),
    ).toEqual([
      [119, true],
      [120, false],
    ]);
    const {
      repos: [core],
    } = await status(bot.context, { repo: 'core', epic: null });
    expect(core?.epicStatus.find(({ number }) => number === 127)).toMatchObject({ done: 1 });
    expect((await database.db.select().from(epics)).find(({ number }) => number === 127)?.branch).toBeNull();
    const names = (await database.db.select().from(repos)).map(({ name }) => name);
    expect(names).toContain('build-all');
    expect(names).toHaveLength(INVENTORY.length);
  });

  it('books a label that a person added as one task of theirs, however often it is read', async () => {
    await world.clock.advanceBy(MINUTE);
    people.label(107, 'bodane');
    await sync(bot.context);
    await sync(bot.context);
    await world.clock.advanceBy(10 * MINUTE);
    await sync(bot.context);
    const { members } = await budget(bot.context);
    expect(members.map(({ member, used }) => [member, used])).toEqual([
      ['Snider', 0],
      ['bodane', 1],
    ]);
  });

  it('books what a stranger started against the account of the repository', async () => {
    people.repo().collaborators.set('passer-by', 'write');
    await world.clock.advanceBy(MINUTE);
    people.label(107, 'passer-by');
    await sync(bot.context);
    expect((await budget(bot.context)).members.map(({ used }) => used)).toEqual([1, 0]);
  });

  it('books a label that was taken off and added again as two tasks', async () => {
    await world.clock.advanceBy(MINUTE);
    people.label(107, 'Snider');
    people.unlabel(107, 'Snider');
    people.label(107, 'Snider');
    await sync(bot.context);
    expect((await budget(bot.context)).used).toBe(2);
  });

  it('keeps the old picture while GitHub is down, says why, and goes on by itself', async () => {
    const before = await snapshot(database.db);
    const { lastAt } = await syncState(database.db);
    world.fault({ kind: 'status', status: 503, times: -1 });
    await world.clock.advanceBy(5 * MINUTE);
    people.close(119);
    await syncWhenDue(bot.context);
    expect(await snapshot(database.db)).toEqual(before);
    expect(await syncState(database.db)).toMatchObject({ lastAt, trouble: 'GitHub answered 503.' });
    expect((await status(bot.context, { repo: 'core', epic: null })).trouble).toBe('GitHub answered 503.');
    world.fault({ clear: true });
    await syncWhenDue(bot.context);
    expect((await syncState(database.db)).trouble).toBeNull();
    expect(
      (await database.db.select().from(issues)).find(({ number, open }) => number === 119 && open),
    ).toBeUndefined();
  });

  it('leaves GitHub alone for as long as it was asked to', async () => {
    await world.clock.advanceBy(5 * MINUTE);
    world.fault({ kind: 'secondary-limit', retryAfter: 600 });
    await syncWhenDue(bot.context);
    const seen = requestsAt(world.github.world);
    await world.clock.advanceBy(9 * MINUTE);
    await syncWhenDue(bot.context);
    expect(seen).toEqual([]);
    await world.clock.advanceBy(MINUTE);
    await syncWhenDue(bot.context);
    expect(seen.length).toBeGreaterThan(0);
  });

  it('reads no sooner than two minutes after the last time, unless that failed', async () => {
    const seen = requestsAt(world.github.world);
    await world.clock.advanceBy(MINUTE);
    await syncWhenDue(bot.context);
    expect(seen).toEqual([]);
    await world.clock.advanceBy(MINUTE);
    await syncWhenDue(bot.context);
    expect(seen.length).toBeGreaterThan(0);
  });

  it('asks in a few requests what changed, also where one repository has never had an issue', async () => {
    people.repo('build').issues.clear();
    const other = await open();
    await saveTeam(other.db, aTeam());
    const fresh = await anInstance(world, other.db);
    await sync(fresh.context);
    await world.clock.advanceBy(MINUTE);
    const seen = requestsAt(world.github.world);
    await sync(fresh.context);
    expect(seen.length).toBeLessThanOrEqual(9);
  });
});
