import type { Issue } from '../model.js';
import type { World } from '../world.js';
import { ActRefused } from './refused.js';

/* The native links between issues. They leave no mark on `updatedAt`: whoever reads changes alone does not hear of them. */

/** GitHub's own limits [docs, “Adding sub-issues”, “Creating issue dependencies”]. Closed sub-issues count. */
export const MOST_SUB_ISSUES = 100;
const DEEPEST = 8;
const MOST_DEPENDENCIES = 50;

const FAILED = 'An error occurred while adding the sub-issue to the parent issue.';

/** Ties both ends, and asks nothing. */
export function link(parent: Issue, child: Issue): void {
  child.parent = parent;
  parent.subIssues.push(child);
}

/** Makes one issue the last sub-issue of another. A parent that it has is given up only when told. */
export function addSubIssue(
  parent: Issue,
  { child, replaceParent = false }: { child: Issue; replaceParent?: boolean },
): void {
  const why = refusal(parent, { child, replaceParent });
  if (why) throw new ActRefused('invalid', `${FAILED} ${why}`);
  if (child.parent) unlink(child.parent, child);
  link(parent, child);
}

/** Refused when it is not one of them. */
export function removeSubIssue(parent: Issue, child: Issue): void {
  if (child.parent !== parent) throw new ActRefused('missing', 'The provided sub-issue does not exist');
  unlink(parent, child);
}

/** Puts a sub-issue right after or before another one of the same parent. */
export function reorderSubIssue(
  parent: Issue,
  { child, beside, after }: { child: Issue; beside: Issue; after: boolean },
): void {
  if (child.parent !== parent || beside.parent !== parent || child === beside)
    throw new ActRefused('invalid', 'The sub-issues must belong to the same parent issue');
  const others = parent.subIssues.filter((other) => other !== child);
  others.splice(others.indexOf(beside) + (after ? 1 : 0), 0, child);
  parent.subIssues = others;
}

export function addBlockedBy(issue: Issue, by: Issue): void {
  if (issue === by) throw new ActRefused('invalid', 'An issue cannot be blocked by itself');
  if (issue.blockedBy.includes(by)) throw new ActRefused('invalid', 'Issue is already blocked by this issue');
  if (reaches(by, issue)) throw new ActRefused('invalid', 'This dependency would make a circle');
  if (issue.blockedBy.length >= MOST_DEPENDENCIES)
    throw new ActRefused('invalid', `An issue cannot be blocked by more than ${MOST_DEPENDENCIES} issues`);
  issue.blockedBy.push(by);
}

export function removeBlockedBy(issue: Issue, by: Issue): void {
  if (!issue.blockedBy.includes(by)) throw new ActRefused('missing', 'Not Found');
  issue.blockedBy = issue.blockedBy.filter((other) => other !== by);
}

/** The issue with this database id, in whatever repository: REST's links take ids, not numbers. */
export function issueById(world: World, id: unknown): Issue | undefined {
  for (const repo of world.repos.values())
    for (const issue of repo.issues.values()) if (issue.id === id) return issue;
  return undefined;
}

/** The issues of the whole world that this one blocks. */
export function blockedOnes(world: World, issue: Issue): Issue[] {
  return [...world.repos.values()].flatMap((repo) =>
    [...repo.issues.values()].filter((other) => other.blockedBy.includes(issue)),
  );
}

/** Closed sub-issues are the completed ones. */
export function subIssuesSummary({ subIssues }: Issue) {
  const total = subIssues.length;
  const completed = subIssues.filter(({ state }) => state === 'CLOSED').length;
  return { total, completed, percentCompleted: total === 0 ? 0 : Math.floor((completed / total) * 100) };
}

/** `blockedBy` and `blocking` count open issues, the totals closed ones too. */
export function dependenciesSummary(world: World, issue: Issue) {
  const blocking = blockedOnes(world, issue).length;
  return {
    blockedBy: issue.blockedBy.filter(({ state }) => state === 'OPEN').length,
    totalBlockedBy: issue.blockedBy.length,
    blocking: issue.state === 'OPEN' ? blocking : 0,
    totalBlocking: blocking,
  };
}

function unlink(parent: Issue, child: Issue): void {
  parent.subIssues = parent.subIssues.filter((other) => other !== child);
  child.parent = null;
}

function refusal(
  parent: Issue,
  { child, replaceParent }: { child: Issue; replaceParent: boolean },
): string | undefined {
  if (child.repo.owner !== parent.repo.owner) return 'Sub issue must belong to the same owner';
  if (child.parent === parent)
    return 'Issue may not contain duplicate sub-issues and Sub issue may only have one parent';
  if (child.parent && !replaceParent) return 'Sub issue may only have one parent';
  if (lineOf(parent).includes(child)) return 'Sub issue cannot be the issue itself or one of its parents';
  if (parent.subIssues.length >= MOST_SUB_ISSUES)
    return `Parent cannot have more than ${MOST_SUB_ISSUES} sub-issues`;
  const levels = lineOf(parent).length - 1 + heightOf(child);
  return levels > DEEPEST ? `Sub issues cannot be nested deeper than ${DEEPEST} levels` : undefined;
}

/** The issue and all above it. */
function lineOf(issue: Issue): Issue[] {
  const line = [issue];
  for (let next = issue.parent; next && !line.includes(next); next = next.parent) line.push(next);
  return line;
}

function heightOf(issue: Issue): number {
  return 1 + Math.max(0, ...issue.subIssues.map(heightOf));
}

/** Whether one waits for another, however far away. */
function reaches(from: Issue, to: Issue, seen = new Set<Issue>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return from.blockedBy.some((next) => reaches(next, to, seen));
}
