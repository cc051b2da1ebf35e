import type { Timestamp } from './model.js';

/** What a repository holds of git, without any contents: commits know their parents and the paths they change. */
export interface Commit {
  oid: string;
  parents: string[];
  committedAt: Timestamp;
  checks: CheckRun[];
  /** What it changes against its first parent by itself; a merge changes nothing but what it mended. */
  paths: string[];
}

/** A line of CODEOWNERS that GitHub cannot make sense of. */
export interface CodeownersError {
  line: number;
  column: number;
  kind: string;
  source: string;
  suggestion: string | null;
}

export interface CheckRun {
  name: string;
  status: 'QUEUED' | 'IN_PROGRESS' | 'COMPLETED';
  conclusion: CheckConclusion | null;
  startedAt?: Timestamp;
  completedAt?: Timestamp;
  /** Nobody requires it. */
  isOptional?: boolean;
}

export type CheckConclusion = 'SUCCESS' | 'FAILURE';

export interface Branch {
  id: number;
  nodeId: string;
  name: string;
  oid: string;
}

export type MergeMethod = 'MERGE' | 'SQUASH' | 'REBASE';

/** What a repository's settings and the protection of its branches say about merging. */
export interface RepoSettings {
  allowAutoMerge: boolean;
  deleteBranchOnMerge: boolean;
  /** Whether a head must contain its base before it may be merged. Off on GitHub unless somebody asks for it. */
  strict: boolean;
  /** The branches into which only a merge queue merges. */
  mergeQueues: Set<string>;
}

export function usualSettings(): RepoSettings {
  return { allowAutoMerge: true, deleteBranchOnMerge: true, strict: false, mergeQueues: new Set() };
}
