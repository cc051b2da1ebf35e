import type { EpicProgress } from './epic.js';
import { readyChildren } from './epic.js';
import { isAuditTitle, isEpicIssue } from './title.js';

/** Where a repository stands in the pipeline. */
export type Stage = 'executing' | 'audits' | 'organise' | 'idle';

export const STAGE_WORDS: Record<Stage, string> = {
  executing: 'Stage 3 · executing',
  audits: 'Stage 1 · ready',
  organise: 'Stage 2 · features',
  idle: 'nothing to do',
};

export interface RepoFacts {
  name: string;
  nameWithOwner: string;
  defaultBranch: string;
  language: string | null;
  tier: number;
  openIssues: readonly {
    number: number;
    title: string;
    labels: readonly string[];
    authorAssociation: string;
  }[];
  openPullRequests: number;
  epics: readonly EpicProgress[];
}

/** One row of the inventory table. */
export interface InventoryRow {
  name: string;
  nameWithOwner: string;
  open: number;
  audits: number;
  epics: number[];
  defaultBranch: string;
  language: string | null;
  stage: Stage;
  tier: number;
}

export function inventoryRow(repo: RepoFacts): InventoryRow {
  const audits = repo.openIssues.filter((issue) => isAuditTitle(issue.title)).length;
  const epics = repo.epics.filter(({ epic }) => epic.open).map(({ epic }) => epic.number);
  const plain = repo.openIssues.some((issue) => !isEpicIssue(issue));
  return {
    name: repo.name,
    nameWithOwner: repo.nameWithOwner,
    open: repo.openIssues.length,
    audits,
    epics,
    defaultBranch: repo.defaultBranch,
    language: repo.language,
    stage: epics.length > 0 ? 'executing' : audits > 0 ? 'audits' : plain ? 'organise' : 'idle',
    tier: repo.tier,
  };
}

/** READY over all open epics. */
export function readyDepth(epics: readonly EpicProgress[]): number {
  return epics
    .filter(({ epic }) => epic.open)
    .reduce((sum, progress) => sum + readyChildren(progress).length, 0);
}
