import { editConversation } from '../acts/issues.js';
import { mergePullRequest, updateBranch } from '../acts/merge.js';
import { retarget } from '../acts/states.js';
import type { MergeMethod } from '../model.js';
import { attempt, editableSubject, fieldsOf, pullOf, writableRepo } from './allow.js';
import { repoUrl } from './bodies.js';
import { choice, stringOf, textOf, titleOf } from './input.js';
import { setState } from './issue-writes.js';
import { fullPullBody } from './pull-body.js';
import type { RestAnswer, RestRequest } from './routes.js';

/** `GET …/pulls/:number`. Asking makes GitHub work out whether it can be merged; until then that is null. */
export function showPull(request: RestRequest): RestAnswer {
  const { world, api, session } = request;
  return { status: 200, body: fullPullBody(world, api, { pull: pullOf(request), session }) };
}

/** `PATCH …/pulls/:number`: title, body, state and base. */
export function patchPull(request: RestRequest): RestAnswer {
  const { world, session } = request;
  const pull = pullOf(request);
  editableSubject(request);
  const fields = fieldsOf(request, ['title', 'body', 'state', 'base']);
  const title = fields.title === undefined ? undefined : titleOf(fields.title);
  const body = textOf(fields.body);
  const base = stringOf(fields.base, 'base');
  const state = choice(fields.state, { field: 'state', of: ['open', 'closed'] });
  const change = { ...(title !== undefined && { title }), ...(body !== undefined && { body }) };
  if (base !== undefined) attempt(() => retarget(world, pull, { base, by: session.account }));
  editConversation(world, pull, { ...change, by: session.account });
  setState(request, pull, { state });
  return showPull(request);
}

/** `PUT …/pulls/:number/merge`: 409 when the head is another than `sha`, 405 whenever it cannot be merged as it stands. */
export function mergePull(request: RestRequest): RestAnswer {
  const { world, session } = request;
  writableRepo(request);
  const pull = pullOf(request);
  const fields = fieldsOf(request, ['sha', 'merge_method', 'commit_title', 'commit_message']);
  const methods = ['merge', 'squash', 'rebase'];
  const named = choice(fields.merge_method, { field: 'merge_method', of: methods });
  const method = named?.toUpperCase() as MergeMethod | undefined;
  const expectedHead = stringOf(fields.sha, 'sha');
  const by = session.account;
  const { oid } = attempt(() => mergePullRequest(world, pull, { by, method, expectedHead }));
  return { status: 200, body: { sha: oid, merged: true, message: 'Pull Request successfully merged' } };
}

/** `PUT …/pulls/:number/update-branch`: 202, and the commit comes a moment later, if nothing has changed. */
export function updatePull(request: RestRequest): RestAnswer {
  const { world, session, api } = request;
  const repo = writableRepo(request);
  const pull = pullOf(request);
  const fields = fieldsOf(request, ['expected_head_sha']);
  const expectedHead = stringOf(fields.expected_head_sha, 'expected_head_sha');
  attempt(() => updateBranch(world, pull, { by: session.account, expectedHead }));
  const url = `${repoUrl(api, repo)}/pulls/${pull.number}`;
  return { status: 202, body: { message: 'Updating pull request branch.', url } };
}
