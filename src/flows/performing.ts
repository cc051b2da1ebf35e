import type { ActRow, ClaimedAct } from '../store/acts.js';
import type { Context } from './context.js';

/**
 * How an act came out. `moot`: GitHub no longer shows what it was decided on, so it is decided anew. `later`: another
 * writer is at it. An act that throws `in-doubt` is looked for before it is done again.
 */
export type Outcome =
  | { status: 'done'; patch?: Partial<ActRow> }
  | { status: 'moot'; why: string }
  /** `final`: nothing that is the same now will ever be taken. */
  | { status: 'refused'; why: string; final?: boolean }
  | { status: 'later'; seconds: number; why?: string };

export const DONE: Outcome = { status: 'done' };

/** One act that is being done. `save` writes under the lease and throws when it is lost. */
export interface Performing extends ClaimedAct {
  context: Context;
  save(patch: Partial<ActRow>): Promise<void>;
}
