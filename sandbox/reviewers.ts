import type { Behaviour } from './behaviour.js';
import { completeCheck, headCommit, startChecks } from './github/acts/checks.js';
import { addReview } from './github/acts/reviews.js';
import type { PullRequest } from './github/model.js';
import { Random } from './github/random.js';
import type { World } from './github/world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const REVIEWERS = ['copilot-pull-request-reviewer[bot]', 'coderabbitai[bot]'];

/** Reviews of new pull requests, and the checks of every head commit. */
export function startReviewers(world: World, seed: number, behaviour: Behaviour): void {
  let random = new Random(seed ^ 0x7265_7677);
  world.on((event) => {
    if (event.type === 'reset') random = new Random(event.seed ^ 0x7265_7677);
    if (event.type === 'pull-request-opened') {
      check(world, event.pullRequest, { random, behaviour });
      review(world, event.pullRequest, { random, behaviour });
    }
    if (event.type === 'pushed') check(world, event.pullRequest, { random, behaviour });
  });
}

type Chance = { random: Random; behaviour: Behaviour };

function review(world: World, pull: PullRequest, { random, behaviour }: Chance): void {
  if (pull.isFork || random.next() >= behaviour.reviewed) return;
  const remarks = random.between(1, 3);
  const login = random.pick(REVIEWERS);
  world.later(random.between(2, 6) * MINUTE, () => {
    const author = world.account(login);
    if (pull.state !== 'OPEN' || !author) return;
    const path = pull.files[0]?.path ?? 'README.md';
    const threads = Array.from({ length: remarks }, (_, index) => ({ path, line: 10 + 7 * index }));
    addReview(world, pull, { author, threads });
  });
}

/** Checks begin within a minute and end some minutes later; which of them fails is drawn. */
function check(world: World, pull: PullRequest, { random, behaviour }: Chance): void {
  const head = headCommit(pull);
  const failing = random.next() < behaviour.red && pull.repo.ci.length > 0 ? random.pick(pull.repo.ci) : null;
  world.later(random.between(20, 60) * SECOND, () => startChecks(world, head));
  world.later(random.between(3, 9) * MINUTE, () => {
    for (const { name } of [...head.commit.checks])
      completeCheck(world, head, { name, conclusion: name === failing ? 'FAILURE' : 'SUCCESS' });
  });
}
