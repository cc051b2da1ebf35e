import type { World, WorldIssue, WorldPullRequest, WorldRepo } from './wire.js';

/** One thing that differs between two looks at the world. `key` is the row that shows it. */
export interface Change {
  key: string;
  /** `core#118`, or a repo's name. */
  where: string;
  what: string;
}

const issueKey = (repo: string, number: number) => `${repo}#${number}`;
const pullKey = (repo: string, number: number) => `${repo}!${number}`;

/** What happened between two looks, in the order of repos and numbers. */
export function changesBetween(before: World, after: World): Change[] {
  const old = new Map(before.repos.map((repo) => [repo.name, repo]));
  return after.repos.flatMap((repo) => {
    const was = old.get(repo.name);
    return was ? repoChanges(was, repo) : [{ key: repo.name, where: repo.name, what: 'repository added' }];
  });
}

function repoChanges(was: WorldRepo, is: WorldRepo): Change[] {
  const issues = new Map(was.issues.map((issue) => [issue.number, issue]));
  const pulls = new Map(was.pullRequests.map((pull) => [pull.number, pull]));
  return [
    ...is.issues.flatMap((issue) =>
      issueChanges(issues.get(issue.number), issue).map((what) => at(is.name, '#', issue.number, what)),
    ),
    ...is.pullRequests.flatMap((pull) =>
      pullChanges(pulls.get(pull.number), pull).map((what) => at(is.name, '!', pull.number, what)),
    ),
  ];
}

function at(repo: string, mark: '#' | '!', number: number, what: string): Change {
  return { key: `${repo}${mark}${number}`, where: `${repo}#${number}`, what };
}

function issueChanges(was: WorldIssue | undefined, is: WorldIssue): string[] {
  if (!was) return [`opened: ${is.title}`];
  const changes: string[] = [];
  const added = is.labels.filter((label) => !was.labels.includes(label));
  const removed = was.labels.filter((label) => !is.labels.includes(label));
  if (was.state !== is.state) changes.push(is.state === 'OPEN' ? 'reopened' : 'closed');
  if (added.length > 0) changes.push(`labelled ${added.join(', ')}`);
  if (removed.length > 0) changes.push(`label ${removed.join(', ')} removed`);
  if (is.title !== was.title) changes.push('title edited');
  if (is.body !== was.body) changes.push(bodyChange(was.body, is.body));
  const comments = is.comments.length - was.comments.length;
  if (comments > 0)
    changes.push(comments === 1 ? `comment by ${is.comments.at(-1)?.author}` : `${comments} comments`);
  if (reactionCount(is) > reactionCount(was)) changes.push('reaction added');
  return changes;
}

/** An epic's checklist is its progress: say so rather than "edited". */
function bodyChange(was: string, is: string): string {
  const ticked =
    (is.match(/^\s*[-*+] \[x\]/gim)?.length ?? 0) - (was.match(/^\s*[-*+] \[x\]/gim)?.length ?? 0);
  if (ticked > 0) return ticked === 1 ? 'a box ticked' : `${ticked} boxes ticked`;
  return 'body edited';
}

function reactionCount(issue: WorldIssue): number {
  return issue.comments.reduce((sum, comment) => sum + comment.reactions.length, issue.reactions.length);
}

function pullChanges(was: WorldPullRequest | undefined, is: WorldPullRequest): string[] {
  if (!was) return [`pull request opened by ${is.author}`];
  const changes: string[] = [];
  if (was.state !== is.state) changes.push(is.state.toLowerCase());
  if (was.base !== is.base) changes.push(`retargeted to ${is.base}`);
  return changes;
}

export interface WorldFilter {
  /** Words that must all occur in a repo's name, or in an item's number, title, state or labels. */
  text: string;
  show: 'open' | 'all' | 'changed';
}

/** The part of the world that a filter lets through; repos without any row left are dropped while filtering. */
export function filterWorld(world: World, filter: WorldFilter, changed: ReadonlySet<string>): WorldRepo[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return world.repos.flatMap((repo) => {
    const shown = filterRepo(repo, { ...filter, words }, changed);
    const filtering = words.length > 0 || filter.show === 'changed';
    const nothing = shown.issues.length + shown.pullRequests.length === 0;
    return nothing && filtering && !changed.has(repo.name) ? [] : [shown];
  });
}

function filterRepo(
  repo: WorldRepo,
  { words, show }: WorldFilter & { words: string[] },
  changed: ReadonlySet<string>,
): WorldRepo {
  const passes = (key: string, state: string, text: string) => {
    if (show === 'changed' && !changed.has(key)) return false;
    // Something that has just been closed stays in sight while it is news.
    if (show === 'open' && state !== 'OPEN' && !changed.has(key)) return false;
    const searched = `${repo.name} ${text}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  };
  return {
    ...repo,
    issues: repo.issues.filter((issue) =>
      passes(
        issueKey(repo.name, issue.number),
        issue.state,
        `#${issue.number} ${issue.title} ${issue.state} ${issue.labels.join(' ')}`,
      ),
    ),
    pullRequests: repo.pullRequests.filter((pull) =>
      passes(
        pullKey(repo.name, pull.number),
        pull.state,
        `#${pull.number} ${pull.title} ${pull.state} ${pull.author}`,
      ),
    ),
  };
}

/** Done and all boxes of an epic's checklist. */
export function progressOf(body: string): { done: number; all: number } {
  const boxes = body.match(/^\s*[-*+] \[[ xX]\] .*#\d+/gm) ?? [];
  return { done: boxes.filter((box) => /\[[xX]\]/.test(box)).length, all: boxes.length };
}

const EVENTS: Record<string, string> = {
  ClosedEvent: 'closed this',
  ReopenedEvent: 'reopened this',
  CrossReferencedEvent: 'referred to this from a pull request',
  ConnectedEvent: 'linked a pull request',
  DisconnectedEvent: 'unlinked a pull request',
};

/** A timeline event in words that follow its actor. */
export function eventInWords(event: { type: string; label?: string }): string {
  if (event.type === 'LabeledEvent') return `added ${event.label ?? 'a label'}`;
  if (event.type === 'UnlabeledEvent') return `removed ${event.label ?? 'a label'}`;
  return EVENTS[event.type] ?? event.type.replace(/Event$/, '').toLowerCase();
}
