import type { Behaviour } from '../behaviour.js';
import { completeCheck, headCommit, startChecks as startAll } from '../github/acts/checks.js';
import type { PullRequest } from '../github/model.js';
import { Random } from '../github/random.js';
import type { World } from '../github/world.js';
import { happens, MINUTE, SECOND } from './life.js';

/** CI: lets the checks of every new head commit run, in repositories that have any. */
export function startChecks(world: World, seed: number, behaviour: Behaviour): void {
  let random = new Random(seed ^ 0x6369_6369);
  world.on((event) => {
    if (event.type === 'reset') random = new Random(event.seed ^ 0x6369_6369);
    if (event.type === 'pull-request-opened' || event.type === 'pushed')
      run(world, event.pullRequest, { random, behaviour });
  });
}

/** Checks begin within a minute and end some minutes later; which of them fails is drawn. */
function run(world: World, pull: PullRequest, chance: { random: Random; behaviour: Behaviour }): void {
  const { random } = chance;
  const head = headCommit(pull);
  if (!head.commit.checks.some(({ status }) => status === 'QUEUED')) return;
  const failing = happens(chance, 'red') ? random.pick(head.commit.checks).name : null;
  world.later(random.between(20, 60) * SECOND, () => startAll(world, head));
  world.later(random.between(3, 9) * MINUTE, () => {
    // Somebody may have ended some of them by hand.
    for (const { name, status } of [...head.commit.checks])
      if (status !== 'COMPLETED')
        completeCheck(world, head, { name, conclusion: name === failing ? 'FAILURE' : 'SUCCESS' });
  });
}
