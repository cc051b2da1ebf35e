import { beforeEach, expect, it } from 'vitest';
import { actions, proposals } from '../../db/schema.js';
import { approve } from '../../src/flows/decide.js';
import { proposeAll, proposeFor } from '../../src/flows/propose.js';
import { sync } from '../../src/flows/sync.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { aMember } from '../support/builders/team.js';
import { forEachDatabase } from '../support/for-each-database.js';

forEachDatabase('a proposal', (open) => {
  let scene: Scene;
  const all = () => proposeAll(scene.bot.context);
  const ask = (number: number | null) => proposeFor(scene.bot.context, { repo: 'core', number });
  const children = async (ids: readonly string[], where = scene) => {
    const rows = await where.db.select().from(proposals);
    return ids.map((id) => rows.find((row) => row.id === id)?.shown.children.map(({ number }) => number));
  };

  beforeEach(async () => {
    scene = await aScene(open);
  });

  it('offers the first child of a blocking phase alone, those of an open phase together, each feature by itself', async () => {
    const { blockers, nextPhases, features, deferred } = await all();
    expect(await children(blockers)).toEqual([[119], [128], [307]]);
    expect(await children(nextPhases)).toEqual(expect.arrayContaining([[107], [137, 138]]));
    expect(await children(features)).toEqual(expect.arrayContaining([[136], [314]]));
    expect(deferred).toEqual([]);
  });

  it('spends nothing and reserves nothing', async () => {
    await all();
    expect(await scene.pool()).toEqual({ used: 0, reserved: 0, left: 600 });
  });

  it('is the same one when nothing has changed, however often it is asked for', async () => {
    const first = await all();
    await scene.seconds(60);
    expect(await all()).toEqual(first);
    expect((await ask(118)).ids).toEqual([first.blockers[0]]);
  });

  it('shows exactly what is approved: children, price, branch and commit', async () => {
    const { ids } = await ask(133);
    const [row] = await scene.db.select().from(proposals);
    expect(ids).toContain(row?.id);
    expect(row?.shown).toMatchObject({
      repo: 'dappcore/core',
      agent: 'jules',
      cost: 2,
      epic: {
        number: 133,
        branch: 'epic/133-help-system',
        branchSha: scene.people.repo().branches.get('epic/133-help-system')?.oid,
      },
      needsCodeOwner: false,
    });
  });

  it('leaves out what is under way, and starts phase 2 only when phase 1 is closed', async () => {
    await scene.approved(119);
    expect((await children((await all()).blockers)).flat()).not.toContain(119);
    await expect(ask(120)).rejects.toThrow('Nothing of core #120 is ready');
    await scene.seconds(60);
    scene.people.close(119);
    await sync(scene.bot.context);
    const { nextPhases, features } = await all();
    expect(await children(nextPhases)).toContainEqual([120, 122, 123, 124]);
    expect(await children(features)).toContainEqual([121]);
  });

  it('does not start phase 2 while one child of phase 1 is open', async () => {
    scene.people.edit(134);
    Object.assign(scene.people.issue(134), { state: 'OPEN', closedAt: null });
    await sync(scene.bot.context);
    expect((await children((await all()).nextPhases)).flat()).not.toContain(137);
  });

  it('of a child alone costs one task', async () => {
    const { ids } = await ask(138);
    expect(await children(ids)).toEqual([[138]]);
  });

  it('of an issue outside every epic goes without a branch', async () => {
    const { ids } = await ask(112);
    expect(await children(ids)).toEqual([[112]]);
    expect((await scene.db.select().from(proposals))[0]?.shown.epic).toBeNull();
  });

  it('of a feature outside every epic needs the code owner', async () => {
    scene.people.rename(112, 'feat(doctor): x');
    await sync(scene.bot.context);
    await ask(112);
    expect((await scene.db.select().from(proposals))[0]?.shown.needsCodeOwner).toBe(true);
  });

  it.each([9_999, 102, 105])(
    'of #%i, which is unknown, closed or under way, is refused in words',
    async (number) => {
      await expect(ask(number)).rejects.toThrow(/core/);
      expect(
        await scene.db
          .select()
          .from(actions)
          .then((rows) => rows.filter(({ status }) => status === 'proposed')),
      ).toEqual([]);
    },
  );

  it('never goes over the pool, and says what was left out', async () => {
    const team = [
      aMember('Snider', { account: { quota: 2 } }),
      aMember('bodane', { codeOwner: true, account: { quota: 0 } }),
    ];
    const poor = await aScene(open, team);
    const { blockers, nextPhases, features, deferred } = await proposeAll(poor.bot.context);
    const ids = [...blockers, ...nextPhases, ...features];
    expect((await children(ids, poor)).flat()).toHaveLength(2);
    expect(deferred[0]?.why).toBe('the pool is used up');
    for (const id of ids) expect(await approve(poor.bot.context, aClick(id, 'bodane'))).toBeNull();
    expect(await poor.pool()).toEqual({ used: 0, reserved: 2, left: 0 });
  });
});
