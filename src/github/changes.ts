import type { ChangeRequest, RepoChanges } from '../ports.js';
import {
  type Connection,
  type IssueNode,
  issueRecord,
  type PullRequestNode,
  pullRequestRecord,
} from './answers.js';
import type { GitHubClient } from './client.js';

/** Repositories in one request: more would come near GraphQL's ten seconds. */
const BATCH = 8;
/** A first read brings everything open, and what was closed in this time, so that phases are seen whole. */
const HISTORY_DAYS = 60;
/** Rows asked for at once: GraphQL prices a request by what it could return, so small ones keep watching cheap. */
const FIRST_PAGE = { reading: 50, watching: 10 };

interface Page<Node> {
  id: string;
  connection: Connection<Node>;
}

/** Reads what changed in many repositories, several in one request; only those with more pages are asked again. */
export async function readChanges(
  client: GitHubClient,
  ask: { requests: readonly ChangeRequest[]; now: Date },
): Promise<RepoChanges[]> {
  const changes = new Map<string, RepoChanges>(
    ask.requests.map(({ nodeId }) => [nodeId, { nodeId, issues: [], pullRequests: [], epicBranches: [] }]),
  );
  const fresh = ask.requests.filter(({ issuesSince }) => issuesSince === null);
  const known = ask.requests.filter(({ issuesSince }) => issuesSince !== null);
  const history = new Date(ask.now.getTime() - HISTORY_DAYS * 24 * 3_600_000);
  await readIssues(client, changes, { of: fresh, states: ['OPEN'], since: null, first: FIRST_PAGE.reading });
  await readIssues(client, changes, {
    of: fresh,
    states: ['CLOSED'],
    since: history,
    first: FIRST_PAGE.reading,
  });
  const oldest = Math.min(...known.map(({ issuesSince }) => (issuesSince as Date).getTime()));
  await readIssues(client, changes, {
    of: known,
    states: null,
    since: new Date(oldest),
    first: FIRST_PAGE.watching,
  });
  await readOpenPulls(client, changes, ask.requests);
  await readClosedPulls(client, changes, { requests: ask.requests, history });
  return [...changes.values()];
}

async function readIssues(
  client: GitHubClient,
  changes: Map<string, RepoChanges>,
  ask: { of: readonly ChangeRequest[]; states: string[] | null; since: Date | null; first: number },
): Promise<void> {
  for (const batch of batches(ask.of)) {
    const read = async (ids: string[], after: string | null): Promise<Page<IssueNode>[]> => {
      const variables = {
        ids,
        after,
        states: ask.states,
        since: ask.since?.toISOString() ?? null,
        first: after ? 100 : ask.first,
      };
      const { nodes } = await client.read<{
        nodes: ({ id: string; issues: Connection<IssueNode> } | null)[];
      }>('issues', variables);
      return nodes.flatMap((node) => (node ? [{ id: node.id, connection: node.issues }] : []));
    };
    for await (const { id, connection } of pages(batch, read))
      changes.get(id)?.issues.push(...connection.nodes.map(issueRecord));
  }
}

interface RefNode {
  prefix: string;
  name: string;
  target: { oid: string } | null;
}

type PullPage = Page<PullRequestNode> & { refs: { nodes: RefNode[] } | null };

/** Open pull requests are read whole every time: checks and mergeability change without a new `updatedAt`. */
async function readOpenPulls(
  client: GitHubClient,
  changes: Map<string, RepoChanges>,
  requests: readonly ChangeRequest[],
): Promise<void> {
  for (const batch of batches(requests)) {
    const read = (ids: string[], after: string | null) =>
      readPulls(client, { ids, after, states: ['OPEN'], direction: 'ASC', first: after ? 50 : 20 });
    for await (const { id, connection, refs } of pages(batch, read)) {
      const change = changes.get(id);
      change?.pullRequests.push(...connection.nodes.map((node) => pullRequestRecord(node, id)));
      if (change) change.epicBranches = (refs?.nodes ?? []).flatMap(branchOf);
    }
  }
}

/** A ref's name is what follows the prefix that was asked for. */
function branchOf({ prefix, name, target }: RefNode): { name: string; sha: string }[] {
  return target ? [{ name: `${prefix}${name}`.replace(/^refs\/heads\//, ''), sha: target.oid }] : [];
}

/** Merged and closed ones have no `since`: newest first, until one is older than what was seen. */
async function readClosedPulls(
  client: GitHubClient,
  changes: Map<string, RepoChanges>,
  { requests, history }: { requests: readonly ChangeRequest[]; history: Date },
): Promise<void> {
  const since = new Map(
    requests.map(({ nodeId, pullsSince }) => [
      nodeId,
      pullsSince && pullsSince > history ? pullsSince : history,
    ]),
  );
  for (const batch of batches(requests)) {
    const read = (ids: string[], after: string | null) =>
      readPulls(client, {
        ids,
        after,
        states: ['CLOSED', 'MERGED'],
        direction: 'DESC',
        first: after ? 50 : 10,
      });
    const isNew = (id: string, node: PullRequestNode) => new Date(node.updatedAt) >= (since.get(id) as Date);
    const goOn = ({ id, connection }: Page<PullRequestNode>) =>
      connection.nodes.every((node) => isNew(id, node));
    for await (const { id, connection } of pages(batch, read, goOn)) {
      const news = connection.nodes.filter((node) => isNew(id, node));
      changes.get(id)?.pullRequests.push(...news.map((node) => pullRequestRecord(node, id)));
    }
  }
}

async function readPulls(client: GitHubClient, variables: Record<string, unknown>): Promise<PullPage[]> {
  type Node = { id: string; refs: PullPage['refs']; pullRequests: Connection<PullRequestNode> };
  const { nodes } = await client.read<{ nodes: (Node | null)[] }>('pullRequests', variables);
  return nodes.flatMap((node) =>
    node ? [{ id: node.id, connection: node.pullRequests, refs: node.refs }] : [],
  );
}

/** The first page of all repositories together, the further ones of each alone. */
async function* pages<P extends Page<unknown>>(
  ids: string[],
  read: (ids: string[], after: string | null) => Promise<P[]>,
  goOn: (page: P) => boolean = () => true,
): AsyncGenerator<P> {
  for (const first of await read(ids, null)) {
    yield first;
    for (let page: P | undefined = first; page?.connection.pageInfo.hasNextPage && goOn(page); ) {
      [page] = await read([page.id], page.connection.pageInfo.endCursor);
      if (page) yield page;
    }
  }
}

function batches(requests: readonly ChangeRequest[]): string[][] {
  const ids = requests.map(({ nodeId }) => nodeId);
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
}
