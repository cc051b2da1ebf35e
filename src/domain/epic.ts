import type { ActionStatus } from './ledger.js';
import { type PullRequest, stuckReason } from './pull-request.js';
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
  title: string;
  open: boolean;
  labels: readonly string[];
  authorAssociation: string;
  lastEditedAt: Date | null;
  /** Open issues that block it, as `owner/name#n`. */
  blockedBy: readonly string[];
  pullRequest: PullRequest | null;
  /** The live dispatch of the ledger, if there is one. */
  dispatch: ActionStatus | null;
  /** An agent's label is on it. */
  agentLabel: string | null;
}

export interface Epic {
  repo: string;
  number: number;
  title: string;
  open: boolean;
  branch: string | null;
  branchSha: string | null;
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
  /** The lowest phase with a child that is not done; null when all are. */
  activePhase: number | null;
  states: { child: Child; state: ChildState; why: string | null }[];
}

/** Progress is derived from the children's issues, never from the ticks: a person may tick, reopen or forget. */
export function epicProgress(epic: Epic): EpicProgress {
  const activePhase = epic.children.reduce<number | null>(
    (lowest, child) => (isDone(child) || (lowest !== null && lowest <= child.phase) ? lowest : child.phase),
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

function isDone(child: Child): boolean {
  return child.issue !== null && !child.issue.open;
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
  const stuck = issue.pullRequest && stuckReason(issue.pullRequest);
  if (stuck) return { state: 'stuck', why: stuck.why };
  if (issue.dispatch || issue.agentLabel || issue.pullRequest) return { state: 'in-flight', why: null };
  if (issue.blockedBy.length > 0)
    return { state: 'blocked', why: `blocked by ${issue.blockedBy.join(', ')}` };
  if (!parseTitle(issue.title).dispatchable)
    return { state: 'needs-person', why: 'a feature waits for the code owner' };
  return { state: 'ready', why: null };
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
  features: Child[];
  blocking: boolean;
} {
  const inPhase = progress.states.filter(({ child }) => child.phase === progress.activePhase);
  const blocking = /\bblock/i.test(inPhase[0]?.child.phaseName ?? '');
  const first = inPhase[0];
  const candidates = blocking && first && first.state !== 'done' ? [first] : inPhase;
  const of = (wanted: ChildState) =>
    candidates.filter(({ state }) => state === wanted).map(({ child }) => child);
  return { dispatch: of('ready'), features: of('needs-person'), blocking };
}
