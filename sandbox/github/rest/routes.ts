import { addComment } from '../acts/comments.js';
import { addLabel, removeLabel } from '../acts/labels.js';
import type { Conversation, Repo, Session } from '../model.js';
import { conversation, mayWrite, type World } from '../world.js';
import { commentBody, labelBody, permissionBody, rateLimitBody, repoBody, viewerBody } from './bodies.js';
import { commentText, labelNames } from './input.js';
import { notFound, RestProblem } from './problem.js';

export interface RestRequest {
  world: World;
  session: Session;
  /** The server's own address, for links in answers. */
  api: string;
  /** The values of the route's `:names`, decoded. */
  params: Record<string, string>;
  body: unknown;
}

export interface RestAnswer {
  status: number;
  body: unknown;
}

type Handler = (request: RestRequest) => RestAnswer;

const ROUTES: Array<[method: string, pattern: string, handler: Handler]> = [
  ['GET', '/user', ({ api, session }) => ok(viewerBody(api, session.account))],
  ['GET', '/rate_limit', showRateLimit],
  ['GET', '/repos/:owner/:repo', showRepo],
  ['GET', '/repos/:owner/:repo/collaborators/:login/permission', showPermission],
  ['POST', '/repos/:owner/:repo/issues/:number/comments', postComment],
  ['POST', '/repos/:owner/:repo/issues/:number/labels', postLabels],
  ['DELETE', '/repos/:owner/:repo/issues/:number/labels/:name', deleteLabel],
];

/** Answers a REST request; throws `RestProblem` where GitHub refuses, and where a route is not modelled. */
export function answerRest(
  request: Omit<RestRequest, 'params'> & { method: string; path: string },
): RestAnswer {
  for (const [method, pattern, handler] of ROUTES) {
    const params = method === request.method && match(pattern, request.path);
    if (params) return handler({ ...request, params });
  }
  throw notFound();
}

/** Splits before it decodes, so a name may hold an encoded slash. */
function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
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
  return ok(rateLimitBody(world.rateLimits.state(login, 'core'), world.rateLimits.state(login, 'graphql')));
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

function refuseArchived(repo: Repo): void {
  if (repo.isArchived) throw new RestProblem(403, 'Repository was archived so is read-only.');
}

function repoOf(world: World, { owner, repo: name }: Record<string, string>): Repo {
  const repo = world.repo(`${owner}/${name}`);
  if (!repo) throw notFound();
  return repo;
}

function subjectOf(world: World, params: Record<string, string>): Conversation {
  const subject = conversation(repoOf(world, params), Number(params.number));
  if (!subject) throw notFound();
  return subject;
}
