import { type Epic, epicProgress } from '../../../src/domain/epic.js';
import type { RepoFacts } from '../../../src/domain/inventory.js';

/** dappcore/core, read just now, without issues. */
export function aRepo({
  epics = [],
  ...more
}: Partial<Omit<RepoFacts, 'epics'>> & { epics?: readonly Epic[] } = {}): RepoFacts {
  return {
    name: 'core',
    nameWithOwner: 'dappcore/core',
    defaultBranch: 'dev',
    language: 'Go',
    tier: 4,
    openIssues: [],
    openPullRequests: 0,
    ...more,
    epics: epics.map(epicProgress),
  };
}
