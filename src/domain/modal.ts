import type { Proposal } from './approval.js';
import type { Review } from './review.js';

/**
 * A modal by itself, one laid over the open one, or one in the place of what a view shows; with a hash, only of what
 * it showed then.
 */
export type ModalPlace = { open: string } | { push: string } | { view: string } | ModalView;

export interface ModalView {
  view: string;
  hash: string;
}

export type Modal =
  /** A dispatch that is cut down. */
  | { modal: 'edit'; proposal: Proposal }
  /** A planned epic, with the others that its children may go to. */
  | { modal: 'plan'; proposal: Proposal; others: readonly Proposal[] }
  /** The findings of a draft, by pages; with words on what went wrong. */
  | { modal: 'review'; review: OpenReview; page: number; words?: string }
  /** One finding of it, above the list that it was opened from. */
  | { modal: 'finding'; review: OpenReview; key: string; page: number; list: ModalView }
  | { modal: 'notice'; words: string };

/** One person's review, and the draft that it is of. */
export interface OpenReview extends Review {
  proposal: string;
  repo: string;
}
