import { failedSince } from '../store/actions.js';
import type { RepoRow } from '../store/repos.js';
import { type Context, minutesAfter } from './context.js';
import { proposeWhere } from './propose.js';
import { approveByItself } from './queue.js';

/** What GitHub refused a moment ago it refuses again, and each try may leave a comment: a person sees it in the report. */
const REST_MINUTES = 24 * 60;

/**
 * Dispatches what is READY in repositories whose mode is `auto`, inside the same plan, pool and shares as an approved
 * dispatch. Features and children that were handed out before are left to people whatever the mode.
 */
export async function dispatchByItself(context: Context, repos: readonly RepoRow[]): Promise<void> {
  if (repos.length === 0) return;
  const failed = await failedSince(context.db, minutesAfter(context.clock.now(), -REST_MINUTES));
  const { blockers, nextPhases } = await proposeWhere(context, repos, (candidate) => {
    if (candidate.feature || candidate.retry) return null;
    const children = candidate.children.filter(({ repo, number }) => !failed.has(`${repo}#${number}`));
    return children.length > 0 ? { ...candidate, children } : null;
  });
  for (const id of [...blockers, ...nextPhases]) {
    // One that fails for reasons of its own leaves the others their turn.
    const refusal = await approveByItself(context, id).catch((err) => {
      context.log.error(
        { err, proposal: id },
        'a dispatch by itself failed; it is decided anew at the next tick',
      );
      return null;
    });
    if (refusal) context.log.info({ proposal: id, refusal }, 'not dispatched by itself');
  }
}
