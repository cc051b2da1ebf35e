import type { Conversation, PullRequest } from '../model.js';
import { SearchProblem, searchConversations } from '../search.js';
import { timestamp } from '../world.js';
import { repoOf, subjectOf } from './find.js';
import { issueBody, pullBody } from './issue-bodies.js';
import { pageOf } from './pages.js';
import { invalid, RestProblem } from './problem.js';
import type { RestAnswer, RestRequest } from './routes.js';

const MOST_FOUND = 1_000;
/** Filters that GitHub has and the world does not model: refused, since a list that ignores them looks like an answer. */
const NOT_MODELLED = ['milestone', 'mentioned', 'type', 'field', 'issue_field_values'];

export function showIssue(request: RestRequest): RestAnswer {
  return { status: 200, body: issueBody(request, subjectOf(request.world, request.params)) };
}

/** `GET …/issues`: pull requests are among them, as on GitHub. */
export function listIssues(request: RestRequest): RestAnswer {
  const { world, params, query } = request;
  const repo = repoOf(world, params);
  refuseOthers(query);
  const all = [...repo.issues.values(), ...repo.pullRequests.values()];
  const fits = [stateFilter(query, 'Issue'), labelFilter(query), sinceFilter(query), peopleFilter(query)];
  const items = ordered(all, { query, resource: 'Issue', direction: 'desc' }).filter((one) =>
    fits.every((test) => test(one)),
  );
  const page = pageOf(items, asked(request));
  return {
    status: 200,
    body: page.items.map((one) => issueBody(request, one)),
    headers: page.headers,
  };
}

export function listPulls(request: RestRequest): RestAnswer {
  const { world, api, session, params, query } = request;
  const repo = repoOf(world, params);
  const [head, base] = [query.get('head'), query.get('base')];
  const inState = stateFilter(query, 'PullRequest');
  const direction = (query.get('sort') ?? 'created') === 'created' ? 'desc' : 'asc';
  const sorted = ordered([...repo.pullRequests.values()], { query, resource: 'PullRequest', direction });
  const items = sorted.filter(
    (pull: PullRequest) =>
      inState(pull) &&
      (base === null || pull.baseRefName === base) &&
      (head === null || `${(pull.isFork ? pull.author : repo.owner).login}:${pull.headRefName}` === head),
  );
  const page = pageOf(items, asked(request));
  return {
    status: 200,
    body: page.items.map((pull) => pullBody(api, { pull, session })),
    headers: page.headers,
  };
}

export function searchIssues(request: RestRequest): RestAnswer {
  const { query } = request;
  if (query.has('sort') || query.has('order')) throw unmodelled('sort');
  const { items, position, direction, unknownRepos } = found(request);
  if (unknownRepos.length > 0) {
    const message =
      'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.';
    throw invalid({ message, resource: 'Search', field: 'q', code: 'invalid' });
  }
  const sign = direction === 'DESC' ? -1 : 1;
  const sorted = [...items].sort((a, b) => sign * compare(position(a), position(b)));
  const page = pageOf(sorted, asked(request));
  if ((page.page - 1) * page.perPage >= MOST_FOUND)
    throw new RestProblem(422, 'Only the first 1000 search results are available');
  const total = { total_count: items.length, incomplete_results: false };
  const body = { ...total, items: page.items.map((one) => ({ ...issueBody(request, one), score: 1 })) };
  return { status: 200, body, headers: page.headers };
}

function found({ world, session, query }: RestRequest) {
  const text = query.get('q') ?? '';
  if (text.trim() === '') throw invalid({ resource: 'Search', field: 'q', code: 'missing' });
  try {
    return searchConversations(world, { query: text, viewer: session.account.login });
  } catch (error) {
    throw error instanceof SearchProblem ? new RestProblem(422, error.message) : error;
  }
}

function asked({ api, path, query }: RestRequest) {
  return { url: `${api}${path}`, query };
}

function unmodelled(name: string): RestProblem {
  return new RestProblem(422, `The parameter ${name} is not modelled by the sandbox.`);
}

function refuseOthers(query: URLSearchParams): void {
  const name = NOT_MODELLED.find((one) => query.has(one));
  if (name) throw unmodelled(name);
}

type Test = (subject: Conversation) => boolean;

function stateFilter(query: URLSearchParams, resource: string): Test {
  const state = query.get('state') ?? 'open';
  if (state === 'all') return () => true;
  if (state === 'open') return (one) => one.state === 'OPEN';
  if (state === 'closed') return (one) => one.state !== 'OPEN';
  throw invalid({ resource, field: 'state', code: 'invalid' });
}

/** All of the labels, not any of them. */
function labelFilter(query: URLSearchParams): Test {
  const wanted = (query.get('labels') ?? '').toLowerCase().split(',').filter(Boolean);
  return ({ labels }) => wanted.every((name) => labels.some((label) => label.name.toLowerCase() === name));
}

function sinceFilter(query: URLSearchParams): Test {
  const since = query.get('since');
  if (since === null) return () => true;
  const moment = new Date(since);
  if (Number.isNaN(moment.getTime())) throw invalid({ resource: 'Issue', field: 'since', code: 'invalid' });
  return ({ updatedAt }) => updatedAt >= timestamp(moment);
}

function peopleFilter(query: URLSearchParams): Test {
  const [creator, assignee] = [query.get('creator')?.toLowerCase(), query.get('assignee')?.toLowerCase()];
  return ({ author, assignees }) => {
    const logins = assignees.map(({ login }) => login.toLowerCase());
    const assigned =
      assignee === undefined ||
      (assignee === 'none'
        ? logins.length === 0
        : assignee === '*'
          ? logins.length > 0
          : logins.includes(assignee));
    return assigned && (creator === undefined || author.login.toLowerCase() === creator);
  };
}

function ordered<T extends Conversation>(
  items: T[],
  { query, resource, direction }: { query: URLSearchParams; resource: string; direction: string },
): T[] {
  const by = query.get('sort') ?? 'created';
  const way = query.get('direction') ?? direction;
  if (!['created', 'updated', 'comments'].includes(by))
    throw invalid({ resource, field: 'sort', code: 'invalid' });
  if (way !== 'asc' && way !== 'desc') throw invalid({ resource, field: 'direction', code: 'invalid' });
  const key = ({ createdAt, updatedAt, comments, number }: T): [string | number, number] => [
    by === 'created' ? createdAt : by === 'updated' ? updatedAt : comments.length,
    number,
  ];
  return items.sort((a, b) => (way === 'asc' ? 1 : -1) * compare(key(a), key(b)));
}

function compare(a: [string | number, number], b: [string | number, number]): number {
  if (a[0] === b[0]) return a[1] - b[1];
  return a[0] < b[0] ? -1 : 1;
}
