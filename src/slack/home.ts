import type { MessageContent } from '../domain/message.js';
import { budget } from '../flows/budget.js';
import type { Context } from '../flows/context.js';
import { liveState } from '../flows/redraw.js';
import { status } from '../flows/status.js';
import { inWords } from './commands.js';

/** The Home tab: every repository, worst first, and the pool. */
export async function showHome(
  context: Context,
  { user, tab }: { user: string; tab?: string | undefined },
): Promise<void> {
  if (tab !== 'home') return;
  const live = await liveState(context, []);
  const parts = [await stateOf(context), { view: 'budget' as const, budget: await budget(context) }];
  await context.chat.publishHome(
    user,
    parts.map((content) => ({ content, live })),
  );
}

/** Before GitHub was read for the first time the tab says so, instead of staying empty. */
async function stateOf(context: Context): Promise<MessageContent> {
  try {
    return { view: 'status', status: await status(context, { repo: null, epic: null }) };
  } catch (error) {
    return inWords(context, error);
  }
}
