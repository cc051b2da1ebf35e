import { DrizzleQueryError } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { judgeProposal, type Proposal, type Shown, undoUntil } from '../domain/approval.js';
import { reserve } from '../domain/budget.js';
import { mergeOf } from '../domain/epic-act.js';
import { shortName } from '../domain/status.js';
import { approveActions } from '../store/actions.js';
import { hasBegun, putDown, takeBack } from '../store/acts.js';
import { loadBudgets } from '../store/budget.js';
import { loadCurrent } from '../store/current.js';
import { wantRedraw } from '../store/messages.js';
import { lockProposal, settleProposal } from '../store/proposals.js';
import { record } from '../store/records.js';
import { pausedRepos } from '../store/settings.js';
import { endTask } from '../store/spends.js';
import type { Context } from './context.js';
import { continueDraft } from './draft.js';

/** What the clicker alone is told, or null when the rewritten message says it all. */
export type Reply = string | null;

/** `Person` is who decided; null for a repository whose mode is `auto`. */
export interface Decision<Person = { login: string } | null> {
  proposal: Proposal;
  person: Person;
  now: Date;
}

/** Between two dispatches of one approval: 30 comments a minute, where GitHub allows 80 content creations. */
const GAP_SECONDS = 2;
const BY_ITSELF = 'auto mode';

/** Judges a proposal, reserves what it costs and puts it into the queue; all in the caller's transaction. */
export async function queue(tx: Db, { proposal, person, now }: Decision): Promise<Reply> {
  // The accounts are locked before anything is judged, so that two approvals never judge side by side.
  const budgets = await loadBudgets(tx, now, { lock: true });
  const { shown } = proposal;
  const verdict = judgeProposal(proposal, await loadCurrent(tx, proposal), now);
  if (verdict.kind === 'refuse') return verdict.why;
  if (verdict.kind !== 'allow') {
    const { kind, why: reason } = verdict;
    await settleProposal(tx, proposal.id, { status: kind, actionStatus: kind, by: null, reason, now });
    return `${NOT_DONE[shown.act]}, nothing spent. ${reason}`;
  }
  if ((await pausedRepos(tx)).includes(shown.repoId))
    return `${shortName(shown.repo)} is paused, so nothing was done and nothing spent. \`/epic resume\` first.`;
  const set = reserve(budgets, {
    repo: shortName(shown.repo),
    agent: shown.agent,
    count: shown.children.length,
  });
  if (shown.act === 'dispatch' && !set.ok) return `Not dispatched, nothing spent. ${set.why}`;
  const by = person?.login ?? null;
  await settleProposal(tx, proposal.id, {
    status: 'approved',
    actionStatus: 'proposed',
    by: by ?? BY_ITSELF,
    reason: null,
    now,
  });
  // A person may take it back; what the bot decides by itself goes out at once.
  const firstAt = person ? undoUntil(now) : now;
  if (shown.act === 'merge') await queueMerge(tx, proposal, { by, now, firstAt });
  else if (shown.act === 'audit' || shown.act === 'organise')
    await continueDraft(tx, { ...proposal, decidedBy: by }, { now, notBefore: firstAt });
  else if (set.ok) {
    const { reservations } = set;
    if (shown.reassign) await endTask(tx, shown.reassign.task, now);
    await approveActions(tx, proposal.id, { by, now, firstAt, gapSeconds: GAP_SECONDS, reservations });
  }
  await record(tx, {
    at: now,
    actor: by ?? BY_ITSELF,
    event: 'approved',
    subject: proposal.id,
    // Of a draft or plan its number of issues: the audit log keeps no text of anybody's.
    detail: { shown: { ...shown, draft: shown.draft?.issues.length, plan: shown.plan?.children.length } },
  });
  return null;
}

const NOT_DONE: Record<Shown['act'], string> = {
  dispatch: 'Not dispatched',
  merge: 'Not merged',
  audit: 'Nothing created',
  organise: 'Nothing created',
};

async function queueMerge(
  tx: Db,
  { id, shown }: Proposal,
  { by, now, firstAt }: { by: string | null; now: Date; firstAt: Date },
): Promise<void> {
  const merge = mergeShown(shown);
  const wanted = [{ ...merge, detail: { ...merge.detail, proposal: id } }];
  await putDown(tx, shown.repoId, { wanted, now, notBefore: firstAt, ...(by ? { approvedBy: by } : {}) });
}

/** Takes an approved merge, draft or plan back while nothing of it has been sent. */
export async function takeActsBack(
  tx: Db,
  { id, shown }: Proposal,
): Promise<{ undone: number[]; tooLate: number[] }> {
  const number = shown.draft?.audit.number ?? shown.plan?.existing?.number ?? shown.epic?.number ?? 0;
  const begun = shown.act !== 'merge' && (await hasBegun(tx, id));
  const back = !begun && (await takeBack(tx, id)) > 0;
  return back ? { undone: [number], tooLate: [] } : { undone: [], tooLate: [number] };
}

function mergeShown({ epic, repo, into, why }: Shown) {
  if (!epic || !into) throw new Error('A merge is of an epic, into a branch.');
  return mergeOf({ repo, ...epic }, { into, why });
}

/** Approves a proposal without a person, for repositories whose mode is `auto`; never a feature, never a second attempt. */
export function approveByItself(context: Context, id: string): Promise<Reply> {
  return onceMore(() =>
    context.db.transaction(async (tx) => {
      const proposal = await lockProposal(tx, id);
      if (!proposal) return 'it is gone';
      if (proposal.shown.needsCodeOwner || proposal.shown.retry) return 'a person decides this';
      const reply = await queue(tx, { proposal, person: null, now: context.clock.now() });
      await wantRedraw(tx, id);
      return reply;
    }),
  );
}

const RACED = ['23505', '40001', '40P01'];

/** A unique index or a deadlock may end one of two transactions that raced; judged once more, it says why. */
export async function onceMore<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    const code =
      error instanceof DrizzleQueryError ? (error.cause as { code?: string } | undefined)?.code : undefined;
    if (!code || !RACED.includes(code)) throw error;
    return attempt();
  }
}
