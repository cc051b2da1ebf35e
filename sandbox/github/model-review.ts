import type { Account, Timestamp } from './model.js';

export interface ReviewComment {
  id: number;
  nodeId: string;
  author: Account;
  body: string;
  createdAt: Timestamp;
}

export interface ReviewThread {
  id: number;
  nodeId: string;
  createdAt: Timestamp;
  isResolved: boolean;
  isOutdated: boolean;
  path: string;
  /** Nowhere any more, once the thread is outdated. */
  line: number | null;
  comments: ReviewComment[];
}

export type ReviewDecision = 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED';

export interface Review {
  id: number;
  nodeId: string;
  author: Account;
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  submittedAt: Timestamp;
  /** The head that was looked at. */
  oid: string;
}
