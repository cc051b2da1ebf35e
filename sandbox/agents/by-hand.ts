import { closeIssue } from '../github/acts/issues.js';
import { mergePullRequest } from '../github/acts/merge.js';
import { openPullRequest } from '../github/acts/pull-requests.js';
import { ActRefused } from '../github/acts/refused.js';
import type { Account, Issue, PullRequest } from '../github/model.js';
import { changedFiles } from '../github/seed/bodies.js';
import { freeName } from './hand-in.js';
import { HOUR, MINUTE } from './life.js';
import { childrenOf, epicBranch, type Hands, openEpics, some, stranger, teammate } from './town.js';

/* Children that are done without the agent. */

interface Errand {
  child: Issue;
  epic: Issue;
}

/** How often a person tries to merge before she gives it up. */
const MOST_TRIES = 8;

/** Somebody is given a child, works on it for some hours, and merges her own pull request by hand. */
export function takeOver(hands: Hands): void {
  const { world, random } = hands;
  const errand = some(random, openErrands(hands));
  if (!errand) return;
  const by = teammate(world, errand.child.repo);
  if (!errand.child.assignees.includes(by)) errand.child.assignees.push(by);
  world.later(random.between(60, 240) * MINUTE, () => {
    if (errand.child.state !== 'OPEN') return;
    const pull = open(hands, errand, { author: by, base: epicBranch(errand.epic), isFork: false });
    world.later(HOUR, () => mergeByHand(hands, { pull, child: errand.child, by, tries: MOST_TRIES }));
  });
}

/** A stranger says that a fork of hers fixes a child, be it true or not. */
export function offerFromFork(hands: Hands): void {
  const { world, random } = hands;
  const errand = some(random, openErrands(hands));
  if (!errand) return;
  const base = random.next() < 0.5 ? errand.child.repo.defaultBranch : epicBranch(errand.epic);
  open(hands, errand, { author: stranger(world), base, isFork: true });
}

/** Features too: a person may do what an agent may not. */
function openErrands({ world }: Hands): Errand[] {
  return openEpics(world).flatMap((epic) =>
    childrenOf(epic)
      .filter(({ state }) => state === 'OPEN')
      .map((child) => ({ child, epic })),
  );
}

function open(
  { world, random }: Hands,
  { child }: Errand,
  { author, base, isFork }: { author: Account; base: string; isFork: boolean },
): PullRequest {
  const { repo, number, title } = child;
  const head = isFork ? 'patch-1' : freeName(`fix/${number}`, (name) => repo.branches.has(name));
  const files = changedFiles(title, repo.language, random);
  const about = { title, body: `Fixes #${number}`, author, base, head, isFork, files, refersTo: [child] };
  return openPullRequest(world, repo, { ...about, oid: random.hex(40) });
}

/** Tries again every hour for some time; what is merged closes its child, whatever the base. */
function mergeByHand(
  hands: Hands,
  about: { pull: PullRequest; child: Issue; by: Account; tries: number },
): void {
  const { world } = hands;
  const { pull, child, by, tries } = about;
  if (pull.state !== 'OPEN') return;
  try {
    mergePullRequest(world, pull, { by, method: 'SQUASH' });
    closeIssue(world, child, { by });
  } catch (error) {
    if (!(error instanceof ActRefused)) throw error;
    if (tries > 1) world.later(HOUR, () => mergeByHand(hands, { ...about, tries: tries - 1 }));
  }
}
