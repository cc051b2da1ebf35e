import type { ActionStatus } from './ledger.js';
import { isHandedOver, type PullRequest, stuckReason } from './pull-request.js';
import { parseTitle } from './title.js';

/** One child of an epic with everything that is known of its structure. */
export interface Child {
  /** `owner/name` of its repository. */
  repo: string;
  number: number;
  /** Null when the bot cannot see the issue. */
  issue: ChildIssue | null;
  checked: boolean;
  phase: number;
  phaseName: string;
}

export interface ChildIssue {
  /** GitHub's own id. */
  nodeId: string;
  title: string;
  open: boolean;
  labels: readonly string[];
  authorAssociation: string;
  lastEditedAt: Date | null;
  closedAt: Date | null;
  /** Open issues that block it, as `owner/name#n`. */
  blockedBy: readonly string[];
  pullRequest: PullRequest | null;
  /** Open pull requests of an agent from whom it was taken: left alone, and no longer the child's. */
  former: readonly PullRequest[];
  /** The live dispatch of the ledger, if there is one. */
  dispatch: ActionStatus | null;
  /** An agent's label is on it. */
  agentLabel: string | null;
  /** Tasks spent on it so far, over all agents. */
  attempts: number;
  /** The last of those tasks. */
  task: { id: number; agent: string } | null;
  /** What is missing though the agent should have answered by now. */
  silence: Silence | null;
}

/** A dispatched child that nobody has seen, or that has brought no pull request. */
export type Silence = 'unseen' | 'no-pull-request';

/** An agent answers with 👀 within seconds. */
const UNSEEN_MINUTES = 10;
/** Jules needs 10 to 40 minutes for a pull request. */
const STALLED_MINUTES = 3 * 60;
/** After so many tasks on one child it is poison: split it, or give it to a person. */
export const MOST_ATTEMPTS = 3;

/** What should have come from the agent by now and has not. */
export function silenceOf(
  task: { dispatchedAt: Date; acknowledged: boolean; hasPullRequest: boolean },
  now: Date,
): Silence | null {
  const minutes = (now.getTime() - task.dispatchedAt.getTime()) / 60_000;
  if (task.hasPullRequest) return null;
  if (minutes >= STALLED_MINUTES) return 'no-pull-request';
  return minutes >= UNSEEN_MINUTES && !task.acknowledged ? 'unseen' : null;
}

export interface Epic {
  repo: string;
  number: number;
  title: string;
  open: boolean;
  branch: string | null;
  branchSha: string | null;
  /** Changes whenever its issue does. */
  bodyVersion: string;
  children: readonly Child[];
}

export type ChildState =
  | 'done'
  | 'in-flight'
  | 'stuck'
  | 'ready'
  | 'needs-person'
  | 'blocked'
  | 'later'
  /** A person has to look; the phase goes on without it. */
  | 'skipped'
  | 'unseen';

export interface PhaseProgress {
  number: number;
  name: string;
  done: number;
  total: number;
  active: boolean;
}

export interface EpicProgress {
  epic: Epic;
  done: number;
  total: number;
  phases: PhaseProgress[];
  /** The lowest phase with a child that is neither done nor skipped; null when there is none. */
  activePhase: number | null;
  states: { child: Child; state: ChildState; why: string | null }[];
}

/** Progress is derived from the children's issues, never from the ticks: a person may tick, reopen or forget. */
export function epicProgress(epic: Epic): EpicProgress {
  const activePhase = epic.children.reduce<number | null>(
    (lowest, child) =>
      isSettled(child) || (lowest !== null && lowest <= child.phase) ? lowest : child.phase,
    null,
  );
  const states = epic.children.map((child) => ({ child, ...childState(child, activePhase) }));
  const numbers = [...new Set(epic.children.map((child) => child.phase))].sort((a, b) => a - b);
  const phases = numbers.map((number) => {
    const inPhase = epic.children.filter((child) => child.phase === number);
    return {
      number,
      name: inPhase[0]?.phaseName ?? '',
      done: inPhase.filter(isDone).length,
      total: inPhase.length,
      active: number === activePhase,
    };
  });
  return {
    epic,
    done: epic.children.filter(isDone).length,
    total: epic.children.length,
    phases,
    activePhase,
    states,
  };
}

/**
 * A child that stands in several open epics begins when its phase has begun in each of them: an epic that waits holds
 * it back in all.
 */
export function judgedTogether(all: readonly EpicProgress[]): EpicProgress[] {
  const keyOf = ({ repo, number }: Child) => `${repo}#${number}`;
  const waiting = new Map<string, string>();
  for (const { epic, states } of all)
    for (const { child, state, why } of states)
      if (epic.open && state === 'later') waiting.set(keyOf(child), `${why} in #${epic.number}`);
  return all.map((progress) => ({
    ...progress,
    states: progress.states.map((one) => {
      const why = waiting.get(keyOf(one.child));
      const isFree = one.state === 'ready' || one.state === 'needs-person';
      return why && isFree ? { ...one, state: 'later' as const, why } : one;
    }),
  }));
}

function isDone(child: Child): boolean {
  return child.issue !== null && !child.issue.open;
}

/** Done, or left to a person: the next phase need not wait for it. */
function isSettled(child: Child): boolean {
  return isDone(child) || (child.issue !== null && issueState(child.issue).state === 'skipped');
}

function childState(child: Child, activePhase: number | null): { state: ChildState; why: string | null } {
  const outside = child.issue && issueState(child.issue);
  if (
    outside &&
    (outside.state === 'ready' || outside.state === 'needs-person') &&
    child.phase !== activePhase
  ) {
    return { state: 'later', why: `phase ${activePhase} is not closed` };
  }
  return outside ?? { state: 'unseen', why: 'the bot cannot see this issue' };
}

/** The state of an issue by itself, whatever epic it belongs to. */
export function issueState(issue: ChildIssue): { state: ChildState; why: string | null } {
  if (!issue.open) return { state: 'done', why: null };
  const pull = issue.pullRequest;
  if (pull?.state === 'OPEN' && isHandedOver(pull))
    return { state: 'skipped', why: `#${pull.number} waits for a person` };
  const stuck = pull && stuckReason(pull);
  if (stuck) return { state: 'stuck', why: stuck.why };
  if (issue.silence) return { state: 'stuck', why: SILENCE_WORDS[issue.silence] };
  if (issue.dispatch || pull || (issue.agentLabel && issue.attempts === 0))
    return { state: 'in-flight', why: null };
  if (issue.attempts >= MOST_ATTEMPTS)
    return {
      state: 'skipped',
      why: `handed out ${issue.attempts} times: split it, or give it to a person`,
    };
  if (issue.blockedBy.length > 0)
    return { state: 'blocked', why: `blocked by ${issue.blockedBy.join(', ')}` };
  if (!parseTitle(issue.title).dispatchable)
    return { state: 'needs-person', why: 'a feature waits for the code owner' };
  return { state: 'ready', why: isRetry(issue) ? 'its last attempt came to nothing' : null };
}

const SILENCE_WORDS: Record<Silence, string> = {
  unseen: 'no 👀 from the agent: it may not have picked it up',
  'no-pull-request': 'no pull request from the agent after hours',
};

/** It was handed out before and nothing came of it: handing it out again costs another task, so a person decides. */
export function isRetry(issue: ChildIssue): boolean {
  return issue.attempts > 0 || issue.agentLabel !== null;
}

/** READY: open children of active phases, not dispatched, not blocked, not a feature awaiting a person. */
export function readyChildren(progress: EpicProgress): Child[] {
  return progress.states.filter(({ state }) => state === 'ready').map(({ child }) => child);
}

/**
 * What may be dispatched now. In a blocking phase its first child goes alone; when that is done, the others go side
 * by side. Features are listed apart: each needs the code owner's own click.
 */
export function nextChildren(progress: EpicProgress): {
  dispatch: Child[];
  /** Handed out before: one more task each, so each needs a click whatever the mode. */
  retries: Child[];
  features: Child[];
  blocking: boolean;
} {
  const inPhase = progress.states.filter(({ child }) => child.phase === progress.activePhase);
  const blocking = /\bblock/i.test(inPhase[0]?.child.phaseName ?? '');
  const first = inPhase[0];
  const holds = first && first.state !== 'done' && first.state !== 'skipped';
  const candidates = blocking && holds ? [first] : inPhase;
  const of = (wanted: ChildState) =>
    candidates.filter(({ state }) => state === wanted).map(({ child }) => child);
  const ready = of('ready');
  return {
    dispatch: ready.filter(({ issue }) => issue && !isRetry(issue)),
    retries: ready.filter(({ issue }) => issue && isRetry(issue)),
    features: of('needs-person'),
    blocking,
  };
}
