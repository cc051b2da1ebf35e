import { wantRedraw } from '../store/messages.js';
import { expiredProposals, lockProposal, settleProposal } from '../store/proposals.js';
import type { Context } from './context.js';

/** Ends open proposals whose time is over, so that no button lies. */
export async function expireProposals({ db, clock }: Context): Promise<void> {
  const now = clock.now();
  for (const id of await expiredProposals(db, now)) {
    await db.transaction(async (tx) => {
      const proposal = await lockProposal(tx, id);
      if (proposal?.status !== 'open') return;
      await settleProposal(tx, id, {
        status: 'expired',
        actionStatus: 'expired',
        by: null,
        reason: null,
        now,
      });
      await wantRedraw(tx, id);
    });
  }
}
