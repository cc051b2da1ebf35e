import { makeEvent, makeIssue, touch } from '../make.js';
import type { Account, Conversation, Issue, Repo, Session, StateReason } from '../model.js';
import type { World } from '../world.js';
import { addLabel } from './labels.js';
import { noteReferences } from './references.js';

export interface IssueDraft {
  title: string;
  body: string;
  labels: string[];
  assignees?: Account[];
  session: Session;
}

/** Opens an issue. Labels that come with it leave their events, as if added at once. */
export function createIssue(
  world: World,
  repo: Repo,
  { title, body, labels, assignees = [], session }: IssueDraft,
): Issue {
  const author = session.account;
  const number = repo.nextNumber;
  const issue = makeIssue(world, repo, { number, title, body, author, createdAt: world.now() });
  issue.assignees = [...new Set(assignees)];
  world.emit({ type: 'issue-opened', issue });
  noteReferences(world, issue, { text: body, actor: author });
  for (const name of labels) addLabel(world, issue, { name, session });
  return issue;
}

/** Gives an issue or a pull request other assignees. */
export function assign(world: World, subject: Conversation, assignees: Account[]): void {
  subject.assignees = [...new Set(assignees)];
  touch(subject, world.now());
}

export function closeIssue(
  world: World,
  issue: Issue,
  { by, reason = 'COMPLETED' }: { by: Account; reason?: StateReason },
): void {
  if (issue.state === 'CLOSED' && issue.stateReason === reason) return;
  const createdAt = world.now();
  Object.assign(issue, { state: 'CLOSED', stateReason: reason, closedAt: issue.closedAt ?? createdAt });
  makeEvent(world, issue, { type: 'ClosedEvent', actor: by, createdAt, stateReason: reason });
  world.emit({ type: 'closed', subject: issue, by });
}

export function reopenIssue(world: World, issue: Issue, { by }: { by: Account }): void {
  if (issue.state === 'OPEN') return;
  Object.assign(issue, { state: 'OPEN', stateReason: 'REOPENED', closedAt: null });
  const about = { actor: by, createdAt: world.now(), stateReason: issue.stateReason };
  makeEvent(world, issue, { type: 'ReopenedEvent', ...about });
  world.emit({ type: 'reopened', subject: issue, by });
}

/** Changes title or body of an issue or a pull request. A new title alone is no edit to GitHub: it has an event of its own. */
export function editConversation(
  world: World,
  subject: Conversation,
  { title = subject.title, body = subject.body, by }: { title?: string; body?: string; by: Account },
): void {
  const rewritten = body !== subject.body;
  if (!rewritten && title === subject.title) return;
  Object.assign(subject, { title, body, ...(rewritten && { lastEditedAt: world.now() }) });
  touch(subject, world.now());
  if (rewritten) noteReferences(world, subject, { text: body, actor: by });
  world.emit({ type: 'edited', subject, by });
}
