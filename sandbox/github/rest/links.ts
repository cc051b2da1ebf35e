import {
  addBlockedBy,
  addSubIssue,
  blockedOnes,
  issueById,
  removeBlockedBy,
  removeSubIssue,
  reorderSubIssue,
} from '../acts/links.js';
import type { Issue } from '../model.js';
import { attempt, fieldsOf, writableRepo } from './allow.js';
import { repoOf } from './find.js';
import { issueBody } from './issue-bodies.js';
import { pageOf } from './pages.js';
import { notFound, RestProblem } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

/* Sub-issues and dependencies. Both take the database id of the other issue, not its number. */

export function listSubIssues(request: RestRequest): RestAnswer {
  return listed(request, issueOf(request).subIssues);
}

/** `GET …/issues/:number/parent`: 404 for an issue that has none. */
export function showParent(request: RestRequest): RestAnswer {
  const { parent } = issueOf(request);
  if (!parent) throw notFound();
  return { status: 200, body: issueBody(request, parent) };
}

/** `POST …/sub_issues`: answers the parent. */
export function postSubIssue(request: RestRequest): RestAnswer {
  const parent = writableIssue(request);
  const fields = fieldsOf(request, ['sub_issue_id', 'replace_parent']);
  const child = named(request, { value: fields.sub_issue_id, field: 'sub_issue_id' });
  const replaceParent = fields.replace_parent === true;
  attempt(() => addSubIssue(parent, { child, replaceParent }));
  return { status: 201, body: issueBody(request, parent) };
}

/** `DELETE …/sub_issue`, which has its id in the body. */
export function deleteSubIssue(request: RestRequest): RestAnswer {
  const parent = writableIssue(request);
  const fields = fieldsOf(request, ['sub_issue_id']);
  const child = named(request, { value: fields.sub_issue_id, field: 'sub_issue_id' });
  attempt(() => removeSubIssue(parent, child));
  return { status: 200, body: issueBody(request, parent) };
}

/** `PATCH …/sub_issues/priority`: either after one or before one. */
export function patchPriority(request: RestRequest): RestAnswer {
  const parent = writableIssue(request);
  const fields = fieldsOf(request, ['sub_issue_id', 'after_id', 'before_id']);
  const after = fields.after_id !== undefined;
  if (after === (fields.before_id !== undefined))
    throw new RestProblem(422, 'Exactly one of after_id and before_id must be given.');
  const child = named(request, { value: fields.sub_issue_id, field: 'sub_issue_id' });
  const field = after ? 'after_id' : 'before_id';
  const beside = named(request, { value: fields[field], field });
  attempt(() => reorderSubIssue(parent, { child, beside, after }));
  return { status: 200, body: issueBody(request, parent) };
}

export function listBlockedBy(request: RestRequest): RestAnswer {
  return listed(request, issueOf(request).blockedBy);
}

export function listBlocking(request: RestRequest): RestAnswer {
  return listed(request, blockedOnes(request.world, issueOf(request)));
}

/** `POST …/dependencies/blocked_by`: answers the issue that waits. */
export function postBlockedBy(request: RestRequest): RestAnswer {
  const issue = writableIssue(request);
  const fields = fieldsOf(request, ['issue_id']);
  const by = named(request, { value: fields.issue_id, field: 'issue_id' });
  attempt(() => addBlockedBy(issue, by));
  return { status: 201, body: issueBody(request, issue) };
}

export function deleteBlockedBy(request: RestRequest): RestAnswer {
  const issue = writableIssue(request);
  const by = named(request, { value: Number(request.params.id), field: 'issue_id' });
  attempt(() => removeBlockedBy(issue, by));
  return { status: 200, body: issueBody(request, issue) };
}

function listed(request: RestRequest, issues: Issue[]): RestAnswer {
  const { api, path, query } = request;
  const page = pageOf(issues, { url: `${api}${path}`, query });
  return { status: 200, body: page.items.map((one) => issueBody(request, one)), headers: page.headers };
}

/** A pull request has neither parent nor dependencies. */
function issueOf({ world, params }: RestRequest): Issue {
  const issue = repoOf(world, params).issues.get(Number(params.number));
  if (!issue) throw notFound();
  return issue;
}

function writableIssue(request: RestRequest): Issue {
  const issue = issueOf(request);
  writableRepo(request);
  return issue;
}

function named({ world }: RestRequest, { value, field }: { value: unknown; field: string }): Issue {
  if (value === undefined) throw new RestProblem(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
  if (!Number.isInteger(value)) {
    const given = JSON.stringify(value);
    throw new RestProblem(422, `Invalid request.\n\nFor 'properties/${field}', ${given} is not an integer.`);
  }
  const issue = issueById(world, value);
  if (!issue) throw new RestProblem(404, 'The provided sub-issue does not exist');
  return issue;
}
