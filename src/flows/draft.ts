import type { Db } from '../../db/client.js';
import type { WantedAct } from '../domain/act.js';
import type { Proposal } from '../domain/approval.js';
import { nextSteps } from '../domain/draft.js';
import { planSteps } from '../domain/organise/steps.js';
import { putDown } from '../store/acts.js';
import { doneOf, doneSteps, unfinishedDrafts } from '../store/drafts.js';
import { lockProposal } from '../store/proposals.js';
import { type Context, minutesAfter } from './context.js';

/** GitHub takes 80 new things a minute, and Slack about 50 changes of one message. */
const GAP_SECONDS = 2;
/** A draft or plan that was approved longer ago and has not come to its end is left to people. Days. */
const GIVEN_UP_AFTER = 14;

/** Puts down what an approved draft or plan wants next; nothing when all of it is done, or under way. */
export async function continueDraft(
  db: Db,
  { id, shown, decidedBy }: Pick<Proposal, 'id' | 'shown' | 'decidedBy'>,
  { now, notBefore = null }: { now: Date; notBefore?: Date | null },
): Promise<void> {
  const { draft, plan, repo, repoId } = shown;
  const wanted: WantedAct[] = [];
  if (draft) {
    const done = await doneSteps(db, { repoId, number: draft.audit.number });
    wanted.push(...nextSteps({ repo, proposal: id, draft }, done));
  }
  if (plan) wanted.push(...planSteps({ repo, proposal: id, plan }, await doneOf(db, id)));
  await putDown(db, repoId, {
    wanted,
    now,
    notBefore,
    gapSeconds: GAP_SECONDS,
    // An approval revives what an earlier one left behind; later ones only carry it on.
    ...(notBefore && decidedBy ? { approvedBy: decidedBy } : {}),
  });
}

/** The same for the proposal of a step that has just been done. */
export async function continueProposal({ db, clock }: Context, id: string): Promise<void> {
  const proposal = await lockProposal(db, id);
  if (proposal?.status === 'approved') await continueDraft(db, proposal, { now: clock.now() });
}

/** Carries on what a crash, a refusal or a pause left in the middle. */
export async function continueDrafts({ db, clock }: Context): Promise<void> {
  const now = clock.now();
  for (const proposal of await unfinishedDrafts(db, minutesAfter(now, -GIVEN_UP_AFTER * 24 * 60)))
    await continueDraft(db, proposal, { now });
}
