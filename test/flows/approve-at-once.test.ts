import { expect, it } from 'vitest';
import { approve, skip, undo } from '../../src/flows/decide.js';
import { sync } from '../../src/flows/sync.js';
import { workOff } from '../../src/flows/work-off.js';
import { aClick } from '../support/builders/context.js';
import { aScene } from '../support/builders/scene.js';
import { aTeam } from '../support/builders/team.js';
import { onPostgres } from '../support/for-each-database.js';
import { dispatchOf } from '../support/world-watch.js';

/** PGlite has one session: transactions there never meet. */
onPostgres('clicks at the same moment', (open) => {
  it('spend once, though ten of them meet', async () => {
    const scene = await aScene(open);
    const id = await scene.propose(133);
    const others = await Promise.all([1, 2, 3].map(() => scene.another()));
    const bots = [scene.bot, ...others];
    const clicks = Array.from({ length: 10 }, (_, n) =>
      approve((bots[n % bots.length] ?? scene.bot).context, aClick(id, n % 2 ? 'Snider' : 'bodane')),
    );
    const told = await Promise.all(clicks);
    expect(told.filter((one) => one === null)).toHaveLength(1);
    expect(told.filter((one) => one?.startsWith('This was already approved by'))).toHaveLength(9);
    expect(await scene.pool()).toEqual({ used: 0, reserved: 2, left: 598 });
    await scene.seconds(60);
    for (const number of [137, 138])
      expect(dispatchOf(scene.world.github.world, number)).toEqual({ labels: 1, comments: 1 });
    await sync(scene.bot.context);
    expect(await scene.pool()).toEqual({ used: 2, reserved: 0, left: 598 });
  });

  it.each([1, 2, 3])('of two approvals that meet over the last task, refuse one (round %i)', async () => {
    const scene = await aScene(open, aTeam({ quota: 1 }));
    const ids = await Promise.all([119, 128].map((number) => scene.propose(number)));
    const told = await Promise.all(ids.map((id) => approve(scene.bot.context, aClick(id))));
    expect(told.filter((one) => one === null)).toHaveLength(1);
    expect(told.find((one) => one !== null)).toContain('does not hold so many any more');
    await scene.seconds(60);
    const labels = [119, 128].map((number) => dispatchOf(scene.world.github.world, number).labels);
    expect(labels.sort()).toEqual([0, 1]);
    const refused = ids[told.findIndex((one) => one !== null)] ?? '';
    expect((await scene.status(refused)).status).toBe('open');
  });

  it('of approvals that meet over the last place at once, refuse all but one', async () => {
    const scene = await aScene(open, aTeam({ concurrency: 5 }));
    // Four of the seed's children are in flight and paid for by Snider.
    const ids = await Promise.all([119, 128, 307].map((number) => scene.propose(number)));
    const told = await Promise.all(ids.map((id) => approve(scene.bot.context, aClick(id))));
    expect(told.filter((one) => one === null)).toHaveLength(1);
    expect(told.filter((one) => one?.includes('may run 5 tasks at once'))).toHaveLength(2);
  });

  it('have Approve and Skip end in one of the two', async () => {
    const scene = await aScene(open);
    const id = await scene.propose(119);
    await Promise.all([
      approve(scene.bot.context, aClick(id)),
      skip(scene.bot.context, aClick(id, 'bodane')),
    ]);
    const { status } = await scene.status(id);
    await scene.seconds(60);
    const { labels } = dispatchOf(scene.world.github.world, 119);
    expect([status, labels]).toEqual(status === 'approved' ? ['approved', 1] : ['skipped', 0]);
  });

  it('have Undo and the sending end in one of the two', async () => {
    const scene = await aScene(open);
    const id = await scene.approved(119);
    scene.bot.die();
    await scene.seconds(31);
    const worker = await scene.another();
    const [told] = await Promise.all([undo(scene.bot.context, aClick(id)), workOff(worker.context)]);
    await workOff(worker.context);
    const { labels } = dispatchOf(scene.world.github.world, 119);
    const { used, reserved } = await scene.pool();
    expect([labels, used, reserved]).toEqual(told === null ? [0, 0, 0] : [1, 1, 0]);
  });
});
