import type { Behaviour } from '../behaviour.js';
import { addReview } from '../github/acts/reviews.js';
import type { PullRequest } from '../github/model.js';
import { Random } from '../github/random.js';
import type { World } from '../github/world.js';
import { happens, MINUTE } from './life.js';

const REVIEWERS = ['copilot-pull-request-reviewer[bot]', 'coderabbitai[bot]'];

type Chance = { random: Random; behaviour: Behaviour };

/** Reviews of new pull requests: both reviewers look, and at some one of them has something to say. */
export function startReviewers(world: World, seed: number, behaviour: Behaviour): void {
  let random = new Random(seed ^ 0x7265_7677);
  world.on((event) => {
    if (event.type === 'reset') random = new Random(event.seed ^ 0x7265_7677);
    if (event.type === 'pull-request-opened') review(world, event.pullRequest, { random, behaviour });
  });
}

function review(world: World, pull: PullRequest, chance: Chance): void {
  const { random, behaviour } = chance;
  if (pull.isFork || behaviour.reviewed === 0) return;
  const critic = happens(chance, 'reviewed') ? random.pick(REVIEWERS) : undefined;
  for (const login of REVIEWERS) {
    const threads = login === critic ? remarks(pull, random) : [];
    world.later(random.between(2, 6) * MINUTE, () => {
      const author = world.account(login);
      if (pull.state === 'OPEN' && author) addReview(world, pull, { author, threads });
    });
  }
}

/** One to three remarks on the files of the pull request. */
function remarks({ files }: PullRequest, random: Random): Array<{ path: string; line: number }> {
  const paths = files.length > 0 ? files.map(({ path }) => path) : ['README.md'];
  return Array.from({ length: random.between(1, 3) }, (_, index) => ({
    path: random.pick(paths),
    line: 10 + 7 * index,
  }));
}
