import type { Proposal } from './approval.js';
import type { CommandName } from './command.js';
import type { InventoryRow } from './inventory.js';
import type { ActionStatus } from './ledger.js';
import type { BudgetAnswer, MorningReport } from './report.js';
import type { StatusAnswer } from './status.js';

/** What a message says, before it becomes blocks in Slack or lines in a terminal. Plain JSON, so it can be kept. */
export type MessageContent =
  | { view: 'help'; topic: CommandName | null }
  | { view: 'status'; status: StatusAnswer }
  | { view: 'inventory'; asOf: string | null; rows: InventoryRow[] }
  | { view: 'budget'; budget: BudgetAnswer }
  | { view: 'proposal'; proposals: string[]; notes: string[] }
  | { view: 'report'; report: MorningReport }
  | { view: 'notice'; text: string; hints: string[] };

/** A proposal with what became of it. */
export interface ProposalState {
  proposal: Proposal;
  actions: { issueNumber: number; status: ActionStatus; account: string | null; note: string | null }[];
}

/** What a kept message is drawn from besides its content: the state of the world now. */
export interface LiveState {
  now: Date;
  proposals: ReadonlyMap<string, ProposalState>;
  budget: BudgetAnswer | null;
}
