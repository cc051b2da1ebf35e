import { agentBehind } from '../agents/index.js';
import { heldBack, type ShownChild } from '../domain/approval.js';
import { whyNotCovered } from '../domain/budget.js';
import { whyLeft } from '../domain/reassign.js';
import type { Credential, DispatchLook, IssueRef } from '../ports.js';
import type { ClaimedAction } from '../store/actions.js';
import { loadBudgets } from '../store/budget.js';
import { loadEarlier, loadPlace } from '../store/current.js';
import { loadIssue } from '../store/facts.js';
import { takenChildren } from '../store/plans.js';
import { loadPull } from '../store/pulls.js';
import { findRepo } from '../store/repos.js';
import { type Context, minutesAfter } from './context.js';
import { GOOD_FOR_MINUTES } from './put-proposal.js';

export interface Obstacle {
  status: 'stale' | 'failed' | 'expired';
  why: string;
}

/** One dispatch about to be sent, and what GitHub shows of its issue. */
interface Sending {
  context: Context;
  claimed: ClaimedAction;
  ref: IssueRef;
  look: DispatchLook;
  as: Credential;
}

/** What forbids a dispatch now, though it was approved. */
export async function obstacleTo(sending: Sending): Promise<Obstacle | null> {
  return (await changedSince(sending)) ?? (await takenBack(sending)) ?? (await notAllowed(sending));
}

/** A child that is handed out again bears a label of the last attempt, added before this one was approved. */
export function oldLabels(look: DispatchLook, { action, shown }: ClaimedAction): string[] {
  const { approvedAt } = action;
  const isNew = (label: string) =>
    look.labelEvents.some(
      (event) =>
        agentBehind(event.label) === agentBehind(label) && approvedAt !== null && event.at > approvedAt,
    );
  return shown.retry ? look.labels.filter((label) => agentBehind(label) && !isNew(label)) : [];
}

async function changedSince({ context, claimed, ref, look }: Sending): Promise<Obstacle | null> {
  const { action, shown } = claimed;
  const old = oldLabels(look, claimed);
  const foreign = look.labels.find((label) => agentBehind(label) && !old.includes(label));
  if (foreign) return stale(`somebody else added ${agentBehind(foreign)?.label} first`);
  if (!look.open) return stale('the issue was closed meanwhile');
  const held = await outOfTurn(context, claimed, ref);
  if (held) return stale(held);
  const { title, lastEditedAt } = shown.children.find(({ number }) => number === ref.number) as ShownChild;
  const edited = look.lastEditedAt?.getTime() !== (lastEditedAt ? Date.parse(lastEditedAt) : undefined);
  if (edited || look.title !== title) return stale('the issue was edited after the approval');
  if (action.approvedAt && minutesAfter(action.approvedAt, GOOD_FOR_MINUTES) < context.clock.now())
    return { status: 'expired', why: 'GitHub could not be reached for too long after the approval' };
  return null;
}

/**
 * The issue's place may have changed since the approval. What was closed at the last read is looked at once more: a
 * child of an earlier phase may have been opened again a moment ago, or GitHub could not be read for hours.
 */
async function outOfTurn(
  { db, github }: Context,
  { repo, action, shown }: ClaimedAction,
  { number }: IssueRef,
): Promise<string | null> {
  if (!shown.epic) {
    const taken = await takenChildren(db, await findRepo(db, repo.nameWithOwner), action.proposalId);
    const where = taken.get(number);
    return where ? `it ${where}` : null;
  }
  const held = heldBack(await loadPlace(db, shown, number), shown.epic);
  if (held) return held;
  const earlier = await github.issuesById(await loadEarlier(db, shown, number));
  const reopened = earlier.find(({ issue }) => issue.open);
  return reopened ? `#${reopened.issue.number} of an earlier phase is open again` : null;
}

/** The agent from which the child is taken may have brought something after all: that was paid for already. */
async function takenBack({ context, claimed, ref, as }: Sending): Promise<Obstacle | null> {
  const { reassign } = claimed.shown;
  if (!reassign) return null;
  const { github, db } = context;
  if (reassign.pullRequest !== null) {
    const look = await github.lookAtPull({ ...ref, number: reassign.pullRequest }, as);
    const why = whyLeft(reassign, look?.pull ?? null);
    return why === null ? null : stale(why);
  }
  const known = (await loadIssue(db, claimed.repo.id, ref.number))?.linkedPulls ?? [];
  for (const number of (await github.issue(ref))?.linkedPulls ?? []) {
    const isOpen = (await loadPull(db, claimed.repo, number))?.state === 'OPEN';
    if (isOpen || !known.includes(number)) return stale(`${reassign.agent} has brought #${number} meanwhile`);
  }
  return null;
}

async function notAllowed({ context, claimed, ref }: Sending): Promise<Obstacle | null> {
  const { accountId, approvedBy } = claimed.action;
  if (approvedBy === null && context.settings.modeOf(claimed.repo.name) !== 'auto')
    return stale('nobody approved it, and the repository is no longer in auto mode');
  const budgets = await loadBudgets(context.db, context.clock.now());
  const uncovered = whyNotCovered(budgets.find(({ account }) => account.id === accountId));
  if (uncovered) return { status: 'failed', why: uncovered };
  const may = approvedBy === null || (await context.github.mayWrite(ref, approvedBy));
  return may
    ? null
    : { status: 'failed', why: `${approvedBy} may not write to ${claimed.repo.nameWithOwner}` };
}

function stale(why: string): Obstacle {
  return { status: 'stale', why };
}
