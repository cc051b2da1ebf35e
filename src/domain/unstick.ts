import type { EpicProgress } from './epic.js';
import type { PullPlan } from './epic-act.js';
import type { WaitsFor } from './pull-act.js';
import type { Takers } from './reassign.js';

/** What `/epic unstick` answers: every open pull request of the epics, worst first. Plain JSON. */
export interface UnstickAnswer {
  asOf: string | null;
  repo: string;
  paused: boolean;
  rows: UnstickRow[];
}

export interface UnstickRow {
  /** Null for a child whose agent has brought none. */
  pullRequest: number | null;
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
  /** Who else may take the child over; absent where the team has one agent alone. */
  takers?: Takers;
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

/** Children whose agent has brought nothing in its usual time. */
export function stalledRows({ epic, states }: EpicProgress): UnstickRow[] {
  return states
    .filter(({ child }) => child.issue?.open && child.issue.silence === 'no-pull-request')
    .map(({ child, why }) => ({
      ...{ pullRequest: null, child: child.number, epic: epic.number },
      ...{ why: why ?? '', next: WAITING.person, turn: 'person', again: false },
    }));
}

export function worstRowsFirst(rows: readonly UnstickRow[]): UnstickRow[] {
  return [...rows].sort((a, b) => ORDER[a.turn] - ORDER[b.turn] || subject(a) - subject(b));
}

function subject({ pullRequest, child }: UnstickRow): number {
  return pullRequest ?? child;
}
