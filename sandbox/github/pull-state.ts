import { conflictingPaths, missingFrom } from './history.js';
import type { CheckRun, PullRequest } from './model.js';
import type { World } from './world.js';

/* What GitHub works out about a pull request, rather than keeps. */

export type Mergeable = 'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN';
export type MergeState = 'UNKNOWN' | 'DIRTY' | 'BLOCKED' | 'BEHIND' | 'UNSTABLE' | 'CLEAN';

/** The state of a commit's checks together, or null where there are none. */
export function rollup(checks: CheckRun[]): 'SUCCESS' | 'FAILURE' | 'PENDING' | null {
  if (checks.length === 0) return null;
  if (checks.some(({ conclusion }) => conclusion === 'FAILURE')) return 'FAILURE';
  return checks.every(({ status }) => status === 'COMPLETED') ? 'SUCCESS' : 'PENDING';
}

/** The commits at both ends of a pull request; a base that is gone has none. */
export function endsOf(pull: PullRequest): { base: string; head: string } {
  const base = pull.repo.branches.get(pull.baseRefName)?.oid ?? '';
  return { base, head: pull.commits.at(-1)?.oid ?? '' };
}

/** Whether its base changed a path that it changes too, since the two parted. */
export function isConflicting(pull: PullRequest): boolean {
  return conflictingPaths(pull.repo, endsOf(pull)).length > 0;
}

/** Whether its base has commits that it lacks. */
export function isBehind(pull: PullRequest): boolean {
  const { base, head } = endsOf(pull);
  return base !== '' && missingFrom(pull.repo, { base: head, head: base }).length > 0;
}

/**
 * What GitHub would say of an open pull request now, without making it think about it: an answer is there
 * when somebody asked for these very ends in an earlier second.
 */
export function mergeable(world: World, pull: PullRequest): Mergeable {
  if (pull.state !== 'OPEN' || !pull.tried) return 'UNKNOWN';
  const { base, head } = endsOf(pull);
  const { tried } = pull;
  if (tried.base !== base || tried.head !== head || tried.at >= world.now()) return 'UNKNOWN';
  return isConflicting(pull) ? 'CONFLICTING' : 'MERGEABLE';
}

/**
 * Asks whether it can be merged. `UNKNOWN` means that the asking has started a computation, also when it was
 * asked for other ends before: every move of the head or the base makes the old answer void.
 */
export function askMergeable(world: World, pull: PullRequest): Mergeable {
  const ends = endsOf(pull);
  const fresh = pull.tried?.base === ends.base && pull.tried.head === ends.head;
  if (pull.state === 'OPEN' && !fresh) pull.tried = { ...ends, at: world.now() };
  return mergeable(world, pull);
}

/** The merge state as GitHub prints it, after having been asked. */
export function askMergeState(world: World, pull: PullRequest): MergeState {
  return askMergeable(world, pull) === 'UNKNOWN' ? 'UNKNOWN' : actualMergeState(pull);
}

/**
 * The merge state in truth, which merging itself goes by. Here a repository's own checks are required and
 * conversations must be resolved; as on GitHub, BLOCKED does not say why.
 */
export function actualMergeState(pull: PullRequest): MergeState {
  if (pull.state !== 'OPEN') return 'UNKNOWN';
  if (isConflicting(pull)) return 'DIRTY';
  if (blockers(pull).length > 0) return 'BLOCKED';
  if (pull.repo.settings.strict && isBehind(pull)) return 'BEHIND';
  return optionalChecksPass(pull) ? 'CLEAN' : 'UNSTABLE';
}

/** Why it must not be merged yet, in the words of GitHub's refusals. */
export function blockers(pull: PullRequest): string[] {
  const checks = pull.commits.at(-1)?.checks ?? [];
  const reasons = pull.isDraft ? ['Pull Request is still a draft'] : [];
  for (const name of pull.repo.ci) {
    const check = checks.find((one) => one.name === name);
    if (check?.conclusion === 'SUCCESS') continue;
    const failed = check?.conclusion === 'FAILURE';
    reasons.push(`Required status check "${name}" is ${failed ? 'failing' : 'expected'}.`);
  }
  if (pull.reviewDecision === 'REVIEW_REQUIRED')
    reasons.push('At least 1 approving review is required by reviewers with write access.');
  if (pull.reviewDecision === 'CHANGES_REQUESTED') reasons.push('Changes have been requested.');
  if (pull.threads.some(({ isResolved }) => !isResolved))
    reasons.push('A conversation must be resolved before this pull request can be merged.');
  return reasons;
}

function optionalChecksPass({ commits, repo }: PullRequest): boolean {
  const optional = (commits.at(-1)?.checks ?? []).filter(({ name }) => !repo.ci.includes(name));
  return optional.every(({ conclusion }) => conclusion === 'SUCCESS');
}

export function openCount(conversations: Iterable<{ state: string }>): number {
  return [...conversations].filter(({ state }) => state === 'OPEN').length;
}
