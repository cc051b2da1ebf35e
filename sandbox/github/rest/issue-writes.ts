import { assign, closeIssue, createIssue, editConversation, reopenIssue } from '../acts/issues.js';
import { addLabel, removeLabel } from '../acts/labels.js';
import { closePullRequest, reopenPullRequest } from '../acts/states.js';
import type { Account, Conversation, Repo, StateReason } from '../model.js';
import { mayWrite } from '../world.js';
import { attempt, editableSubject, fieldsOf, refuseArchived } from './allow.js';
import { repoOf } from './find.js';
import { choice, labelNames, loginsOf, textOf, titleOf } from './input.js';
import { issueBody } from './issue-bodies.js';
import { invalid } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

/** `POST …/issues`: labels and assignees of somebody without push access are dropped in silence [facts.md, Writing exactly once]. */
export function postIssue(request: RestRequest): RestAnswer {
  const { world, session, params } = request;
  const repo = repoOf(world, params);
  refuseArchived(repo);
  const fields = fieldsOf(request, ['title', 'body', 'labels', 'assignees']);
  const title = titleOf(fields.title);
  const body = textOf(fields.body) ?? '';
  const wanted = fields.labels === undefined ? [] : labelNames(fields);
  const asked = loginsOf(fields.assignees);
  const mayChoose = mayWrite(repo, session.account);
  const labels = mayChoose ? wanted : [];
  const assignees = mayChoose ? assigneesOf(request, repo, asked) : [];
  const issue = createIssue(world, repo, { title, body, labels, assignees, session });
  return { status: 201, body: issueBody(request, issue) };
}

/** `PATCH …/issues/:number`, of an issue or a pull request; labels given here take the place of the old ones. */
export function patchIssue(request: RestRequest): RestAnswer {
  const { world, session } = request;
  const subject = editableSubject(request);
  const fields = fieldsOf(request, ['title', 'body', 'state', 'state_reason', 'labels', 'assignees']);
  const title = fields.title === undefined ? undefined : titleOf(fields.title);
  const body = textOf(fields.body);
  const state = choice(fields.state, { field: 'state', of: ['open', 'closed'] });
  const reasons = ['completed', 'not_planned', 'duplicate', 'reopened'];
  const reason = choice(fields.state_reason, { field: 'state_reason', of: reasons });
  const labels = fields.labels === undefined ? undefined : labelNames(fields);
  const mayChoose = mayWrite(subject.repo, session.account);
  const asked = mayChoose && fields.assignees !== undefined ? loginsOf(fields.assignees) : undefined;
  const assignees = asked && assigneesOf(request, subject.repo, asked);
  const change = { ...(title !== undefined && { title }), ...(body !== undefined && { body }) };
  editConversation(world, subject, { ...change, by: session.account });
  if (assignees) assign(world, subject, assignees);
  if (labels && mayChoose) setLabels(request, subject, labels);
  setState(request, subject, { state, reason });
  return { status: 200, body: issueBody(request, subject) };
}

/** Those who belong to the repository; anybody else makes GitHub refuse the whole request. */
function assigneesOf({ world }: RestRequest, repo: Repo, logins: string[]): Account[] {
  return logins.map((login) => {
    const account = world.account(login);
    if (account && repo.collaborators.has(login.toLowerCase())) return account;
    throw invalid({ resource: 'Issue', field: 'assignees', code: 'invalid' });
  });
}

function setLabels({ world, session }: RestRequest, subject: Conversation, wanted: string[]): void {
  const names = wanted.map((name) => name.toLowerCase());
  for (const { name } of [...subject.labels])
    if (!names.includes(name.toLowerCase())) removeLabel(world, subject, { name, session });
  for (const name of wanted) addLabel(world, subject, { name, session });
}

/** Changes the state, as `PATCH` does for both kinds. */
export function setState(
  { world, session }: RestRequest,
  subject: Conversation,
  { state, reason }: { state: string | undefined; reason?: string | undefined },
): void {
  const by = session.account;
  if (state === undefined) return;
  if (subject.kind === 'PullRequest') {
    const act = state === 'open' ? reopenPullRequest : closePullRequest;
    attempt(() => act(world, subject, { by }));
  } else if (state === 'open') reopenIssue(world, subject, { by });
  else {
    const known = reason === 'reopened' ? undefined : reason;
    closeIssue(world, subject, { by, reason: (known ?? 'completed').toUpperCase() as StateReason });
  }
}
