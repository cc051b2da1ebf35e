import type { RepoRow } from '../store/repos.js';
import type { Context } from './context.js';
import { proposeWhere } from './propose.js';
import { approveByItself } from './queue.js';

/**
 * Dispatches what is READY in repositories whose mode is `auto`, inside the same plan, pool and shares as an approved
 * dispatch. Features and children that were handed out before are left to people whatever the mode.
 */
export async function dispatchByItself(context: Context, repos: readonly RepoRow[]): Promise<void> {
  if (repos.length === 0) return;
  const { blockers, nextPhases } = await proposeWhere(
    context,
    repos,
    ({ feature, retry }) => !feature && !retry,
  );
  for (const id of [...blockers, ...nextPhases]) {
    const refusal = await approveByItself(context, id);
    if (refusal) context.log.info({ proposal: id, refusal }, 'not dispatched by itself');
  }
}
