import type { Config } from '../config.js';
import { UpstreamError } from '../domain/errors.js';
import { parts } from '../domain/parts.js';
import type { Clock, GitHub, IssueRecord, RepositoryRecord } from '../ports.js';
import { connectActs } from './acts.js';
import {
  type Connection,
  type DispatchLookNode,
  dispatchLook,
  type IssueNode,
  issueRecord,
  type RepositoryNode,
  repositoryRecord,
} from './answers.js';
import { readChanges } from './changes.js';
import { GitHubClient } from './client.js';
import { readConditions } from './conditions.js';
import { connectDrafts } from './drafts.js';

/** The GitHub port over Octokit. */
export function connectGitHub(settings: Config['github'], owner: string, clock: Clock): GitHub {
  const client = new GitHubClient(settings, owner, clock);
  return {
    repositories: (of) => readRepositories(client, of),
    ...connectActs(client),
    ...connectDrafts(client),
    changes: (requests) => readChanges(client, { requests, now: clock.now() }),
    requests: () => client.requests,
    readLimit: () => client.readLimit,

    async issue(ref) {
      const { repository } = await client.read<{
        repository: { id: string; issue: IssueNode | null } | null;
      }>('issue', {
        ...ref,
      });
      return repository?.issue ? issueRecord(repository.issue, repository.id) : null;
    },

    async issuesById(nodeIds) {
      const records: { repoNodeId: string; issue: IssueRecord }[] = [];
      for (const ids of parts(nodeIds, 50)) {
        type Node = IssueNode & { repository: { id: string } };
        const { nodes } = await client.read<{ nodes: (Node | null)[] }>('issuesById', { ids });
        for (const node of nodes) {
          if (node)
            records.push({ repoNodeId: node.repository.id, issue: issueRecord(node, node.repository.id) });
        }
      }
      return records;
    },

    async bodies(nodeIds) {
      const bodies = new Map<string, string>();
      for (const ids of parts(nodeIds, 50)) {
        const { nodes } = await client.read<{ nodes: ({ id: string; body: string } | null)[] }>('bodies', {
          ids,
        });
        for (const node of nodes) if (node) bodies.set(node.id, node.body);
      }
      return bodies;
    },

    async lookAtDispatch(ref, as) {
      const { repository } = await client.read<{ repository: { issue: DispatchLookNode | null } | null }>(
        'dispatchLook',
        { ...ref },
        as,
      );
      return repository?.issue ? dispatchLook(repository.issue) : null;
    },

    conditions: (ref, label) => readConditions(client, ref, label),

    async mayWrite({ owner: of, repo }, username) {
      try {
        const { data } = await client.send(null, (octokit, request) =>
          octokit.rest.repos.getCollaboratorPermissionLevel({ owner: of, repo, username, request }),
        );
        return data.permission === 'admin' || data.permission === 'write';
      } catch (error) {
        if (error instanceof UpstreamError && error.code === '404') return false;
        throw error;
      }
    },

    async comment({ owner: of, repo, number }, body, as) {
      const { data } = await client.send(as, (octokit, request) =>
        octokit.rest.issues.createComment({ owner: of, repo, issue_number: number, body, request }),
      );
      return { id: data.node_id };
    },

    async addLabel({ owner: of, repo, number }, label, as) {
      const { data } = await client.send(as, (octokit, request) =>
        octokit.rest.issues.addLabels({ owner: of, repo, issue_number: number, labels: [label], request }),
      );
      return { labels: data.map(({ name }) => name) };
    },
  };
}

async function readRepositories(client: GitHubClient, owner: string): Promise<RepositoryRecord[]> {
  const records: RepositoryRecord[] = [];
  for (let after: string | null = null; ; ) {
    const answer: { repositoryOwner: { repositories: Connection<RepositoryNode> } | null } =
      await client.read('repositories', { owner, after });
    const page = answer.repositoryOwner?.repositories;
    if (!page) return records;
    records.push(...page.nodes.flatMap((node) => repositoryRecord(node) ?? []));
    if (!page.pageInfo.hasNextPage) return records;
    after = page.pageInfo.endCursor;
  }
}
