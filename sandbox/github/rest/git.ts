import { createBranch, deleteBranch, mergeBranches } from '../acts/branches.js';
import type { Commit, Repo } from '../model.js';
import { attempt, fieldsOf, writableRepo } from './allow.js';
import { repoOf } from './find.js';
import { commitBody, comparisonBody, refBody } from './git-bodies.js';
import { required } from './input.js';
import { notFound, RestProblem } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

const HEADS = 'refs/heads/';
/** GitHub's own limit of a ref's name, in bytes [facts.md, GitHub]. */
const LONGEST_BRANCH = 244;

/** `GET …/git/ref/heads/…`. */
export function showRef({ world, api, params }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  const branch = repo.branches.get(branchName(params.ref));
  if (!branch) throw notFound();
  return { status: 200, body: refBody(api, { repo, branch }) };
}

/** `POST …/git/refs`: the name in full, and a commit that the repository has. */
export function postRef(request: RestRequest): RestAnswer {
  const repo = writableRepo(request);
  const fields = fieldsOf(request, ['ref', 'sha']);
  const ref = required(fields.ref, 'ref');
  const oid = required(fields.sha, 'sha');
  if (!/^refs\/[^/]+\/./.test(ref))
    throw new RestProblem(422, "Reference name must start with 'refs/' and contain at least one more slash.");
  const name = ref.slice(HEADS.length);
  if (!ref.startsWith(HEADS)) throw new RestProblem(422, `${ref} is not modelled by the sandbox.`);
  if (Buffer.byteLength(name) > LONGEST_BRANCH || !isName(name))
    throw new RestProblem(422, `${ref} is not a valid ref name.`);
  const branch = attempt(() => createBranch(request.world, repo, { name, oid }));
  return { status: 201, body: refBody(request.api, { repo, branch }) };
}

/** `DELETE …/git/refs/heads/…`. */
export function deleteRef(request: RestRequest): RestAnswer {
  const repo = writableRepo(request);
  const name = branchName(request.params.ref);
  attempt(() => deleteBranch(request.world, repo, { name, by: request.session.account }));
  return { status: 204, body: undefined };
}

/** `POST …/merges`: 201 with the commit, or 204 when the base has it all. */
export function postMerge(request: RestRequest): RestAnswer {
  const { world, session, api } = request;
  const repo = writableRepo(request);
  const fields = fieldsOf(request, ['base', 'head', 'commit_message']);
  const [base, head] = [required(fields.base, 'base'), required(fields.head, 'head')];
  const by = session.account;
  const commit = attempt(() => mergeBranches(world, repo, { base, head, by }));
  if (!commit) return { status: 204, body: undefined };
  return { status: 201, body: commitBody(api, { repo, commit, by }) };
}

/** `GET …/compare/base...head`, of branches or commits. */
export function showComparison({ world, api, params }: RestRequest): RestAnswer {
  const repo = repoOf(world, params);
  const ends = (params.ends ?? '').split('...');
  const [base, head] = ends.map((name) => commitOf(repo, name));
  if (!base || !head || ends.length !== 2) throw notFound();
  return { status: 200, body: comparisonBody(api, { repo, base, head }) };
}

function commitOf(repo: Repo, name: string): Commit | undefined {
  return repo.commits.get(repo.branches.get(name)?.oid ?? name);
}

function branchName(ref = ''): string {
  return ref.startsWith('heads/') ? ref.slice('heads/'.length) : '';
}

/** The rules of `git check-ref-format`, as far as a client may meet them. */
function isName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git forbids them, so they are looked for.
  return !/[\s~^:?*[\\\u0000-\u001f]|\.\.|@\{|\/\/|\/$|\.$|\.lock(?:\/|$)|(?:^|\/)\./.test(name);
}
