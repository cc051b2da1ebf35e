import type { RepoConditions } from '../ports.js';
import type { GitHubClient } from './client.js';

interface Answer {
  repository: {
    isArchived: boolean;
    hasIssuesEnabled: boolean;
    viewerPermission: string | null;
    autoMergeAllowed: boolean;
    label: { name: string } | null;
    workflows: { entries?: { name: string }[] | null } | null;
    codeowners: { errors: { line: number }[] } | null;
    defaultBranchRef: { target: { statusCheckRollup?: { state: string } | null } | null } | null;
  } | null;
}

const WRITERS = ['WRITE', 'MAINTAIN', 'ADMIN'];

/** Whether a repository is ready for an agent with this label: structure alone, no file is read. */
export async function readConditions(
  client: GitHubClient,
  ref: { owner: string; repo: string },
  label: string,
): Promise<RepoConditions | null> {
  const { repository } = await client.read<Answer>('conditions', { ...ref, label });
  if (!repository) return null;
  const { workflows, codeowners, defaultBranchRef } = repository;
  const files = workflows?.entries ?? [];
  return {
    archived: repository.isArchived,
    issuesEnabled: repository.hasIssuesEnabled,
    mayWrite: WRITERS.includes(repository.viewerPermission ?? ''),
    autoMergeAllowed: repository.autoMergeAllowed,
    hasLabel: repository.label !== null,
    hasChecks:
      files.some(({ name }) => /\.ya?ml$/.test(name)) || Boolean(defaultBranchRef?.target?.statusCheckRollup),
    brokenOwners: codeowners?.errors.map(({ line }) => line) ?? null,
  };
}
