import { UpstreamError } from '../domain/errors.js';
import { parts } from '../domain/parts.js';
import type { GitHub, PullDetails } from '../ports.js';
import { type PullDetailsNode, type PullLookNode, pullDetails, pullRequestRecord } from './answers.js';
import type { GitHubClient } from './client.js';

type Acts = Pick<
  GitHub,
  | 'lookAtPull'
  | 'pullDetails'
  | 'resolveThread'
  | 'updateBranch'
  | 'armAutoMerge'
  | 'enqueue'
  | 'mergePull'
  | 'closeIssue'
  | 'writeBody'
  | 'removeLabel'
  | 'lookAtBranch'
  | 'mergeBranch'
  | 'deleteBranch'
>;

/** What the engine does on GitHub. Each write carries what it was decided on, so that GitHub refuses it when that moved. */
export function connectActs(client: GitHubClient): Acts {
  return { ...pullActs(client), ...issueActs(client), ...branchActs(client) };
}

function pullActs(client: GitHubClient) {
  return {
    async lookAtPull(ref, as) {
      type Answer = { repository: { id: string; pullRequest: PullLookNode | null } | null };
      const { repository } = await client.read<Answer>('pullLook', { ...ref }, as);
      const node = repository?.pullRequest;
      return repository && node
        ? { pull: pullRequestRecord(node, repository.id), ...pullDetails(node) }
        : null;
    },

    async pullDetails(nodeIds) {
      const found = new Map<string, PullDetails>();
      // GraphQL prices a request by what it could return: up to 100 threads each.
      for (const ids of parts(nodeIds, 20)) {
        const { nodes } = await client.read<{ nodes: (PullDetailsNode | null)[] }>('pullDetails', { ids });
        for (const node of nodes) if (node) found.set(node.id, pullDetails(node));
      }
      return found;
    },

    async resolveThread(id) {
      await client.mutate('resolveThread', { id });
    },

    async updateBranch({ owner, repo, number, headSha }) {
      await client.send(null, (octokit, request) =>
        octokit.rest.pulls.updateBranch({
          owner,
          repo,
          pull_number: number,
          expected_head_sha: headSha,
          request,
        }),
      );
    },

    async armAutoMerge({ nodeId, headSha }, strategy) {
      await client.mutate('armAutoMerge', { id: nodeId, head: headSha, strategy });
    },

    async enqueue({ nodeId, headSha }) {
      await client.mutate('enqueue', { id: nodeId, head: headSha });
    },

    async mergePull({ owner, repo, number, headSha }) {
      await client.send(null, (octokit, request) =>
        octokit.rest.pulls.merge({
          owner,
          repo,
          pull_number: number,
          sha: headSha,
          merge_method: 'squash',
          request,
        }),
      );
    },
  } satisfies Partial<Acts>;
}

function issueActs(client: GitHubClient) {
  return {
    async closeIssue({ owner, repo, number }, reason = 'completed') {
      await client.send(null, (octokit, request) =>
        octokit.rest.issues.update({
          owner,
          repo,
          issue_number: number,
          state: 'closed',
          state_reason: reason,
          request,
        }),
      );
    },

    async writeBody({ owner, repo, number }, body) {
      await client.send(null, (octokit, request) =>
        octokit.rest.issues.update({ owner, repo, issue_number: number, body, request }),
      );
    },

    async removeLabel({ owner, repo, number }, name, as) {
      await unlessGone(() =>
        client.send(as, (octokit, request) =>
          octokit.rest.issues.removeLabel({ owner, repo, issue_number: number, name, request }),
        ),
      );
    },
  } satisfies Partial<Acts>;
}

function branchActs(client: GitHubClient) {
  return {
    async lookAtBranch(ref, names) {
      type Answer = {
        repository: {
          branch: { target: { oid: string } | null } | null;
          into: { compare: { aheadBy: number } | null } | null;
        } | null;
      };
      const { repository } = await client.read<Answer>('branchLook', { ...ref, ...names });
      return {
        sha: repository?.branch?.target?.oid ?? null,
        ahead: repository?.into?.compare?.aheadBy ?? null,
      };
    },

    async mergeBranch({ owner, repo }, { branch, into, sha }) {
      try {
        const { status } = await client.send(null, (octokit, request) =>
          octokit.rest.repos.merge({
            owner,
            repo,
            base: into,
            // The commit that was approved, whatever the branch holds by now.
            head: sha,
            commit_message: `Merge branch '${branch}' into ${into}`,
            request,
          }),
        );
        return (status as number) === 204 ? 'nothing' : 'merged';
      } catch (error) {
        if (error instanceof UpstreamError && error.code === '409') return 'conflict';
        throw error;
      }
    },

    async deleteBranch({ owner, repo }, branch) {
      await unlessGone(() =>
        client.send(null, (octokit, request) =>
          octokit.rest.git.deleteRef({ owner, repo, ref: `heads/${branch}`, request }),
        ),
      );
    },
  } satisfies Partial<Acts>;
}

/** What is gone already is as it should be: 404, or 422 for a ref. */
async function unlessGone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (error instanceof UpstreamError && (error.code === '404' || error.code === '422')) return;
    throw error;
  }
}
