import type { PullPlan } from './epic-act.js';
import type { WaitsFor } from './pull-act.js';

/** What `/epic unstick` answers: every open pull request of the epics, worst first. Plain JSON. */
export interface UnstickAnswer {
  asOf: string | null;
  repo: string;
  paused: boolean;
  rows: UnstickRow[];
}

export interface UnstickRow {
  pullRequest: number;
  child: number;
  epic: number;
  /** What blocks it. */
  why: string;
  /** The next act, in words. */
  next: string;
  /** Whose turn it is: the bot's own, or whom it waits for. */
  turn: 'bot' | WaitsFor;
  /** A person has it, and may hand it back for another try. */
  again: boolean;
}

const NEXT: Record<string, string> = {
  'ask-reviews': 'I ask the agent to fix the reviews',
  'ask-conflict': 'I ask the agent to fix the conflict',
  'resolve-threads': 'I resolve the threads that the fix has answered',
  'update-branch': 'I bring its base into it',
  'arm-auto-merge': 'I switch auto-merge on',
  enqueue: 'I put it into the merge queue',
  merge: 'I merge it',
  escalate: 'I call the code owner',
};

const WAITING: Record<WaitsFor, string> = {
  agent: 'wait for the agent',
  checks: 'wait for the checks',
  reviewers: 'wait for the reviewers',
  github: 'ask GitHub again',
  line: 'wait for its turn',
  person: 'a person has to look',
  nobody: 'nothing',
};

/** Those that need a person first, then what the bot does itself, then what only takes time. */
const ORDER: Record<UnstickRow['turn'], number> = {
  person: 0,
  bot: 1,
  agent: 2,
  line: 3,
  reviewers: 4,
  checks: 5,
  github: 6,
  nobody: 7,
};

export function unstickRows(epic: number, plans: readonly PullPlan[]): UnstickRow[] {
  return plans.map(({ child, pull, act, again }) => ({
    pullRequest: pull.number,
    child: child.number,
    epic,
    why: act.why,
    next: act.act === 'wait' ? WAITING[act.on] : (NEXT[act.act] as string),
    turn: act.act === 'wait' ? act.on : ('bot' as const),
    again,
  }));
}

export function worstRowsFirst(rows: readonly UnstickRow[]): UnstickRow[] {
  return [...rows].sort((a, b) => ORDER[a.turn] - ORDER[b.turn] || a.pullRequest - b.pullRequest);
}
