import type { Shown } from '../domain/approval.js';
import { saveProposal } from '../store/proposals.js';
import type { RepoRow } from '../store/repos.js';
import { type Context, minutesAfter } from './context.js';

/** A proposal, and an approval that waits, are good for a working day: until then what was shown is compared with what is. */
export const GOOD_FOR_MINUTES = 12 * 60;

/** Puts a proposal down; the same open one is given again instead of a second one. */
export async function putProposal(
  { db, clock }: Context,
  shown: Shown,
  goodForMinutes = GOOD_FOR_MINUTES,
): Promise<string> {
  const now = clock.now();
  return saveProposal(db, shown, { now, expiresAt: minutesAfter(now, goodForMinutes) });
}

/** What a proposal shows whose steps hand out no task. */
export function withoutTasks(repo: RepoRow, more: Pick<Shown, 'act' | 'why'> & Partial<Shown>): Shown {
  return {
    repoId: repo.id,
    repo: repo.nameWithOwner,
    agent: '',
    epic: null,
    children: [],
    cost: 0,
    needsCodeOwner: false,
    retry: false,
    into: null,
    ...more,
  };
}
