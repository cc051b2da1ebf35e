import type { ProposalState } from './message.js';

/** The three stages in a row, each behind its approvals. */
export const STAGES = ['audit', 'organise', 'dispatch'] as const;
export type OnboardingStage = (typeof STAGES)[number];

/** One repository of an onboarding, as its thread's first message shows it. Plain JSON. */
export interface OnboardingRepo {
  repo: string;
  tier: number;
  branch: string;
  language: string | null;
  /** Who would implement its children; null while no account is connected. */
  agent: string | null;
  /** What it lacks, in words, each with what to mend. */
  lacks: string[];
  /** Something is missing without which nothing can be done: it waits until that is mended. */
  isHeld: boolean;
  stage: OnboardingStage | 'done';
  /** Ids of what each stage has put before people; a stage that is not there has not begun. */
  proposals: Partial<Record<OnboardingStage, string[]>>;
  /** What each stage had to say. */
  notes: Partial<Record<OnboardingStage, string[]>>;
}

/** Whether everything that was put before people is decided, and what was approved carried out. */
export function isSettled(states: readonly ProposalState[]): boolean {
  return states.every(
    (state) =>
      state.proposal.status !== 'open' && (state.proposal.status !== 'approved' || isCarriedOut(state)),
  );
}

function isCarriedOut({ proposal, actions, acts }: ProposalState): boolean {
  if (proposal.shown.act === 'dispatch')
    return actions.every(({ status }) => !['approved', 'sending', 'unknown'].includes(status));
  const last = proposal.shown.act === 'audit' ? 'close-audit' : 'create-branch';
  // What GitHub has refused for good is a person's: the message says so, and the others go on.
  return acts.some(({ kind, status, givenUp }) => givenUp || (kind === last && status === 'done'));
}

/** What is to be put before people again: it has changed meanwhile, nobody decided in time, or somebody took it back. */
export function mustBeShownAnew(states: readonly ProposalState[]): boolean {
  return states.some(({ proposal }) => ['stale', 'expired', 'undone'].includes(proposal.status));
}

/** The stage after one. */
export function stageAfter(stage: OnboardingStage): OnboardingStage | 'done' {
  return STAGES[STAGES.indexOf(stage) + 1] ?? 'done';
}
