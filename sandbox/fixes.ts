import type { Behaviour } from './behaviour.js';
import { addReaction } from './github/acts/comments.js';
import { type Push, pushCommit } from './github/acts/pushes.js';
import { addReview } from './github/acts/reviews.js';
import type { Account, Comment, PullRequest } from './github/model.js';
import type { Random } from './github/random.js';
import { mayWrite, type World } from './github/world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const REVIEWS = 'Can you fix the code reviews?';
const CONFLICT = 'Can you fix the merge conflict?';

interface Agent {
  world: World;
  random: Random;
  behaviour: Behaviour;
  account: Account;
}

/**
 * How the agent answers a comment on one of its pull requests: 👀 within seconds, a commit within minutes. It listens
 * to people who may write, and to nothing but the two sentences it knows.
 */
export function answerComment(agent: Agent, pull: PullRequest, comment: Comment): void {
  const { world, random, behaviour, account } = agent;
  if (!mayWrite(pull.repo, comment.author) || ![REVIEWS, CONFLICT].includes(comment.body)) return;
  if (random.next() < behaviour.deaf) return;
  const hollow = random.next() < behaviour.hollow;
  world.later(random.between(5, 20) * SECOND, () =>
    addReaction(world, comment, { content: 'EYES', user: account }),
  );
  const minutes = comment.body === CONFLICT ? random.between(3, 5) : random.between(5, 15);
  world.later(minutes * MINUTE, () => {
    if (pull.state !== 'OPEN') return;
    if (comment.body === CONFLICT) push(agent, pull, { mergedBase: !hollow });
    else fixReviews(agent, pull, hollow);
  });
}

/** A fix that fixes nothing is found out by the reviewer some minutes later. */
function fixReviews(agent: Agent, pull: PullRequest, hollow: boolean): void {
  const { world, random } = agent;
  const paths = pull.threads.filter(({ isResolved }) => !isResolved).map(({ path }) => path);
  push(agent, pull, { files: pull.files.filter(({ path }) => paths.includes(path)) });
  const author = pull.threads.at(-1)?.comments[0]?.author;
  if (!hollow || !author) return;
  world.later(random.between(2, 6) * MINUTE, () => {
    const path = pull.files[0]?.path ?? 'README.md';
    if (pull.state === 'OPEN') addReview(world, pull, { author, threads: [{ path, line: 3 }] });
  });
}

/** After red checks the agent pushes again by itself; whether that is green is drawn anew. */
export function answerRedChecks(agent: Agent, pull: PullRequest, oid: string): void {
  agent.world.later(agent.random.between(5, 15) * MINUTE, () => {
    if (pull.state === 'OPEN' && pull.commits.at(-1)?.oid === oid) push(agent, pull, {});
  });
}

function push({ world, account }: Agent, pull: PullRequest, about: Omit<Push, 'by'>): void {
  pushCommit(world, pull, { by: account, ...about });
}
