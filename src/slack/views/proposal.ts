import type { KnownBlock } from '@slack/types';
import type { Proposal, ShownChild } from '../../domain/approval.js';
import type { ActionStatus } from '../../domain/ledger.js';
import type { LiveState, ProposalState } from '../../domain/message.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, drawn, listed, room } from './blocks.js';
import { budgetLine } from './budget.js';
import { draftHeading, draftProgress, draftSection } from './draft.js';
import { planHeading, planProgress, planSection } from './plan.js';
import { escaped, fromOutside, issue, moment, plural, title } from './words.js';

/** `/epic dispatch`: proposals of their own, each with its price and its buttons. */
export function proposalView(ids: readonly string[], notes: readonly string[], live: LiveState): Drawn {
  const states = ids.flatMap((id) => live.proposals.get(id) ?? []);
  const cost = states.reduce((sum, { proposal }) => sum + proposal.shown.cost, 0);
  const text = heading(states, cost, notes);
  const budget = live.budget ? [context(budgetLine(live.budget))] : [];
  const free = states.some(({ proposal }) => isFree(proposal)) ? ['Creating issues spends no task.'] : [];
  const lines = [...notes, ...free];
  const remarks = lines.length > 0 ? [context(lines.map(escaped).join('\n'))] : [];
  const foot = [...remarks, ...budget];
  const fits = room([createAll([]), MORE, ...foot]);
  const end = states.findIndex((state) => !fits(proposalBlocks(state)));
  const seen = end < 0 ? states : states.slice(0, end);
  // One click approves what can be read here, and nothing else.
  const open = seen.filter(({ proposal }) => proposal.status === 'open' && isFree(proposal));
  const all = open.length > 1 ? [createAll(open.map(({ proposal }) => proposal.id))] : [];
  const rest = seen.length < states.length ? [MORE] : [];
  return drawn(text, seen.flatMap(proposalBlocks), [...rest, ...all, ...foot]);
}

const MORE = context('… there is more than one message holds: ask again when these are decided.');

/** It creates issues or epics, which costs nothing. */
function isFree({ shown }: Proposal): boolean {
  return shown.act === 'audit' || shown.act === 'organise';
}

/** As many as a button's value holds. */
const MOST_AT_ONCE = 100;

function createAll(ids: readonly string[]): KnownBlock {
  const value = ids.slice(0, MOST_AT_ONCE).join(',');
  return actions(button('Create all', actionId('approve_all'), { value, style: 'primary' }));
}

/** The notification's line: what the click would do. */
function heading(states: readonly ProposalState[], cost: number, notes: readonly string[]): string {
  if (states.length === 0 && notes[0]) return notes[0];
  const drafts = states.flatMap(({ proposal }) =>
    proposal.status === 'open' ? (proposal.shown.draft ?? []) : [],
  );
  const merges = states.filter(({ proposal }) => proposal.shown.act === 'merge').length;
  if (drafts.length > 0) return draftHeading(drafts);
  const plans = states.flatMap(({ proposal }) =>
    proposal.status === 'open' ? (proposal.shown.plan ?? []) : [],
  );
  if (plans.length > 0) return planHeading(plans);
  if (cost > 0) return `Dispatch for ${plural(cost, 'task')}?`;
  return merges > 0
    ? `Merge ${plural(merges, 'epic branch', 'epic branches')}?`
    : 'Nothing is left to decide.';
}

/** Children named; the others are counted. */
const LINES = 6;

/** One proposal as it stands now: open with its buttons, or who decided what and how it went. */
export function proposalBlocks(state: ProposalState): KnownBlock[] {
  const { shown } = state.proposal;
  if (shown.draft) return [draftSection(shown.repo, shown.draft), ...outcome(state)];
  if (shown.plan) return [planSection(shown.repo, shown.plan), ...outcome(state)];
  const where = shown.epic
    ? `${issue(shown.repo, shown.epic.number)} ${title(epicName(shown.epic.title), 60)}`
    : escaped(shown.repo);
  const lines = shown.children.map((child) => childLine(child, state));
  const head = listed(`*${where}*`, lines, {
    most: LINES,
    foot: [`_${escaped(shown.why)}_ · ${priceOf(shown)}`],
  });
  return [head, ...outcome(state)];
}

function priceOf({ act, cost, agent, epic, into, needsCodeOwner, retry }: Proposal['shown']): string {
  if (act === 'merge')
    return `merge \`${escaped(epic?.branch ?? '')}\` into \`${escaped(into ?? '')}\` · no task`;
  const marks = [needsCodeOwner ? ' · 🙋 code owner only' : '', retry ? ' · 🔁 handed out before' : ''];
  return `${plural(cost, 'task')} → ${escaped(agent)}${marks.join('')}`;
}

/** `epic(mcp): Run the server` reads better without its form. */
function epicName(text: string): string {
  return text.replace(/^epic(\([^()]*\))?:\s*/i, '');
}

function childLine(child: ShownChild, { proposal, actions: acts }: ProposalState): string {
  const act = acts.find(({ issueNumber }) => issueNumber === child.number);
  const mark = proposal.status === 'approved' && act ? `${MARKS[act.status]} ` : '';
  const note = act?.note ? ` · ${escaped(act.note)}` : '';
  return `${mark}#${child.number} ${title(child.title, 80)}${fromOutside(child.authorAssociation)}${note}`;
}

const MARKS: Record<ActionStatus, string> = {
  proposed: '·',
  approved: '⏳',
  sending: '📤',
  unknown: '❓',
  confirmed: '🏷️',
  started: '👀',
  finished: '✅',
  failed: '❌',
  skipped: '⏭️',
  expired: '⌛',
  undone: '↩️',
  stale: '♻️',
};

function outcome(state: ProposalState): KnownBlock[] {
  const { id, status, decidedBy, decidedAt, reason } = state.proposal;
  const by = decidedBy ? ` by ${escaped(decidedBy)}${decidedAt ? ` at ${moment(decidedAt)}` : ''}` : '';
  switch (status) {
    case 'open': {
      const approve = button(shownAct(state.proposal), actionId('approve', id), {
        value: id,
        style: 'primary',
      });
      return [
        actions(approve, ...editButton(state.proposal), button('Skip', actionId('skip', id), { value: id })),
      ];
    }
    case 'approved': {
      const undo = isUndoable(state)
        ? [actions(button('Undo', actionId('undo', id), { value: id, style: 'danger' }))]
        : [];
      return [context(`✅ Approved${by} · ${progress(state)}`), ...undo];
    }
    case 'skipped':
      return [context(`⏭️ Skipped${by}; nothing was spent.`)];
    case 'undone':
      return [context(`↩️ Undone${by}; nothing was sent or spent.`)];
    case 'stale':
      return [context(`♻️ No longer as shown: ${escaped(reason ?? '')} Nothing was spent.`)];
    case 'expired':
      return [context('⌛ Expired; nothing was spent.')];
  }
}

const SHOWN_ACT: Record<Proposal['shown']['act'], string> = {
  dispatch: 'Approve dispatch',
  merge: 'Approve merge',
  audit: 'Create the issues',
  organise: 'Create the epic',
};

function shownAct({ shown }: Proposal): string {
  if (shown.plan?.existing) return 'Extend the epic';
  return shown.draft?.issues.length === 0 ? 'Close the audit' : SHOWN_ACT[shown.act];
}

/** Nothing of it has gone out yet. */
function isUndoable({ actions: tasks, acts }: ProposalState): boolean {
  return (
    tasks.some(({ status }) => status === 'approved') ||
    (acts.length > 0 && acts.every(({ status }) => status === 'due'))
  );
}

function editButton({ id, shown }: Proposal) {
  if (shown.draft)
    return shown.draft.issues.length > 0 ? [button('Review', actionId('edit', id), { value: id })] : [];
  if (shown.plan) return [button('Review', actionId('edit', id), { value: id })];
  return shown.children.length > 1 ? [button('Edit', actionId('edit', id), { value: id })] : [];
}

/** How far the tasks of an approved proposal are, in a line. */
function progress(state: ProposalState): string {
  const { actions: acts, proposal } = state;
  if (proposal.shown.act === 'merge') return mergeWords(state.acts[0]);
  if (proposal.shown.draft) return draftProgress(proposal.shown.draft, state.acts);
  if (proposal.shown.plan) return planProgress(proposal.shown.plan, state.acts);
  const words: [string, readonly ActionStatus[]][] = [
    ['waits for Undo', ['approved']],
    ['being sent', ['sending']],
    ['in doubt, being looked at', ['unknown']],
    ['dispatched', ['confirmed']],
    ['picked up by the agent 👀', ['started']],
    ['done', ['finished']],
    ['not dispatched', ['failed', 'stale', 'expired']],
    ['undone', ['undone']],
  ];
  const parts = words.flatMap(([word, statuses]) => {
    const count = acts.filter(({ status }) => statuses.includes(status)).length;
    return count === 0 ? [] : [acts.length === 1 ? word : `${count} ${word}`];
  });
  const account = acts.find((act) => act.account)?.account;
  return `${parts.join(' · ')}${account ? ` · on ${escaped(account)}’s account` : ''}`;
}

function mergeWords(merge: ProposalState['acts'][number] | undefined): string {
  const note = merge?.note ? ` · ${escaped(merge.note)}` : '';
  switch (merge?.status) {
    case 'due':
      return `waits for Undo, or for GitHub${note}`;
    case 'sending':
      return `being merged${note}`;
    case 'done':
      return 'merged';
    default:
      return `not merged${note}`;
  }
}
