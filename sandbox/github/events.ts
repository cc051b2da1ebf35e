import type {
  Account,
  Branch,
  CheckRun,
  Comment,
  Commit,
  Conversation,
  Issue,
  Label,
  PullRequest,
  Repo,
  Review,
  ReviewThread,
  Session,
} from './model.js';

/** What just happened, for whoever lives in the world: agents now, webhooks later. */
export type WorldEvent =
  | { type: 'reset'; seed: number }
  | { type: 'labeled' | 'unlabeled'; subject: Conversation; label: Label; session: Session }
  | { type: 'commented'; subject: Conversation; session: Session; comment: Comment }
  | { type: 'issue-opened'; issue: Issue }
  | { type: 'edited' | 'closed' | 'reopened'; subject: Conversation; by: Account }
  | { type: 'branch-created' | 'branch-moved' | 'branch-deleted'; repo: Repo; branch: Branch }
  | { type: 'check'; repo: Repo; commit: Commit; check: CheckRun }
  | PullRequestEvent;

type PullRequestEvent =
  | { type: 'pull-request-opened'; pullRequest: PullRequest }
  | { type: 'pushed'; pullRequest: PullRequest; commit: Commit; by: Account; forced: boolean }
  | { type: 'retargeted'; pullRequest: PullRequest; from: string; by: Account }
  | { type: 'reviewed'; pullRequest: PullRequest; review: Review; threads: ReviewThread[] }
  | {
      type: 'thread-resolved' | 'thread-unresolved';
      pullRequest: PullRequest;
      thread: ReviewThread;
      by: Account;
    }
  | { type: 'auto-merge-enabled' | 'auto-merge-disabled'; pullRequest: PullRequest; by: Account }
  | { type: 'enqueued' | 'dequeued'; pullRequest: PullRequest }
  | { type: 'merged'; pullRequest: PullRequest; by: Account };
