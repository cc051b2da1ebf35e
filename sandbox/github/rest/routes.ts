import { addComment } from '../acts/comments.js';
import { addLabel, removeLabel } from '../acts/labels.js';
import type { Conversation, Session } from '../model.js';
import type { RateResource } from '../rate-limits.js';
import { mayWrite, type World } from '../world.js';
import { refuseArchived } from './allow.js';
import { commentBody, labelBody, permissionBody, rateLimitBody, repoBody, viewerBody } from './bodies.js';
import { repoOf, subjectOf } from './find.js';
import { deleteRef, postMerge, postRef, showComparison, showRef } from './git.js';
import { commentText, labelNames } from './input.js';
import { patchIssue, postIssue } from './issue-writes.js';
import { listLabels, patchLabel, postLabel, showLabel } from './labels.js';
import * as links from './links.js';
import { listIssues, listPulls, searchIssues, showIssue } from './lists.js';
import { BLOCKED, notFound, RestProblem } from './problem.js';
import { mergePull, patchPull, showPull, updatePull } from './pull-writes.js';
import { showCodeownersErrors, showTree } from './trees.js';

export interface RestRequest {
  world: World;
  session: Session;
  /** The server's own address, for links in answers. */
  api: string;
  /** The values of the route's `:names`, decoded. */
  params: Record<string, string>;
  /** Still encoded. */
  path: string;
  query: URLSearchParams;
  body: unknown;
}

export interface RestAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

type Handler = (request: RestRequest) => RestAnswer;

const ROUTES: Array<[method: string, pattern: string, handler: Handler]> = [
  ['GET', '/user', ({ api, session }) => ok(viewerBody(api, session.account))],
  ['GET', '/rate_limit', showRateLimit],
  ['GET', '/search/issues', searchIssues],
  ['GET', '/repos/:owner/:repo', showRepo],
  ['GET', '/repos/:owner/:repo/issues', listIssues],
  ['GET', '/repos/:owner/:repo/issues/:number', showIssue],
  ['GET', '/repos/:owner/:repo/pulls', listPulls],
  ['GET', '/repos/:owner/:repo/collaborators/:login/permission', showPermission],
  ['POST', '/repos/:owner/:repo/issues/:number/comments', postComment],
  ['POST', '/repos/:owner/:repo/issues/:number/labels', postLabels],
  ['DELETE', '/repos/:owner/:repo/issues/:number/labels/:name', deleteLabel],
  ['POST', '/repos/:owner/:repo/issues', postIssue],
  ['PATCH', '/repos/:owner/:repo/issues/:number', patchIssue],
  ['GET', '/repos/:owner/:repo/issues/:number/parent', links.showParent],
  ['GET', '/repos/:owner/:repo/issues/:number/sub_issues', links.listSubIssues],
  ['POST', '/repos/:owner/:repo/issues/:number/sub_issues', links.postSubIssue],
  ['PATCH', '/repos/:owner/:repo/issues/:number/sub_issues/priority', links.patchPriority],
  ['DELETE', '/repos/:owner/:repo/issues/:number/sub_issue', links.deleteSubIssue],
  ['GET', '/repos/:owner/:repo/issues/:number/dependencies/blocked_by', links.listBlockedBy],
  ['POST', '/repos/:owner/:repo/issues/:number/dependencies/blocked_by', links.postBlockedBy],
  ['DELETE', '/repos/:owner/:repo/issues/:number/dependencies/blocked_by/:id', links.deleteBlockedBy],
  ['GET', '/repos/:owner/:repo/issues/:number/dependencies/blocking', links.listBlocking],
  ['GET', '/repos/:owner/:repo/labels', listLabels],
  ['POST', '/repos/:owner/:repo/labels', postLabel],
  ['GET', '/repos/:owner/:repo/labels/:name', showLabel],
  ['PATCH', '/repos/:owner/:repo/labels/:name', patchLabel],
  ['GET', '/repos/:owner/:repo/pulls/:number', showPull],
  ['PATCH', '/repos/:owner/:repo/pulls/:number', patchPull],
  ['PUT', '/repos/:owner/:repo/pulls/:number/merge', mergePull],
  ['PUT', '/repos/:owner/:repo/pulls/:number/update-branch', updatePull],
  ['POST', '/repos/:owner/:repo/merges', postMerge],
  ['GET', '/repos/:owner/:repo/compare/*ends', showComparison],
  ['GET', '/repos/:owner/:repo/git/ref/*ref', showRef],
  ['GET', '/repos/:owner/:repo/git/refs/*ref', showRef],
  ['POST', '/repos/:owner/:repo/git/refs', postRef],
  ['GET', '/repos/:owner/:repo/git/trees/*sha', showTree],
  ['GET', '/repos/:owner/:repo/codeowners/errors', showCodeownersErrors],
  ['DELETE', '/repos/:owner/:repo/git/refs/*ref', deleteRef],
];

/** Answers a REST request; throws `RestProblem` where GitHub refuses, and where a route is not modelled. */
export function answerRest(request: Omit<RestRequest, 'params'> & { method: string }): RestAnswer {
  for (const [method, pattern, handler] of ROUTES) {
    const params = method === request.method && match(pattern, request.path);
    if (params) return blocked(request, `${method} ${pattern}`) ?? handler({ ...request, params });
  }
  throw notFound();
}

/** What notifies people, and is therefore limited on its own. */
const CREATES = new Set([
  'POST /repos/:owner/:repo/issues',
  'POST /repos/:owner/:repo/issues/:number/comments',
]);

/** GitHub's answer to an account that creates too much in too short a time, or nothing. */
function blocked({ world, session }: Omit<RestRequest, 'params'>, route: string): RestAnswer | undefined {
  const seconds = CREATES.has(route) ? world.rateLimits.create(session.account.login) : 0;
  if (seconds === 0) return undefined;
  const problem = new RestProblem(403, BLOCKED);
  return { status: problem.status, body: problem.body(), headers: { 'retry-after': String(seconds) } };
}

/** Splits before it decodes, so a name may hold an encoded slash. */
function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const rest = wanted.at(-1)?.startsWith('*') ? (wanted.pop() as string).slice(1) : null;
  if (rest === null ? wanted.length !== given.length : wanted.length >= given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  // A ref holds slashes, which clients send encoded or plain.
  if (rest !== null) params[rest] = given.slice(wanted.length).map(decode).join('/');
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RestProblem(400, 'Bad Request');
  }
}

function ok(body: unknown): RestAnswer {
  return { status: 200, body };
}

function showRateLimit({ world, session }: RestRequest): RestAnswer {
  const { login } = session.account;
  const state = (resource: RateResource) => world.rateLimits.state(login, resource);
  return ok(rateLimitBody({ core: state('core'), graphql: state('graphql'), search: state('search') }));
}

function showRepo({ world, api, session, params }: RestRequest): RestAnswer {
  return ok(repoBody(api, { repo: repoOf(world, params), session }));
}

function showPermission({ world, api, session, params }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  if (!mayWrite(repo, session.account)) {
    throw new RestProblem(403, 'Must have push access to view collaborator permission.');
  }
  const account = world.account(params.login ?? '');
  if (!account || account.type === 'Organization')
    throw new RestProblem(404, `${params.login} is not a user`);
  return ok(permissionBody(api, { repo, account }));
}

function postComment({ world, api, session, params, body }: RestRequest): RestAnswer {
  const subject = subjectOf(world, params);
  refuseArchived(subject.repo);
  if (subject.locked && !mayWrite(subject.repo, session.account)) {
    throw new RestProblem(403, 'Unable to create comment because issue is locked.');
  }
  const comment = addComment(world, subject, { body: commentText(body), session });
  return { status: 201, body: commentBody(api, { subject, comment }) };
}

function postLabels({ world, api, session, params, body }: RestRequest): RestAnswer {
  const subject = labelledSubject(world, session, params);
  for (const name of labelNames(body)) addLabel(world, subject, { name, session });
  return ok(labelsOf(api, subject));
}

function deleteLabel({ world, api, session, params }: RestRequest): RestAnswer {
  const subject = labelledSubject(world, session, params);
  if (!removeLabel(world, subject, { name: params.name ?? '', session })) {
    throw new RestProblem(404, 'Label does not exist');
  }
  return ok(labelsOf(api, subject));
}

function labelsOf(api: string, { repo, labels }: Conversation) {
  return labels.map((label) => labelBody(api, { repo, label }));
}

function labelledSubject(world: World, session: Session, params: Record<string, string>): Conversation {
  const subject = subjectOf(world, params);
  refuseArchived(subject.repo);
  if (!mayWrite(subject.repo, session.account)) {
    throw new RestProblem(403, 'Must have admin rights to Repository.');
  }
  return subject;
}
