import { randomUUID } from 'node:crypto';
import { type ActKind, refusedDeed } from '../domain/act.js';
import { nextActsForEpic } from '../domain/epic-act.js';
import { UpstreamError } from '../domain/errors.js';
import { type ActRow, type ClaimedAct, claimAct, MOST_TRIES, nextActDue, updateAct } from '../store/acts.js';
import { loadFacts } from '../store/facts.js';
import { wantRedraw } from '../store/messages.js';
import { record } from '../store/records.js';
import { pausedRepos } from '../store/settings.js';
import { type Context, minutesAfter, secondsAfter } from './context.js';
import { continueProposal } from './draft.js';
import { LeaseLost, RELEASED } from './lease.js';
import { createIssue, createLabels } from './perform-draft.js';
import { deleteBranch, mergeEpic, tickChild, updateEpic } from './perform-epic.js';
import { closeIssue, comment } from './perform-issue.js';
import { createBranch, extendEpic, linkChild } from './perform-plan.js';
import { actOnPull, ask, escalate, handBack } from './perform-pull.js';
import type { Outcome, Performing } from './performing.js';
import { redraw } from './redraw.js';
import { situationsOf } from './situations.js';
import { tell } from './tell.js';
import { wakeOnce } from './wake.js';

/** Attempts that waiting uses up at most, however long: those that are left are for refusals. */
const MOST_WAITS = 5;
/** Longer than all requests of one act can take together. */
const LEASE_MINUTES = 3;

const PERFORM: Record<ActKind, (performing: Performing) => Promise<Outcome>> = {
  'ask-reviews': ask,
  'ask-conflict': ask,
  'resolve-threads': actOnPull,
  'update-branch': actOnPull,
  'arm-auto-merge': actOnPull,
  enqueue: actOnPull,
  merge: actOnPull,
  escalate,
  'hand-back': handBack,
  'call-off': handBack,
  'close-child': closeIssue,
  tick: tickChild,
  'update-epic': updateEpic,
  'merge-epic': mergeEpic,
  'delete-branch': deleteBranch,
  'close-epic': closeIssue,
  offer: tell,
  'create-labels': createLabels,
  'create-issue': createIssue,
  comment,
  'close-audit': closeIssue,
  'link-child': linkChild,
  'extend-epic': extendEpic,
  'create-branch': createBranch,
};

/** Does every act that is due, one at a time, and has itself woken for the next one. */
export async function performActs(context: Context): Promise<void> {
  let now = context.clock.now();
  for (;;) {
    now = context.clock.now();
    const owner = `${context.instance}:${randomUUID()}`;
    const lease = {
      owner,
      now,
      until: minutesAfter(now, LEASE_MINUTES),
      paused: await pausedRepos(context.db),
    };
    const claimed = await claimAct(context.db, lease);
    if (!claimed) break;
    // One act that fails for reasons of its own keeps its lease for a while and the others their turn.
    await performOne(context, claimed, owner).catch((err) =>
      context.log.error(
        { err, act: claimed.act.key },
        'an act failed; it is tried again when its lease ends',
      ),
    );
  }
  await redraw(context);
  const due = await nextActDue(context.db, now);
  if (due) wakeOnce(context, 'acts', { at: due, task: () => performActs(context) });
}

async function performOne(context: Context, claimed: ClaimedAct, owner: string): Promise<void> {
  const held = { id: claimed.act.id, owner };
  const save = async (patch: Partial<ActRow>) => {
    Object.assign(claimed.act, patch);
    const leaseUntil = minutesAfter(context.clock.now(), LEASE_MINUTES);
    if (!(await updateAct(context.db, held, { leaseUntil, ...patch }))) throw new LeaseLost();
  };
  try {
    const outcome =
      (await overtaken(context, claimed)) ?? (await PERFORM[claimed.act.kind]({ ...claimed, context, save }));
    // Before it is saved: what is refused for good at the first try is told by whoever knows why.
    if (outcome.status === 'refused') await tellRefusal({ ...claimed, context, save }, outcome.why);
    await save({ ...patchOf(context, outcome, claimed.act), ...RELEASED });
    await remember(context, claimed, outcome);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    if (!(error instanceof UpstreamError)) throw error;
    context.log.warn({ err: error, act: claimed.act.key, kind: error.kind }, 'an act met trouble');
    if (error.kind === 'refused' && error.system === 'GitHub')
      await tellRefusal({ ...claimed, context, save }, error.message);
    await save({ ...afterTrouble(context, claimed.act, error), ...RELEASED }).catch((lost) => {
      if (!(lost instanceof LeaseLost)) throw lost;
    });
  }
}

/** What GitHub refuses at last, or will not change its mind about, stops an epic: the gatekeeper hears of it once. */
async function tellRefusal(performing: Performing, why: string): Promise<void> {
  const { act, context } = performing;
  const isAtEnd = act.kind === 'merge-epic' || act.attempts >= MOST_TRIES;
  const deed = refusedDeed(act.kind);
  if (!isAtEnd || !deed || act.detail.proposal) return;
  // A marker of its own: a merge that met a conflict before has told of that under the act's key.
  const marker = `${act.key}/refused`;
  await tell(performing, { why: `GitHub refuses to ${deed}: ${why}`, marker }).catch((err) =>
    context.log.warn({ err, act: act.key }, 'nobody could be told of a refusal'),
  );
}

/** Acts on an epic may have waited, for GitHub or for a pause: what has changed since is decided anew. */
const ON_EPICS: readonly ActKind[] = ['close-child', 'tick', 'update-epic', 'delete-branch', 'close-epic'];

async function overtaken(context: Context, { act, repo }: ClaimedAct): Promise<Outcome | null> {
  // One that may have reached GitHub is looked for instead.
  if (act.status !== 'due' || !ON_EPICS.includes(act.kind)) return null;
  const situation = (await situationsOf(context, [repo]))(repo);
  const [facts] = await loadFacts(context.db, [repo]);
  const wanted = (facts?.epics ?? []).flatMap((progress) => nextActsForEpic(progress, situation));
  return wanted.some(({ key }) => key === act.key)
    ? null
    : { status: 'moot', why: 'it is not wanted any more' };
}

function patchOf({ clock }: Context, outcome: Outcome, { attempts }: ActRow): Partial<ActRow> {
  const now = clock.now();
  switch (outcome.status) {
    case 'done':
      return { status: 'done', doneAt: now, note: null, ...outcome.patch };
    case 'later':
      return {
        notBefore: secondsAfter(now, outcome.seconds),
        note: outcome.why ?? null,
        attempts: Math.min(attempts, MOST_WAITS),
      };
    case 'moot':
      // What has moved is read anew first; it may well be wanted again then, as often as others get in its way.
      return { status: 'moot', note: outcome.why, notBefore: null, attempts: Math.max(0, attempts - 1) };
    case 'refused':
      return {
        status: 'refused',
        note: outcome.why,
        notBefore: minutesAfter(now, 5 * 2 ** Math.min(attempts, 6)),
        ...(outcome.final ? { attempts: MOST_TRIES } : {}),
      };
  }
}

/** A refusal is decided anew later; everything else is tried again, and in doubt it is looked for first. */
function afterTrouble(context: Context, act: ActRow, error: UpstreamError): Partial<ActRow> {
  if (error.kind === 'refused') return patchOf(context, { status: 'refused', why: error.message }, act);
  const again = secondsAfter(context.clock.now(), Math.min(600, 20 * 2 ** act.attempts));
  return {
    note: error.message,
    notBefore: error.retryAt && error.retryAt > again ? error.retryAt : again,
    attempts: Math.min(act.attempts, MOST_WAITS),
  };
}

async function remember(context: Context, { act, repo }: ClaimedAct, outcome: Outcome): Promise<void> {
  const { proposal } = act.detail;
  if (proposal) await wantRedraw(context.db, proposal);
  if (proposal && outcome.status === 'done') await continueProposal(context, proposal);
  if (outcome.status === 'later' || outcome.status === 'moot') return;
  await record(context.db, {
    at: context.clock.now(),
    actor: act.approvedBy ?? 'bot',
    event: outcome.status === 'done' ? act.kind : `${act.kind}-refused`,
    subject: `${repo.nameWithOwner}#${act.subject}`,
    detail: { ...act.detail, key: act.key, ...('why' in outcome ? { refusal: outcome.why } : {}) },
  });
}
