import { alreadyDecided, EDITED, type Proposal } from '../domain/approval.js';
import {
  epicTitleFault,
  joined,
  MOST_CHILDREN,
  type PlanReview,
  reviewed,
} from '../domain/organise/review.js';
import { groupBy } from '../domain/parts.js';
import { messageOf } from '../store/messages.js';
import { lockProposal, proposalStates, settleProposal } from '../store/proposals.js';
import type { Context } from './context.js';
import { type Click, decideOn, NOTHING_KEPT, putInstead } from './decide.js';
import type { Reply } from './queue.js';

/** The other plans of the same message that are still open: a child may be moved into one of them. */
export async function plansBeside({ db }: Context, proposal: Proposal): Promise<Proposal[]> {
  const others = (await messageOf(db, proposal.id)).filter((id) => id !== proposal.id);
  return [...(await proposalStates(db, others)).values()]
    .map((state) => state.proposal)
    .filter(({ status, shown }) => status === 'open' && shown.plan && shown.repoId === proposal.shown.repoId);
}

/** Puts the reviewed plan, and those that its children went to, in the place of what was shown; nothing is created by it. */
export function reviewPlan(context: Context, click: Click, review: PlanReview): Promise<Reply> {
  return decideOn(context, click, async (tx, decision) => {
    const { proposal, now, person } = decision;
    const { plan } = proposal.shown;
    if (proposal.status !== 'open' || !plan) return alreadyDecided(proposal);
    const fault = plan.existing ? null : epicTitleFault(plan, review.title);
    if (fault) return fault;
    const made = reviewed(plan, review);
    if (made.plan.children.length + made.moved.length === 0) return NOTHING_KEPT;
    const targets: [Proposal, typeof plan.children][] = [];
    // In one order for all, so that two reviews never wait for each other.
    for (const [id, moved] of [...groupBy(made.moved, ({ to }) => to)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const target = await lockProposal(tx, id);
      if (target?.status !== 'open' || !target.shown.plan || target.shown.repoId !== proposal.shown.repoId)
        return 'The epic that a child was to go to was decided meanwhile, so nothing was changed.';
      if (target.shown.plan.children.length + moved.length > MOST_CHILDREN)
        return `An epic holds ${MOST_CHILDREN} children at most, so nothing was changed.`;
      targets.push([target, moved.map(({ child }) => child)]);
    }
    for (const [target, children] of targets) {
      const shown = { ...target.shown, plan: joined(target.shown.plan ?? plan, children) };
      await putInstead(tx, { ...decision, proposal: target }, { shown, detail: { joined: children.length } });
    }
    const detail = { children: made.plan.children.length, of: plan.children.length };
    if (made.plan.children.length > 0)
      await putInstead(tx, decision, { shown: { ...proposal.shown, plan: made.plan }, detail });
    else
      await settleProposal(tx, proposal.id, {
        ...{ status: 'skipped', actionStatus: 'skipped' },
        ...{ by: person.login, reason: EDITED, now },
      });
    return null;
  });
}
