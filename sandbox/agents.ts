import { startChecks } from './agents/checks.js';
import { Jules } from './agents/jules.js';
import { startPeople } from './agents/people.js';
import { startReviewers } from './agents/reviewers.js';
import { type Behaviour, quiet } from './behaviour.js';
import type { SimulatedClock } from './clock.js';
import type { World, WorldEvent } from './github/world.js';

/**
 * Lets Jules, reviewers, CI and people live in the world: a person's `jules` label on an open issue starts a task,
 * which ends in a pull request, and so on. Start them once; a reset of the world begins them afresh with the world's
 * new seed. Each has its own sequence of chances, so that what one does never shifts what another will do.
 */
export function startAgents(options: {
  world: World;
  clock: SimulatedClock;
  seed: number;
  behaviour?: Behaviour;
}): void {
  const { world, clock, seed, behaviour = quiet } = options;
  startChecks(world, seed, behaviour);
  startReviewers(world, seed, behaviour);
  startPeople(world, seed, behaviour);
  let jules = new Jules(world, clock, { seed, behaviour });
  world.on((event) => {
    if (event.type === 'reset') jules = new Jules(world, clock, { seed: event.seed, behaviour });
    tell(jules, event);
  });
}

/** What Jules gets to know. It ignores labels that an app adds, as it ignores pull requests and closed issues. */
function tell(jules: Jules, event: WorldEvent): void {
  if (event.type === 'check' && event.check.conclusion === 'FAILURE') jules.seeRed(event.commit.oid);
  if (event.type === 'commented' && event.subject.kind === 'PullRequest' && !event.session.installation)
    jules.hear(event.subject, event.comment);
  if (event.type !== 'labeled' || event.label.name.toLowerCase() !== 'jules') return;
  const { subject, session } = event;
  if (!session.installation && subject.kind === 'Issue' && subject.state === 'OPEN')
    jules.take(subject, session);
}
