import { expect, it } from 'vitest';
import { sync } from '../../src/flows/sync.js';
import { workOff } from '../../src/flows/work-off.js';
import { Crash, DISPATCH_CALLS, githubThatDies, githubThatSleeps } from '../support/breaking-github.js';
import { aScene, expectDispatchedOnce, type Scene } from '../support/builders/scene.js';
import { forEachDatabase, onOneDatabase, onPostgres } from '../support/for-each-database.js';
import { dispatchOf, posts, requestsAt } from '../support/world-watch.js';

const LEASE_SECONDS = 3 * 60;

/** Approved by a bot that is gone before the time for Undo is over: whoever comes next finds it in the queue. */
async function approvedAndLeft(scene: Scene): Promise<void> {
  await scene.approved(119);
  scene.bot.die();
  await scene.seconds(31);
  expect(dispatchOf(scene.world.github.world, 119)).toEqual({ labels: 0, comments: 0 });
}

const moments = DISPATCH_CALLS.flatMap((call, at) => {
  const name = at === 4 ? 'the look after the label' : call;
  return (['before', 'after'] as const).map((moment) => [`${moment} ${name}`, at, moment] as const);
});

onOneDatabase('a worker that is killed', (open) => {
  it.each(moments)('%s leaves a dispatch that the next one finishes once', async (_, at, moment) => {
    const scene = await aScene(open);
    await approvedAndLeft(scene);
    const victim = await scene.another({ github: githubThatDies(at, moment) });
    await workOff(victim.context);
    victim.die();
    // The last look is only for the label's event: its loss is no failure.
    expect(victim.failures).toEqual(at < 4 ? [expect.any(Crash)] : []);
    const { used, reserved } = await scene.pool();
    expect(used + reserved).toBe(1);

    const heir = await scene.another();
    await workOff(heir.context);
    const before = dispatchOf(scene.world.github.world, 119);
    expect(before.labels + before.comments).toBeLessThanOrEqual(2);
    await scene.seconds(LEASE_SECONDS);
    await workOff(heir.context);
    await expectDispatchedOnce(scene, 119);
    expect(heir.failures).toEqual([]);
  });

  it('keeps its lease until it ends: nobody takes the action over sooner', async () => {
    const scene = await aScene(open);
    await approvedAndLeft(scene);
    const victim = await scene.another({ github: githubThatDies(2, 'before') });
    await workOff(victim.context);
    victim.die();
    expect(victim.failures).toEqual([expect.any(Crash)]);
    const heir = await scene.another();
    await scene.seconds(LEASE_SECONDS - 10);
    await workOff(heir.context);
    expect(dispatchOf(scene.world.github.world, 119)).toEqual({ labels: 0, comments: 0 });
    await scene.seconds(10);
    await workOff(heir.context);
    await expectDispatchedOnce(scene, 119);
  });
});

forEachDatabase('a worker that slept past its lease', (open) => {
  it.each(['lookAtDispatch', 'mayWrite'] as const)(
    'in %s writes nothing when it wakes up',
    async (sleeping) => {
      const scene = await aScene(open);
      const seen = requestsAt(scene.world.github.world);
      await approvedAndLeft(scene);
      const { github, asleep, wake } = githubThatSleeps(sleeping);
      const sleeper = await scene.another({ github });
      const slept = workOff(sleeper.context);
      await asleep;
      await scene.seconds(LEASE_SECONDS);
      const heir = await scene.another();
      await workOff(heir.context);
      wake();
      await slept;
      expect([posts(seen, '/119/comments'), posts(seen, '/119/labels')]).toEqual([1, 1]);
      await expectDispatchedOnce(scene, 119);
    },
  );
});

/** PGlite has one session, so two workers there never meet. */
onPostgres('several workers at once', (open) => {
  it('dispatch every approved child once between them', async () => {
    const scene = await aScene(open);
    const seen = requestsAt(scene.world.github.world);
    const numbers = [119, 128, 307, 137, 138, 107];
    for (const number of [119, 128, 307, 133, 107]) await scene.approved(number);
    scene.bot.die();
    await scene.seconds(60);
    const workers = await Promise.all([1, 2, 3, 4].map(() => scene.another()));
    await Promise.all(workers.map(({ context }) => workOff(context)));
    for (const number of numbers) {
      expect(dispatchOf(scene.world.github.world, number)).toEqual({ labels: 1, comments: 1 });
      expect(posts(seen, `/${number}/labels`)).toBe(1);
    }
    await Promise.all(workers.map(({ context }) => sync(context)));
    expect(await scene.pool()).toEqual({ used: 6, reserved: 0, left: 594 });
  });
});
