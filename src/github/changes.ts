import { parts } from '../domain/parts.js';
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
  await readIssues(client, changes, { of: fresh, states: ['OPEN'], since: null });
  await readIssues(client, changes, { of: fresh, states: ['CLOSED'], since: history });
  await readChangedIssues(client, changes, known);
  await readOpenPulls(client, changes, ask.requests);
  await readClosedPulls(client, changes, { requests: ask.requests, history });
  return [...changes.values()];
}

/** A first read: everything in the given states, oldest first. */
async function readIssues(
  client: GitHubClient,
  changes: Map<string, RepoChanges>,
  ask: { of: readonly ChangeRequest[]; states: string[]; since: Date | null },
): Promise<void> {
  for (const batch of batches(ask.of)) {
    const { states, since } = ask;
    const read = (ids: string[], after: string | null) =>
      issuePages(client, {
        ids,
        after,
        states,
        since,
        direction: 'ASC',
        first: after ? 100 : FIRST_PAGE.reading,
      });
    for await (const { id, connection } of pages(batch, read)) {
      changes.get(id)?.issues.push(...connection.nodes.map((node) => issueRecord(node, id)));
    }
  }
}

/** What changed since each repository was last read: newest first, until one is older than that. */
async function readChangedIssues(
  client: GitHubClient,
  changes: Map<string, RepoChanges>,
  known: readonly ChangeRequest[],
): Promise<void> {
  const isNew = newerThan(known.map(({ nodeId, issuesSince }) => [nodeId, issuesSince as Date]));
  for (const batch of batches(known)) {
    const read = (ids: string[], after: string | null) =>
      issuePages(client, {
        ids,
        after,
        states: null,
        since: null,
        direction: 'DESC',
        first: after ? 100 : FIRST_PAGE.watching,
      });
    for await (const { id, connection } of pages(batch, read, whileNew(isNew))) {
      const news = connection.nodes.filter((node) => isNew(id, node));
      changes.get(id)?.issues.push(...news.map((node) => issueRecord(node, id)));
    }
  }
}

type IsNew = (id: string, node: { updatedAt: string }) => boolean;

/** Not older than what was seen of the repository: the newest one seen comes again, lest one of its second be missed. */
function newerThan(since: readonly (readonly [string, Date])[]): IsNew {
  const seen = new Map(since);
  return (id, { updatedAt }) => new Date(updatedAt) >= (seen.get(id) as Date);
}

function whileNew(isNew: IsNew): (page: Page<{ updatedAt: string }>) => boolean {
  return ({ id, connection }) => connection.nodes.every((node) => isNew(id, node));
}

async function issuePages(
  client: GitHubClient,
  variables: {
    ids: string[];
    after: string | null;
    states: string[] | null;
    since: Date | null;
    direction: string;
    first: number;
  },
): Promise<Page<IssueNode>[]> {
  type Node = { id: string; issues: Connection<IssueNode> };
  const { nodes } = await client.read<{ nodes: (Node | null)[] }>('issues', variables);
  return nodes.flatMap((node) => (node ? [{ id: node.id, connection: node.issues }] : []));
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
  const isNew = newerThan(
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
    for await (const { id, connection } of pages(batch, read, whileNew(isNew))) {
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
  return parts(
    requests.map(({ nodeId }) => nodeId),
    BATCH,
  );
}
