import type { Db } from '../../../db/client.js';
import type { Shown } from '../../../src/domain/approval.js';
import type { IssueRecord, LabelEvent, RepositoryRecord } from '../../../src/ports.js';
import { listRepos, type RepoRow, saveRepos } from '../../../src/store/repos.js';

/** A Wednesday morning: where every store test begins. */
export const NOW = new Date('2026-02-04T09:00:00Z');

export function after(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1_000);
}

type InventoryRecord = RepositoryRecord & { tier: number };

export function aRepository(name: string, more: Partial<InventoryRecord> = {}): InventoryRecord {
  return {
    nodeId: `R_${name}`,
    owner: 'dappcore',
    name,
    nameWithOwner: `dappcore/${name}`,
    defaultBranch: 'dev',
    language: 'Go',
    autoMergeAllowed: true,
    archived: false,
    tier: 1,
    ...more,
  };
}

/** A repository that is in the database, by its row. */
export async function aSavedRepo(db: Db, name = 'core'): Promise<RepoRow> {
  await saveRepos(db, [aRepository(name)]);
  const repo = (await listRepos(db)).find((one) => one.name === name);
  if (!repo) throw new Error(`${name} was not saved.`);
  return repo;
}

export function anIssue(number: number, more: Partial<IssueRecord> = {}): IssueRecord {
  return {
    number,
    nodeId: `I_${number}`,
    title: `fix(core): ${number}`,
    open: true,
    labels: [],
    authorAssociation: 'MEMBER',
    createdAt: NOW,
    updatedAt: NOW,
    closedAt: null,
    lastEditedAt: null,
    blockedBy: [],
    linkedPulls: [],
    acknowledged: false,
    reopenedAt: null,
    labelEvents: [],
    ...more,
  };
}

export function aLabelEvent(id: string, more: Partial<LabelEvent> = {}): LabelEvent {
  return { id, label: 'jules', actor: 'Snider', at: NOW, ...more };
}

/** What a proposal for these issues shows. */
export function shownDispatch(
  repo: { id: number; nameWithOwner: string },
  numbers: readonly number[],
): Shown {
  return {
    repoId: repo.id,
    repo: repo.nameWithOwner,
    agent: 'jules',
    epic: null,
    children: numbers.map((number) => ({
      number,
      title: `fix(core): ${number}`,
      authorAssociation: 'MEMBER',
      lastEditedAt: null,
    })),
    cost: numbers.length,
    why: 'asked for',
    needsCodeOwner: false,
    act: 'dispatch',
    retry: false,
    into: null,
  };
}
