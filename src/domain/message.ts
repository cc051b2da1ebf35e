import type { ActKind, ActStatus } from './act.js';
import type { Proposal } from './approval.js';
import type { CommandName } from './command.js';
import type { InventoryRow } from './inventory.js';
import type { JournalStats, LeaderboardRow } from './journal-stats.js';
import type { ActionStatus } from './ledger.js';
import type { OnboardingRepo } from './onboarding.js';
import type { Takers } from './reassign.js';
import type { BudgetAnswer, Report } from './report.js';
import type { StatusAnswer } from './status.js';
import type { UnstickAnswer } from './unstick.js';

/** What a message says, before it becomes blocks in Slack or lines in a terminal. Plain JSON, so it can be kept. */
export type MessageContent =
  | { view: 'help'; topic: CommandName | null }
  | { view: 'status'; status: StatusAnswer }
  | { view: 'inventory'; asOf: string | null; rows: InventoryRow[] }
  | { view: 'budget'; budget: BudgetAnswer }
  | { view: 'proposal'; proposals: string[]; notes: string[] }
  | { view: 'onboarding'; repos: OnboardingRepo[] }
  | { view: 'report'; report: Report }
  | { view: 'escalation'; escalation: Escalation }
  | { view: 'unstick'; unstick: UnstickAnswer }
  | { view: 'journal'; stats: JournalStats }
  | { view: 'leaderboard'; agents: LeaderboardRow[] }
  | { view: 'notice'; text: string; hints: string[] };

/** A person has to look: what it is about, why, and what was tried. */
export interface Escalation {
  repo: string;
  /** Number of the pull request, or of the epic whose branch cannot be merged. */
  subject: number;
  epic: number | null;
  child: number | null;
  why: string;
  tried: string[];
  /** Who else may take the child over; absent where the team has one agent alone. */
  takers?: Takers;
  /** Slack user ids of those who are called. */
  call: string[];
}

/** A proposal with what became of it. */
export interface ProposalState {
  proposal: Proposal;
  actions: { issueNumber: number; status: ActionStatus; account: string | null; note: string | null }[];
  /** What an approved merge or draft has put down, in its order, and how each is going. */
  acts: {
    kind: ActKind;
    status: ActStatus;
    note: string | null;
    made: number | null /** Refused for good. */;
    givenUp?: boolean;
  }[];
}

/** What a kept message is drawn from besides its content: the state of the world now. */
export interface LiveState {
  now: Date;
  proposals: ReadonlyMap<string, ProposalState>;
  budget: BudgetAnswer | null;
}
