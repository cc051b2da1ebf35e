import { NOT_AN_APPROVER } from '../domain/approval.js';
import { takingOf } from '../domain/reassign.js';
import { parseTitle } from '../domain/title.js';
import { addProposal } from '../store/messages.js';
import { findRepo } from '../store/repos.js';
import type { Context } from './context.js';
import { approve, type Click } from './decide.js';
import { memberBehind } from './people.js';
import { proposeAgain } from './propose.js';
import { keep, liveState } from './redraw.js';
import { childOf, takersFor } from './takers.js';

interface Asked {
  repo: string;
  child: number;
  agent: string;
}

/** Where the click came from, so that what became of it is shown there. */
interface Shown {
  channel: string;
  /** Null for a message that only the clicker sees. */
  ts: string | null;
}

/**
 * Gives a child to another agent, as an approver's click says: a proposal that is approved at once, judged and sent like
 * any other dispatch. The text that comes back is for the clicker alone.
 */
export async function giveTo(
  context: Context,
  asker: Omit<Click, 'proposal'>,
  { at, ...ask }: Asked & { at: Shown },
): Promise<string | null> {
  const member = await memberBehind(context, asker);
  if (!member?.approver) return NOT_AN_APPROVER;
  const repo = await findRepo(context.db, ask.repo);
  const found = await childOf(context, repo, ask.child);
  const taking = found?.child.issue && takingOf(found.child.issue);
  const takers = found && (await takersFor(context, found.progress))(found.child);
  if (!found || !taking?.ok || !takers?.agents.includes(ask.agent)) {
    const why = takers?.refusals.join(', ') || `${ask.agent} is not one of those who could`;
    return `${repo.name} #${ask.child} is not given to ${ask.agent}: ${found ? why : 'it is a child of no open epic'}. Nothing was spent.`;
  }
  const proposal = await proposeAgain(context, repo, {
    ...found,
    agent: ask.agent,
    from: taking.from,
    needsCodeOwner: !parseTitle(found.child.issue?.title ?? '').dispatchable,
  });
  const refusal = await approve(context, { ...asker, proposal });
  if (refusal) return refusal;
  await show(context, proposal, at);
  return null;
}

/** Under the message that was clicked where it is kept up to date, else as a message of its own. */
async function show(context: Context, proposal: string, at: Shown): Promise<void> {
  const { db, chat } = context;
  if (at.ts && (await addProposal(db, { channel: at.channel, ts: at.ts }, proposal))) return;
  const content = { view: 'proposal' as const, proposals: [proposal], notes: [] };
  const live = await liveState(context, [proposal]);
  const { ts } = await chat.post(at.channel, { content, live });
  await keep(context, { content, proposals: [proposal], channel: at.channel, ts });
}
