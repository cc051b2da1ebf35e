import type { Shown } from '../domain/approval.js';
import type { IssueRef } from '../ports.js';
import type { ActRow, ClaimedAct } from '../store/acts.js';
import { proposalStates } from '../store/proposals.js';
import { refOf } from '../store/repos.js';
import type { Context } from './context.js';

/**
 * How an act came out. `moot`: GitHub no longer shows what it was decided on, so it is decided anew. `later`: it
 * cannot be done yet, another writer is at it or a person has to mend something. An act that throws `in-doubt` is looked for before it is done again.
 */
export type Outcome =
  | { status: 'done'; patch?: Partial<ActRow> }
  | { status: 'moot'; why: string }
  /** `final`: nothing that is the same now will ever be taken. */
  | { status: 'refused'; why: string; final?: boolean }
  | { status: 'later'; seconds: number; why?: string };

export const DONE: Outcome = { status: 'done' };

/** Looks after which an issue that cannot be seen counts as deleted, for a step that others need not wait for. */
const UNSEEN_LOOKS = 3;

export function unseen({ act }: ClaimedAct, number: number): Outcome {
  return { status: 'refused', why: `#${number} cannot be seen`, final: act.attempts >= UNSEEN_LOOKS };
}

/** One act that is being done. `save` writes under the lease and throws when it is lost. */
export interface Performing extends ClaimedAct {
  context: Context;
  save(patch: Partial<ActRow>): Promise<void>;
}

/** The issue or pull request that the act is about, as requests to GitHub name it. */
export function subjectOf({ repo, act }: ClaimedAct): IssueRef {
  return { ...refOf(repo), number: act.subject };
}

/** What was approved, for an act that carries a proposal out; null when that is gone. */
export async function shownOf({ context, act }: Performing): Promise<Shown | null> {
  const id = act.detail.proposal ?? '';
  return (await proposalStates(context.db, [id])).get(id)?.proposal.shown ?? null;
}
