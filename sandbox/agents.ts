import { startChecks } from './agents/checks.js';
import { LabelAgent } from './agents/label-agent.js';
import { startPeople } from './agents/people.js';
import { CLAUDE, JULES } from './agents/profiles.js';
import { startReviewers } from './agents/reviewers.js';
import { type Behaviour, quiet } from './behaviour.js';
import type { SimulatedClock } from './clock.js';
import type { World, WorldEvent } from './github/world.js';

/**
 * Lets Jules, reviewers, CI and people live in the world: a person's `jules` label on an open issue starts a task,
 * which ends in a pull request, and so on. Claude lives there too where a behaviour is given for it. Start them once; a
 * reset of the world begins them afresh with the world's new seed. Each has its own sequence of chances, so that what
 * one does never shifts what another will do.
 */
export function startAgents(options: {
  world: World;
  clock: SimulatedClock;
  seed: number;
  behaviour?: Behaviour;
  claude?: Behaviour | undefined;
}): void {
  const { world, clock, seed, behaviour = quiet, claude } = options;
  startChecks(world, seed, behaviour);
  startReviewers(world, seed, behaviour);
  startPeople(world, seed, behaviour);
  const begin = (from: number) => [
    new LabelAgent(world, clock, { profile: JULES, seed: from, behaviour }),
    ...(claude ? [new LabelAgent(world, clock, { profile: CLAUDE, seed: from, behaviour: claude })] : []),
  ];
  let agents = begin(seed);
  world.on((event) => {
    if (event.type === 'reset') agents = begin(event.seed);
    for (const agent of agents) tell(agent, event);
  });
}

/** What an agent gets to know. It ignores labels that an app adds, as it ignores pull requests and closed issues. */
function tell(agent: LabelAgent, event: WorldEvent): void {
  if (event.type === 'check' && event.check.conclusion === 'FAILURE') agent.seeRed(event.commit.oid);
  if (event.type === 'commented' && event.subject.kind === 'PullRequest' && !event.session.installation)
    agent.hear(event.subject, event.comment);
  if (event.type !== 'labeled' || event.label.name.toLowerCase() !== agent.label) return;
  const { subject, session } = event;
  if (!session.installation && subject.kind === 'Issue' && subject.state === 'OPEN')
    agent.take(subject, session);
}
