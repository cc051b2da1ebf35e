import { UpstreamError } from '../domain/errors.js';
import type { GitHub } from '../ports.js';
import type { Connection } from './answers.js';
import type { GitHubClient } from './client.js';

type Drafts = Pick<
  GitHub,
  | 'paths'
  | 'labels'
  | 'createLabel'
  | 'ownIssues'
  | 'createIssue'
  | 'lookAtLink'
  | 'addSubIssue'
  | 'createBranch'
>;

/** Colours of the labels that the bot makes, by the word before the colon or by the label itself. */
const COLOURS: Record<string, string> = {
  critical: 'b60205',
  high: 'd93f0b',
  medium: 'fbca04',
  low: '0e8a16',
  security: '5319e7',
  audit: '1d76db',
  complexity: 'c5def5',
  lang: 'bfd4f2',
};
const PLAIN = 'ededed';

/** What stages 1 and 2 read and write. */
export function connectDrafts(client: GitHubClient): Drafts {
  return { ...reads(client), ...writes(client) };
}

function reads(client: GitHubClient) {
  return {
    async paths({ owner, repo }, branch) {
      const data = await unlessMissing(() =>
        client
          .send(null, (octokit, request) =>
            octokit.rest.git.getTree({ owner, repo, tree_sha: branch, recursive: '1', request }),
          )
          .then((answer) => answer.data),
      );
      if (!data || data.truncated) return null;
      return new Set(data.tree.flatMap(({ type, path }) => (type === 'blob' && path ? [path] : [])));
    },

    async labels(ref) {
      const names: string[] = [];
      for (let after: string | null = null; ; ) {
        type Answer = { repository: { labels: Connection<{ name: string }> } | null };
        const { repository }: Answer = await client.read('labels', { ...ref, after });
        if (!repository) return names;
        names.push(...repository.labels.nodes.map(({ name }) => name));
        if (!repository.labels.pageInfo.hasNextPage) return names;
        after = repository.labels.pageInfo.endCursor;
      }
    },

    async ownIssues(ref) {
      type Node = { number: number; title: string; viewerDidAuthor: boolean };
      type Answer = { repository: { issues: { nodes: Node[] } } | null };
      const { repository } = await client.read<Answer>('ownIssues', { ...ref });
      return (repository?.issues.nodes ?? []).filter(({ viewerDidAuthor }) => viewerDidAuthor);
    },

    async lookAtLink(ref) {
      type Parent = { number: number; repository: { nameWithOwner: string } };
      type Answer = { repository: { issue: { databaseId: number; parent: Parent | null } | null } | null };
      const { repository } = await client.read<Answer>('linkLook', { ...ref });
      if (!repository?.issue) return null;
      const { databaseId: id, parent } = repository.issue;
      return { id, parent: parent && `${parent.repository.nameWithOwner}#${parent.number}` };
    },
  } satisfies Partial<Drafts>;
}

/** Null where there is no such branch (404), or nothing was ever committed (409). */
async function unlessMissing<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UpstreamError && ['404', '409'].includes(error.code)) return null;
    throw error;
  }
}

function writes(client: GitHubClient) {
  return {
    async createLabel({ owner, repo }, name) {
      const color = COLOURS[name.split(':')[0] ?? ''] ?? PLAIN;
      try {
        await client.send(null, (octokit, request) =>
          octokit.rest.issues.createLabel({ owner, repo, name, color, request }),
        );
      } catch (error) {
        // 422: somebody made it meanwhile.
        if (!(error instanceof UpstreamError && error.code === '422')) throw error;
      }
    },

    async createIssue({ owner, repo }, { title, body, labels }) {
      const { data } = await client.send(null, (octokit, request) =>
        octokit.rest.issues.create({ owner, repo, title, body, labels: [...labels], request }),
      );
      return { number: data.number };
    },

    async addSubIssue({ owner, repo, number }, childId) {
      await client.send(null, (octokit, request) =>
        octokit.rest.issues.addSubIssue({
          owner,
          repo,
          issue_number: number,
          sub_issue_id: childId,
          request,
        }),
      );
    },

    async createBranch({ owner, repo }, { branch, from }) {
      const { data } = await client.send(null, (octokit, request) =>
        octokit.rest.git.getRef({ owner, repo, ref: `heads/${from}`, request }),
      );
      const { sha } = data.object;
      await client.send(null, (octokit, request) =>
        octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha, request }),
      );
    },
  } satisfies Partial<Drafts>;
}
