/**
 * The life of one action, which is one dispatch: `proposed → approved → sending → confirmed → started → finished`, or one of the ends
 * `failed, skipped, expired, undone, stale`. `unknown` means that GitHub may or may not have done it.
 */
export type ActionStatus =
  | 'proposed'
  | 'approved'
  | 'sending'
  | 'unknown'
  | 'confirmed'
  | 'started'
  | 'finished'
  | 'failed'
  | 'skipped'
  | 'expired'
  | 'undone'
  | 'stale';

export type ProposalStatus = 'open' | 'approved' | 'skipped' | 'undone' | 'stale' | 'expired';

/** A task is reserved from the approval on, and stays so while it is in doubt. */
export const RESERVED: readonly ActionStatus[] = ['approved', 'sending', 'unknown'];
/** The label is on: the task is spent, whatever becomes of it. */
export const SPENT: readonly ActionStatus[] = ['confirmed', 'started', 'finished'];
/** With an agent, as far as is known. */
export const RUNNING: readonly ActionStatus[] = ['confirmed', 'started'];
/** Under way: a second dispatch of the same issue is refused. */
export const LIVE: readonly ActionStatus[] = [...RESERVED, ...RUNNING];
/** What the queue works on: whatever is reserved is not sent yet, or not surely. */
export const QUEUED: readonly ActionStatus[] = [...RESERVED];

/**
 * A dispatch is two writes in this order, because the label starts the agent at once; one that is handed out again
 * loses the label of the last attempt first.
 */
export type DispatchStep = 'unlabel' | 'comment' | 'label';

/** Ids that stood there before a write; what is new afterwards is ours. */
export interface DispatchBaseline {
  /** Node ids. */
  comments: string[];
  labelEvents: string[];
}
