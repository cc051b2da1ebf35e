import { ActRefused, type RefusalKind } from '../acts/refused.js';
import type { Conversation, PullRequest, Repo } from '../model.js';
import { mayWrite } from '../world.js';
import { repoOf, subjectOf } from './find.js';
import { isRecord } from './input.js';
import { notFound, RestProblem } from './problem.js';
import type { RestRequest } from './routes.js';

/* Who may write what, and what GitHub says when an act is refused. */

const STATUS: Record<RefusalKind, number> = {
  invalid: 422,
  moved: 409,
  'not-mergeable': 405,
  missing: 404,
  conflict: 409,
};

/** Does an act, and turns its refusal into an answer. */
export function attempt<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof ActRefused ? new RestProblem(STATUS[error.kind], error.message) : error;
  }
}

export function refuseArchived(repo: Repo): void {
  if (repo.isArchived) throw new RestProblem(403, 'Repository was archived so is read-only.');
}

/** The repository, for somebody who may write to it. */
export function writableRepo({ world, session, params }: RestRequest): Repo {
  const repo = repoOf(world, params);
  refuseArchived(repo);
  if (mayWrite(repo, session.account)) return repo;
  const by = session.installation ? 'integration' : 'personal access token';
  throw new RestProblem(403, `Resource not accessible by ${by}`);
}

export function pullOf({ world, params }: RestRequest): PullRequest {
  const pull = repoOf(world, params).pullRequests.get(Number(params.number));
  if (!pull) throw notFound();
  return pull;
}

/** The issue or pull request, for its author or for somebody who may write. */
export function editableSubject({ world, session, params }: RestRequest): Conversation {
  const subject = subjectOf(world, params);
  refuseArchived(subject.repo);
  if (mayWrite(subject.repo, session.account) || subject.author === session.account) return subject;
  throw new RestProblem(403, 'Must have admin rights to Repository.');
}

/** The request's body, of which no field may be given that the world does not model. */
export function fieldsOf({ body }: RestRequest, modelled: string[]): Record<string, unknown> {
  const fields = isRecord(body) ? body : {};
  const other = Object.keys(fields).find((name) => !modelled.includes(name));
  if (other) throw new RestProblem(422, `The field ${other} is not modelled by the sandbox.`);
  return fields;
}
