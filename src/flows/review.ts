import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db/client.js';
import { type Approver, alreadyDecided, EDITED, judgePerson, type Proposal } from '../domain/approval.js';
import type { AuditDraft } from '../domain/draft.js';
import type { OpenReview } from '../domain/modal.js';
import { applyReview, type FindingChange, isReviewable } from '../domain/review.js';
import { lockProposal, proposalStates } from '../store/proposals.js';
import { loadChanges, saveChange } from '../store/reviews.js';
import { findMember } from '../store/team.js';
import type { Context } from './context.js';
import { type Click, decideOn, GONE, NOTHING_KEPT, putInstead } from './decide.js';
import { memberBehind } from './people.js';
import type { Reply } from './queue.js';

/** Begins a review, or goes on with it: the person is asked of Slack anew. Words when they may not, or not any more. */
export async function startReview(context: Context, click: Click): Promise<OpenReview | string> {
  return load(context.db, click, await memberBehind(context, click));
}

/** The same for each click within it, whose only effect is a note of what this person wants. */
export async function goOnWithReview({ db }: Context, click: Click): Promise<OpenReview | string> {
  return load(db, click, await memberOf(db, click));
}

/** Keeps what a person makes of one finding, until they submit; null takes it back. The review as it is then. */
export async function noteChange(
  { db, clock }: Context,
  click: Click,
  { finding, change }: { finding: string; change: FindingChange | null },
): Promise<OpenReview | string> {
  return db.transaction(async (tx) => {
    // Locked, so that nothing is noted of a draft that ends meanwhile.
    await lockProposal(tx, click.proposal);
    const review = await load(tx, click, await memberOf(tx, click));
    if (typeof review === 'string') return review;
    const key = { proposal: review.proposal, reviewer: review.by };
    await saveChange(tx, key, { finding, change, now: clock.now() });
    return { ...review, changes: await loadChanges(tx, key) };
  });
}

/** Puts the reviewed draft in the place of the one that was shown; nothing is created by it. */
export function submitReview(context: Context, click: Click): Promise<Reply> {
  return decideOn(context, click, async (tx, decision) => {
    const { proposal, person } = decision;
    const { draft } = proposal.shown;
    const over = whyOver(proposal, person);
    if (over || !draft) return over;
    const changes = await loadChanges(tx, { proposal: proposal.id, reviewer: person.login });
    if (changes.size === 0) return null;
    const reviewed = applyReview({ draft, changes, by: person.login });
    if (reviewed.issues.length === 0 && draft.issues.length > 0) return NOTHING_KEPT;
    // Looked at and found right, each of them, by somebody before.
    if (isDeepStrictEqual(reviewed, draft)) return null;
    // In figures: the audit log keeps no text of anybody's.
    const detail = { issues: reviewed.issues.length, of: draft.issues.length, changes: changes.size };
    await putInstead(tx, decision, { shown: { ...proposal.shown, draft: reviewed }, detail });
    return null;
  });
}

async function load(db: Db, click: Click, person: Approver | null): Promise<OpenReview | string> {
  const proposal = (await proposalStates(db, [click.proposal])).get(click.proposal)?.proposal;
  if (!proposal?.shown.draft) return GONE;
  const refusal = judgePerson(proposal, person);
  if (refusal || !person) return refusal ?? GONE;
  const { id, shown } = proposal;
  const draft: AuditDraft = proposal.shown.draft;
  const over = whyOver(proposal, person);
  if (over) return over;
  if (!isReviewable(draft)) return OLD;
  const changes = await loadChanges(db, { proposal: id, reviewer: person.login });
  return { proposal: id, repo: shown.repo, draft, changes, by: person.login };
}

const OLD =
  'An earlier version of the bot made this draft, so it can be created or skipped, not reviewed. `/epic audit` makes a fresh one.';

/** Why a draft cannot be reviewed any more, or null while it can. */
function whyOver(proposal: Proposal, { login }: Approver): string | null {
  if (proposal.status === 'open') return null;
  if (proposal.reason !== EDITED) return `${alreadyDecided(proposal)} Nothing of this review was taken over.`;
  return proposal.decidedBy === login
    ? 'Your review was taken over already: its draft stands in the channel.'
    : `${proposal.decidedBy} reviewed this draft meanwhile, so nothing was taken over from here. Your changes are kept: press Review below the new draft to go on with them.`;
}

function memberOf(db: Db, { slackTeam, slackUser }: Click): Promise<Approver | null> {
  return findMember(db, { teamId: slackTeam, userId: slackUser });
}
