import { budget } from '../flows/budget.js';
import type { Context } from '../flows/context.js';
import { liveState } from '../flows/redraw.js';
import { status } from '../flows/status.js';

/** The Home tab: every repository, worst first, and the pool. */
export async function showHome(
  context: Context,
  { user, tab }: { user: string; tab?: string | undefined },
): Promise<void> {
  if (tab !== 'home') return;
  const live = await liveState(context, []);
  await context.chat.publishHome(user, [
    { content: { view: 'status', status: await status(context, { repo: null, epic: null }) }, live },
    { content: { view: 'budget', budget: await budget(context) }, live },
  ]);
}
