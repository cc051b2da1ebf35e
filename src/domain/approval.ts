import type { AuditDraft } from './draft.js';
import type { ChildState } from './epic.js';
import type { ProposalStatus } from './ledger.js';
import type { EpicPlan } from './organise/plan.js';
import type { TakenFrom, Taking } from './reassign.js';

/** What a proposal shows: the approval holds for exactly this. Plain JSON; times are ISO strings. */
export interface Shown {
  /**
   * `dispatch`: the children go to the agent. `merge`: the epic's branch goes into the default branch. `audit`: the
   * findings of an audit become issues. `organise`: issues become the children of an epic.
   */
  act: 'dispatch' | 'merge' | 'audit' | 'organise';
  repoId: number;
  repo: string;
  agent: string;
  epic: { number: number; title: string; branch: string; branchSha: string } | null;
  children: ShownChild[];
  /** Tasks. */
  cost: number;
  /** Why these and why now, for the reader. */
  why: string;
  /** True when a feature is among them, which the code owner alone may start. */
  needsCodeOwner: boolean;
  /** Handed out before, to no end: the agent's label is taken off and put on again. */
  retry: boolean;
  /** The attempt of another agent that it replaces. */
  reassign?: TakenFrom;
  /** Branch that a merge goes into. */
  into: string | null;
  /** The issues that an audit becomes. */
  draft?: AuditDraft;
  /** The epic that issues become. */
  plan?: EpicPlan;
}

export interface ShownChild {
  number: number;
  title: string;
  authorAssociation: string;
  lastEditedAt: string | null;
}

export interface Approver {
  login: string;
  approver: boolean;
  codeOwner: boolean;
}

/** The same facts as in `Shown`, as they are now. */
export interface CurrentFacts {
  /** The audit of a draft; null when there is none, or it cannot be seen. */
  audit: { open: boolean; title: string; lastEditedAt: string | null } | null;
  branchSha: string | null;
  /** Of a plan: each of its children that can be seen. */
  planned: CurrentPlanned[];
  /** Of a plan that extends an epic: whether that one is open. */
  epicOpen: boolean;
  /** Whether every child of the epic is closed. */
  allDone: boolean;
  children: CurrentChild[];
}

/** A planned child as it is now. */
export interface CurrentPlanned {
  number: number;
  title: string;
  lastEditedAt: string | null;
  open: boolean;
  /** Where it belongs already, in words, or null. */
  taken: string | null;
}

export interface CurrentChild {
  number: number;
  title: string;
  lastEditedAt: string | null;
  state: ChildState;
  /** Why it is in that state, in words. */
  why: string | null;
  /** Whether it may be taken from its agent. */
  taking: Taking;
  /** It was handed out before. */
  retry: boolean;
  /** Of a single issue: where it belongs by now, in words, or null. */
  taken: string | null;
}

export interface Proposal {
  id: string;
  shown: Shown;
  status: ProposalStatus;
  reason: string | null;
  createdAt: Date;
  expiresAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export type Verdict =
  | { kind: 'allow' }
  /** This person, or not now: nothing changes and the buttons stay. */
  | { kind: 'refuse'; why: string }
  /** What was shown is no longer so: the proposal ends. */
  | { kind: 'stale'; why: string }
  | { kind: 'expired'; why: string };

export const NOT_AN_APPROVER =
  'You are not an approver, so nothing was done and nothing was spent. An approver of the team file can click it.';

/** Why this person may not decide on this proposal, or null when they may. */
export function judgePerson(proposal: Proposal, person: Approver | null): string | null {
  if (!person?.approver) {
    return NOT_AN_APPROVER;
  }
  if (proposal.shown.needsCodeOwner && !person.codeOwner) {
    return 'A feature is started by the code owner alone. Nothing was spent.';
  }
  return null;
}

/** Is the proposal still what was shown? An approval counts once, and for exactly that. */
export function judgeProposal(proposal: Proposal, current: CurrentFacts, now: Date): Verdict {
  if (proposal.status !== 'open') return { kind: 'refuse', why: alreadyDecided(proposal) };
  if (proposal.expiresAt <= now)
    return { kind: 'expired', why: 'It had expired; a fresh report or `/epic dispatch` proposes it again.' };
  const change = firstChange(proposal.shown, current);
  return change ? { kind: 'stale', why: change } : { kind: 'allow' };
}

/** What is left of a dispatch when only the children with these numbers are kept. */
export function keepOnly(shown: Shown, kept: ReadonlySet<string>): Shown | 'nothing' | 'all' {
  const children = shown.children.filter(({ number }) => kept.has(`${number}`));
  if (children.length === shown.children.length) return 'all';
  return children.length === 0 ? 'nothing' : { ...shown, children, cost: children.length };
}

/** Why a proposal ended in whose place another has come. */
export const EDITED = 'edited';

export function alreadyDecided(proposal: Proposal): string {
  const who = proposal.decidedBy ? ` by ${proposal.decidedBy}` : '';
  return `This was already ${proposal.status}${who}; nothing more was spent.`;
}

function firstChange(shown: Shown, current: CurrentFacts): string | null {
  if (shown.epic && shown.epic.branchSha !== current.branchSha) {
    return `\`${shown.epic.branch}\` moved since this was shown.`;
  }
  if (shown.draft) return auditChange(shown.draft.audit, current.audit);
  if (shown.plan) return planChange(shown.plan, current);
  if (shown.act === 'merge' && !current.allDone) return 'A child of the epic is open again.';
  for (const child of shown.children) {
    const now = current.children.find(({ number }) => number === child.number);
    const change = now ? childChange(child, now, shown) : 'can no longer be seen';
    if (change) return `#${child.number} ${change} since this was shown.`;
  }
  return null;
}

function auditChange(shown: AuditDraft['audit'], now: CurrentFacts['audit']): string | null {
  const name = `Audit #${shown.number}`;
  if (!now) return `${name} can no longer be seen.`;
  if (!now.open) return `${name} was closed since this was shown.`;
  const same = now.title === shown.title && now.lastEditedAt === shown.lastEditedAt;
  return same ? null : `${name} was edited since this was shown.`;
}

function planChange({ existing, children }: EpicPlan, current: CurrentFacts): string | null {
  if (existing && !current.epicOpen) return `#${existing.number} was closed since this was shown.`;
  for (const { number, title, lastEditedAt } of children) {
    const now = current.planned.find((one) => one.number === number);
    if (!now) return `#${number} can no longer be seen.`;
    if (!now.open) return `#${number} was closed since this was shown.`;
    if (now.taken) return `#${number} ${now.taken} since this was shown.`;
    if (now.title !== title || now.lastEditedAt !== lastEditedAt)
      return `#${number} was edited since this was shown.`;
  }
  return null;
}

function childChange(shown: ShownChild, now: CurrentChild, { reassign, retry }: Shown): string | null {
  const change = reassign ? attemptChange(reassign, now.taking) : stateChange(now);
  if (change) return change;
  if (now.taken) return now.taken;
  // A first attempt was shown, and this would be another.
  if (now.retry && !retry) return 'was handed out, to no end,';
  if (now.lastEditedAt !== shown.lastEditedAt) return 'was edited';
  return now.title === shown.title ? null : 'was renamed';
}

function attemptChange(from: TakenFrom, now: Taking): string | null {
  if (!now.ok) return `is not free to be given away (${now.why})`;
  const { task, pullRequest, headSha } = now.from;
  const same = task === from.task && pullRequest === from.pullRequest && headSha === from.headSha;
  return same ? null : 'moved on';
}

function stateChange(now: CurrentChild): string | null {
  if (now.state === 'done') return 'was closed';
  if (now.state === 'in-flight' || now.state === 'stuck') return 'was dispatched';
  const free = now.state === 'ready' || now.state === 'needs-person';
  return free ? null : `is ${now.state} (${now.why})`;
}

/** A child's place in its epic, as it is now. */
export interface Place {
  epicOpen: boolean;
  branch: string | null;
  blockedBy: readonly string[];
  /** In every open epic that names it: its phase, and the one that is under way. */
  phases: readonly { epic: number; phase: number; activePhase: number | null }[];
}

/** Why a child that was approved must not be sent after all: an approval may wait for hours, and its epic changes. */
export function heldBack(place: Place | null, epic: NonNullable<Shown['epic']>): string | null {
  if (!place) return `it is no longer a child of #${epic.number}`;
  const { epicOpen, branch, phases, blockedBy } = place;
  if (!epicOpen) return `#${epic.number} was closed meanwhile`;
  if (branch !== epic.branch) return `the branch ${epic.branch} is gone`;
  if (blockedBy.length > 0) return `it is blocked by ${blockedBy.join(', ')}`;
  const waiting = phases.find(({ phase, activePhase }) => activePhase !== null && phase > activePhase);
  if (!waiting) return null;
  const where = waiting.epic === epic.number ? '' : ` of #${waiting.epic}`;
  return `phase ${waiting.activePhase}${where} is open again`;
}

export const UNDO_SECONDS = 30;

/** Until when an approval may be taken back: nothing is sent before. */
export function undoUntil(decidedAt: Date): Date {
  return new Date(decidedAt.getTime() + UNDO_SECONDS * 1_000);
}
