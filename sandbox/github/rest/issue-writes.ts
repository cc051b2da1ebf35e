import { closeIssue, createIssue, editConversation, reopenIssue } from '../acts/issues.js';
import { addLabel, removeLabel } from '../acts/labels.js';
import { closePullRequest, reopenPullRequest } from '../acts/states.js';
import { makeLabel } from '../make.js';
import type { Conversation, StateReason } from '../model.js';
import { mayWrite } from '../world.js';
import { attempt, editableSubject, fieldsOf, refuseArchived, writableRepo } from './allow.js';
import { labelBody } from './bodies.js';
import { repoOf } from './find.js';
import { choice, labelName, labelNames, newColour, optionalText, textOf, titleOf } from './input.js';
import { issueBody } from './issue-bodies.js';
import { invalid } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

/** `POST …/issues`: labels of somebody without push access are dropped in silence [facts.md, Writing exactly once]. */
export function postIssue(request: RestRequest): RestAnswer {
  const { world, session, params, api } = request;
  const repo = repoOf(world, params);
  refuseArchived(repo);
  const fields = fieldsOf(request, ['title', 'body', 'labels']);
  const title = titleOf(fields.title);
  const body = textOf(fields.body) ?? '';
  const wanted = fields.labels === undefined ? [] : labelNames(fields);
  const labels = mayWrite(repo, session.account) ? wanted : [];
  const issue = createIssue(world, repo, { title, body, labels, session });
  return { status: 201, body: issueBody(api, issue) };
}

/** `PATCH …/issues/:number`, of an issue or a pull request; labels given here take the place of the old ones. */
export function patchIssue(request: RestRequest): RestAnswer {
  const { world, session, api } = request;
  const subject = editableSubject(request);
  const fields = fieldsOf(request, ['title', 'body', 'state', 'state_reason', 'labels']);
  const title = fields.title === undefined ? undefined : titleOf(fields.title);
  const body = textOf(fields.body);
  const state = choice(fields.state, { field: 'state', of: ['open', 'closed'] });
  const reasons = ['completed', 'not_planned', 'duplicate', 'reopened'];
  const reason = choice(fields.state_reason, { field: 'state_reason', of: reasons });
  const labels = fields.labels === undefined ? undefined : labelNames(fields);
  const change = { ...(title !== undefined && { title }), ...(body !== undefined && { body }) };
  editConversation(world, subject, { ...change, by: session.account });
  if (labels && mayWrite(subject.repo, session.account)) setLabels(request, subject, labels);
  setState(request, subject, { state, reason });
  return { status: 200, body: issueBody(api, subject) };
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

/** `POST …/labels`: 422 for a name that the repository has, whatever its case. */
export function postLabel(request: RestRequest): RestAnswer {
  const repo = writableRepo(request);
  const fields = fieldsOf(request, ['name', 'color', 'description']);
  const name = labelName(fields.name);
  const color = newColour(fields.color);
  const description = optionalText(fields.description, { field: 'description', most: 100 });
  if (repo.labels.has(name.toLowerCase()))
    throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
  const label = makeLabel(request.world, repo, { name, color, description });
  return { status: 201, body: labelBody(request.api, { repo, label }) };
}
