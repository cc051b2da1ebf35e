import { carryOn } from './carry-on.js';
import type { Context } from './context.js';
import { expireProposals } from './expire.js';
import { writeJournal } from './journal.js';
import { performActs } from './perform.js';
import { postReports } from './post-reports.js';
import { redraw } from './redraw.js';
import { forgetOldRequests } from './requests.js';
import { syncRepos, syncWhenDue } from './sync.js';
import { workOff } from './work-off.js';

/**
 * One look at everything, in the order of the loop: observe, reconcile what is under way, then report and offer more.
 * Jobs, clicks, webhooks and restarts only cause it; none of them holds logic of its own. Repositories that are `hinted`
 * at (`owner/name`) are read even when it is not yet time to read all.
 */
export async function tick(context: Context, hinted: readonly string[] = []): Promise<void> {
  await step(context, 'sync', syncWhenDue);
  if (hinted.length > 0) await step(context, 'hints', () => syncRepos(context, hinted));
  await step(context, 'expire', expireProposals);
  await step(context, 'carry-on', carryOn);
  await step(context, 'acts', performActs);
  await step(context, 'journal', writeJournal);
  await step(context, 'work-off', workOff);
  await step(context, 'reports', postReports);
  await step(context, 'redraw', redraw);
  await step(context, 'forget', forgetOldRequests);
}

/** A step that fails is logged and leaves the others their turn; the next tick tries it again. */
async function step(context: Context, name: string, run: (context: Context) => Promise<void>): Promise<void> {
  try {
    await run(context);
  } catch (err) {
    context.log.error({ err, step: name }, 'a step of the tick failed; it is tried again at the next one');
  }
}
