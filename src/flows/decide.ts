import type { Db } from '../../db/client.js';
import {
  type Approver,
  alreadyDecided,
  EDITED,
  judgePerson,
  keepOnly,
  type Proposal,
  type Shown,
  UNDO_SECONDS,
} from '../domain/approval.js';
import { undoActions } from '../store/actions.js';
import { replaceProposal, wantRedraw } from '../store/messages.js';
import { lockProposal, proposalStates, saveProposal, settleProposal } from '../store/proposals.js';
import { record } from '../store/records.js';
import { handOnChanges } from '../store/reviews.js';
import { resumeTask } from '../store/spends.js';
import { type Context, secondsAfter } from './context.js';
import { memberBehind } from './people.js';
import { performActs } from './perform.js';
import { type Decision, onceMore, queue, type Reply, takeActsBack } from './queue.js';
import { workOff } from './work-off.js';

export type { Reply } from './queue.js';

export interface Click {
  proposal: string;
  slackTeam: string;
  slackUser: string;
}

export const GONE =
  'I do not know this proposal any more; nothing was spent. `/epic dispatch` makes a fresh one.';

/** Approves: judge, reserve, queue, all in one transaction; nothing is sent before the time for Undo is over. */
export function approve(context: Context, click: Click): Promise<Reply> {
  return approveAll(context, [click]);
}

/** The same for several proposals by one click, each in a transaction of its own. */
export async function approveAll(context: Context, clicks: readonly Click[]): Promise<Reply> {
  const [first] = clicks;
  if (!first) return GONE;
  const person = await memberBehind(context, first);
  const told = new Set<string>();
  for (const [index, click] of clicks.entries()) {
    try {
      const reply = await onceMore(() =>
        decideAs(context, { click, person }, (tx, decision) => queue(tx, decision)),
      );
      if (reply) told.add(reply);
    } catch (error) {
      if (index === 0) throw error;
      context.log.error({ err: error }, 'an approval of several was cut off');
      told.add('Something went wrong on the way: what is not shown as approved was not approved.');
      break;
    }
  }
  context.clock.wake(secondsAfter(context.clock.now(), UNDO_SECONDS), async () => {
    await workOff(context);
    await performActs(context);
  });
  return told.size > 0 ? [...told].join('\n') : null;
}

/** Skips: the proposal ends, nothing is sent. */
export function skip(context: Context, click: Click): Promise<Reply> {
  return decideOn(context, click, async (tx, { proposal, person, now }) => {
    if (proposal.status !== 'open') return alreadyDecided(proposal);
    await settleProposal(tx, proposal.id, {
      status: 'skipped',
      actionStatus: 'skipped',
      by: person.login,
      reason: null,
      now,
    });
    await record(tx, { at: now, actor: person.login, event: 'skipped', subject: proposal.id });
    return null;
  });
}

/** Takes an approval back while nothing of it has been sent. */
export function undo(context: Context, click: Click): Promise<Reply> {
  return decideOn(context, click, async (tx, { proposal, person, now }) => {
    if (proposal.status !== 'approved') return alreadyDecided(proposal);
    const { undone, tooLate } =
      proposal.shown.act === 'dispatch'
        ? await undoActions(tx, proposal.id, now)
        : await takeActsBack(tx, proposal);
    if (undone.length > 0) await resumeTask(tx, proposal.shown.reassign?.task, now);
    const names = tooLate.map((number) => `#${number}`).join(', ');
    if (undone.length === 0 && tooLate.length === 0) return 'There is nothing left to take back.';
    if (undone.length === 0)
      return proposal.shown.act === 'dispatch'
        ? `Too late: ${names} went out already. Close the pull request if it is not wanted.`
        : 'Too late: its first steps are on GitHub already. The message says what was made; close there what is not wanted.';
    if (tooLate.length === 0) {
      await settleProposal(tx, proposal.id, {
        status: 'undone',
        actionStatus: 'undone',
        by: person.login,
        reason: null,
        now,
      });
    }
    await record(tx, {
      at: now,
      actor: person.login,
      event: 'undone',
      subject: proposal.id,
      detail: { undone, tooLate },
    });
    return tooLate.length > 0 ? `Taken back, except ${names}, which went out already.` : null;
  });
}

/** Offers a part of what was proposed instead: the children that were kept. */
export function edit(context: Context, click: Click, kept: readonly string[]): Promise<Reply> {
  return decideOn(context, click, async (tx, decision) => {
    const { proposal } = decision;
    if (proposal.status !== 'open') return alreadyDecided(proposal);
    const shown = keepOnly(proposal.shown, new Set(kept));
    if (shown === 'nothing') return NOTHING_KEPT;
    if (shown === 'all') return null;
    await putInstead(tx, decision, { shown, detail: { kept } });
    return null;
  });
}

export const NOTHING_KEPT = 'Nothing was kept, so nothing was changed. Skip takes it off the table.';

/** The old proposal ends, and a new one takes its place wherever it is shown; its id. */
export async function putInstead(
  tx: Db,
  { proposal, person, now }: Decision<Approver>,
  { shown, detail }: { shown: Shown; detail: Record<string, unknown> },
): Promise<string> {
  const id = await saveProposal(tx, shown, { now, expiresAt: proposal.expiresAt });
  // Nothing was changed: it is the very proposal.
  if (id === proposal.id) return id;
  await handOnChanges(tx, { proposal: proposal.id, reviewer: person.login }, id);
  await settleProposal(tx, proposal.id, {
    status: 'skipped',
    actionStatus: 'skipped',
    by: person.login,
    reason: EDITED,
    now,
  });
  await replaceProposal(tx, proposal.id, id);
  await wantRedraw(tx, id);
  await record(tx, {
    at: now,
    actor: person.login,
    event: EDITED,
    subject: id,
    detail: { from: proposal.id, ...detail },
  });
  return id;
}

/** What a person is about to edit: the open proposal, or why it cannot be edited any more. */
export async function editable({ db }: Context, id: string): Promise<Proposal | Reply> {
  const state = (await proposalStates(db, [id])).get(id);
  if (!state) return GONE;
  return state.proposal.status === 'open' ? state.proposal : alreadyDecided(state.proposal);
}

/** Judges whoever clicked, and lets `act` decide on the locked proposal. */
export async function decideOn(
  context: Context,
  click: Click,
  act: (tx: Db, decision: Decision<Approver>) => Promise<Reply>,
): Promise<Reply> {
  return decideAs(context, { click, person: await memberBehind(context, click) }, act);
}

/** Locks the proposal, judges the person, and lets `act` do the rest; every message that shows it is drawn again. */
async function decideAs(
  context: Context,
  { click, person }: { click: Click; person: Approver | null },
  act: (tx: Db, decision: Decision<Approver>) => Promise<Reply>,
): Promise<Reply> {
  return context.db.transaction(async (tx) => {
    const now = context.clock.now();
    const proposal = await lockProposal(tx, click.proposal);
    if (!proposal) return GONE;
    const refusal = judgePerson(proposal, person);
    if (refusal || !person) {
      const actor = `slack:${click.slackTeam}/${click.slackUser}`;
      await record(tx, { at: now, actor, event: 'refused', subject: proposal.id, detail: { why: refusal } });
      return refusal;
    }
    const reply = await act(tx, { proposal, person, now });
    await wantRedraw(tx, proposal.id);
    return reply;
  });
}
