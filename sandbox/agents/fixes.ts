import { addReaction } from '../github/acts/comments.js';
import { pushCommit } from '../github/acts/pushes.js';
import { addReview } from '../github/acts/reviews.js';
import type { ChangedFile, Comment, PullRequest } from '../github/model.js';
import { mayWrite } from '../github/world.js';
import { type Agent, happens, MINUTE, SECOND } from './life.js';

const REVIEWS = 'Can you fix the code reviews?';
const CONFLICT = 'Can you fix the merge conflict?';

/**
 * How the agent answers a comment on one of its pull requests: 👀 within seconds, a commit within minutes. It listens
 * to people who may write, and to nothing but the two sentences it knows.
 */
export function answerComment(agent: Agent, pull: PullRequest, comment: Comment): void {
  const { world, random, account } = agent;
  if (!mayWrite(pull.repo, comment.author) || ![REVIEWS, CONFLICT].includes(comment.body)) return;
  if (happens(agent, 'deaf')) return;
  const hollow = happens(agent, 'hollow');
  const noticed = random.between(5, 20) * SECOND;
  if (agent.profile.eyes)
    world.later(noticed, () => addReaction(world, comment, { content: 'EYES', user: account }));
  const minutes = comment.body === CONFLICT ? random.between(3, 5) : random.between(5, 15);
  world.later(minutes * MINUTE, () => {
    if (pull.state !== 'OPEN') return;
    if (comment.body === CONFLICT) pushCommit(world, pull, { by: account, mergedBase: !hollow });
    else fixReviews(agent, pull, hollow);
  });
}

/** A fix that fixes nothing is found out by the reviewer some minutes later. */
function fixReviews(agent: Agent, pull: PullRequest, hollow: boolean): void {
  const { world, random, account } = agent;
  pushCommit(world, pull, { by: account, files: remarkedFiles(pull) });
  const author = pull.threads.at(-1)?.comments[0]?.author;
  if (!hollow || !author) return;
  world.later(random.between(2, 6) * MINUTE, () => {
    const path = pull.files[0]?.path ?? 'README.md';
    if (pull.state === 'OPEN') addReview(world, pull, { author, threads: [{ path, line: 3 }] });
  });
}

/** The files of the open threads, whether or not the pull request has changed them before. */
function remarkedFiles(pull: PullRequest): ChangedFile[] {
  const open = pull.threads.filter(({ isResolved }) => !isResolved).map(({ path }) => path);
  return [...new Set(open)].map(
    (path) => pull.files.find((file) => file.path === path) ?? { path, additions: 1, deletions: 1 },
  );
}

/** After red checks the agent pushes again by itself; whether that is green is drawn anew. */
export function answerRedChecks(agent: Agent, pull: PullRequest, oid: string): void {
  const { world, random, account } = agent;
  world.later(random.between(5, 15) * MINUTE, () => {
    if (pull.state === 'OPEN' && pull.commits.at(-1)?.oid === oid) pushCommit(world, pull, { by: account });
  });
}
