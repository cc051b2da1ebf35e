import { randomUUID } from 'node:crypto';
import { agentBehind, isLabelOf } from '../agents/index.js';
import { UpstreamError } from '../domain/errors.js';
import type { Agent, Credential, DispatchLook, IssueRef } from '../ports.js';
import { type ActionRow, type ClaimedAction, claimAction, nextDue, updateLeased } from '../store/actions.js';
import { wantRedraw } from '../store/messages.js';
import { record } from '../store/records.js';
import { pausedRepos } from '../store/settings.js';
import { resumeTask, takeForLive } from '../store/spends.js';
import { accountToken } from '../store/team.js';
import { type Context, minutesAfter, secondsAfter } from './context.js';
import { LeaseLost, RELEASED } from './lease.js';
import { obstacleTo, oldLabels } from './obstacle.js';
import { redraw } from './redraw.js';
import { sync } from './sync.js';
import { wakeOnce } from './wake.js';

/** Longer than all requests of one action can take together; every write to the action renews it. */
const LEASE_MINUTES = 3;

/** An agent answers with 👀 within seconds; that is looked for soon after a dispatch. */
const ACKNOWLEDGED_AFTER_SECONDS = 45;

/** Works the queue off until nothing is due, one action at a time, and has itself woken for the next one. */
export async function workOff(context: Context): Promise<void> {
  let sent = false;
  let now = context.clock.now();
  for (;;) {
    now = context.clock.now();
    const owner = `${context.instance}:${randomUUID()}`;
    const lease = { owner, now, until: minutesAfter(now, LEASE_MINUTES) };
    const claimed = await claimAction(context.db, { ...lease, paused: await pausedRepos(context.db) });
    if (!claimed) break;
    sent = true;
    // One action that fails for reasons of its own keeps its lease for a while and the others their turn.
    await carryOut(context, claimed, owner).catch((err) =>
      context.log.error(
        { err, action: claimed.action.id },
        'a dispatch failed; it is tried again when its lease ends',
      ),
    );
  }
  await redraw(context);
  // After the moment in which the queue was found empty: what fell due since is sent at once.
  const due = await nextDue(context.db, now);
  if (due) wakeOnce(context, 'dispatches', { at: due, task: () => workOff(context) });
  // Children of one approval follow each other within seconds: one look after the last of them is enough.
  if (sent && (!due || due > secondsAfter(now, ACKNOWLEDGED_AFTER_SECONDS))) {
    context.clock.wake(secondsAfter(now, ACKNOWLEDGED_AFTER_SECONDS), () =>
      sync(context).then(() => redraw(context)),
    );
  }
}

async function carryOut(context: Context, claimed: ClaimedAction, owner: string): Promise<void> {
  const agent = context.agents.get(claimed.action.agent);
  if (!agent) throw new Error(`No agent is called ${claimed.action.agent} any more.`);
  await new Dispatch(context, { claimed, agent, owner }).carryOut();
}

/**
 * One dispatch on its way: look, comment, label, look. GitHub's answer to a look decides; an answer to a write that
 * got lost is never followed by the same write without a look in between.
 */
class Dispatch {
  readonly #context: Context;
  readonly #claimed: ClaimedAction;
  readonly #owner: string;
  readonly #ref: IssueRef;
  readonly #agent: Agent;
  #action: ActionRow;

  /** True while a label write of an earlier attempt may stand on GitHub: until a look has shown that it does not. */
  #inDoubt: boolean;

  constructor(
    context: Context,
    { claimed, agent, owner }: { claimed: ClaimedAction; agent: Agent; owner: string },
  ) {
    this.#context = context;
    this.#claimed = claimed;
    this.#owner = owner;
    this.#action = claimed.action;
    this.#ref = { owner: claimed.repo.owner, repo: claimed.repo.name, number: claimed.action.issueNumber };
    this.#agent = agent;
    this.#inDoubt = claimed.action.step === 'label' && claimed.action.status !== 'approved';
  }

  async carryOut(): Promise<void> {
    try {
      await this.#steps();
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (!(error instanceof UpstreamError)) throw error;
      await this.#afterTrouble(error).catch((lost) => {
        if (!(lost instanceof LeaseLost)) throw lost;
      });
    }
  }

  async #steps(): Promise<void> {
    const as = await accountToken(this.#context.db, this.#action.accountId as number);
    const look = await this.#context.github.lookAtDispatch(this.#ref, as);
    if (!look) throw notVisible();
    if (this.#labelIsOurs(look)) return this.#confirm(look);
    this.#inDoubt = false;
    const about = { context: this.#context, claimed: this.#claimed, ref: this.#ref, look, as };
    const obstacle = await obstacleTo(about);
    if (obstacle) {
      await this.#end(obstacle.status, obstacle.why);
      return this.#leaveToOthers(look.labels);
    }
    const old = oldLabels(look, this.#claimed);
    if (old.length > 0) return this.#again(old, as);
    if (!(await this.#commented(look))) await this.#comment(look, as);
    if (await this.#isPaused()) return this.#save(RELEASED);
    await this.#label(look, as);
    await this.#confirm(await this.#context.github.lookAtDispatch(this.#ref, as).catch(() => null));
  }

  /** Not sent: then a task of somebody else's is the one under way, or still that of the agent it was taken from. */
  async #leaveToOthers(labels: readonly string[]): Promise<void> {
    const { db, clock } = this.#context;
    for (const agent of new Set(labels.flatMap((label) => agentBehind(label)?.name ?? [])))
      await takeForLive(db, { ...this.#action, agent });
    await resumeTask(db, this.#claimed.shown.reassign?.task, clock.now());
  }

  /** True when this action's own label write is on GitHub: present, or its event newer than the intent. */
  #labelIsOurs(look: DispatchLook): boolean {
    if (this.#action.step !== 'label') return false;
    return this.#isLabelled(look.labels) || this.#newEvent(look) !== undefined;
  }

  #isLabelled(labels: readonly string[]): boolean {
    return labels.some((label) => isLabelOf(this.#agent, label));
  }

  #newEvent(look: DispatchLook) {
    const before = this.#action.baseline?.labelEvents ?? [];
    return look.labelEvents.find(({ id, label }) => isLabelOf(this.#agent, label) && !before.includes(id));
  }

  /** Takes the labels of earlier attempts off, and begins anew: adding a label that is there would start nobody. */
  async #again(old: readonly string[], as: Credential): Promise<void> {
    await this.#save({ status: 'sending', step: 'unlabel' });
    for (const label of old) await this.#context.github.removeLabel(this.#ref, label, as);
    await this.#steps();
  }

  /** Pulled in the midst of a dispatch, the kill switch leaves the label off; what is done already stays known. */
  async #isPaused(): Promise<boolean> {
    return (await pausedRepos(this.#context.db)).includes(this.#claimed.repo.id);
  }

  /** Is the target-branch comment there? One written before the answer was lost is known by being new. */
  async #commented(look: DispatchLook): Promise<boolean> {
    if (this.#action.commentId || !this.#claimed.shown.epic) return true;
    const { baseline } = this.#action;
    const lost = baseline && look.ownComments.find((id) => !baseline.comments.includes(id));
    if (!lost) return false;
    await this.#save({ commentId: lost });
    return true;
  }

  async #comment(look: DispatchLook, as: Credential): Promise<void> {
    const { epic } = this.#claimed.shown;
    if (!epic) return;
    await this.#save({ status: 'sending', step: 'comment', baseline: baselineOf(look) });
    const body = `Target branch: \`${epic.branch}\` (epic #${epic.number})`;
    const { id } = await this.#context.github.comment(this.#ref, body, as);
    await this.#save({ commentId: id });
  }

  async #label(look: DispatchLook, as: Credential): Promise<void> {
    await this.#save({ status: 'sending', step: 'label', baseline: baselineOf(look) });
    const { labels } = await this.#context.github.addLabel(this.#ref, this.#agent.label, as);
    if (this.#isLabelled(labels)) return;
    throw new UpstreamError('GitHub', {
      kind: 'in-doubt',
      code: 'label-missing',
      message: 'GitHub accepted the label and did not list it.',
    });
  }

  /** `look` is null when GitHub could not be asked once more; the label's event is then matched at the next read. */
  async #confirm(look: DispatchLook | null): Promise<void> {
    const event = look ? this.#newEvent(look) : undefined;
    const spentAt = event?.at ?? this.#context.clock.now();
    const labelEventId = event ? { labelEventId: event.id } : {};
    await this.#done(
      { status: 'confirmed', step: 'label', spentAt, ...labelEventId, note: null },
      'dispatched',
    );
  }

  async #end(status: 'stale' | 'failed' | 'expired', why: string): Promise<void> {
    await this.#done({ status, note: why }, status);
  }

  async #done(patch: Partial<ActionRow>, event: string): Promise<void> {
    const { db, clock } = this.#context;
    await this.#save({ ...patch, ...RELEASED });
    const { proposalId, approvedBy, agent, accountId, note } = this.#action;
    await record(db, {
      at: clock.now(),
      actor: approvedBy ?? 'bot',
      event,
      subject: `${this.#claimed.repo.nameWithOwner}#${this.#ref.number}`,
      detail: { proposalId, agent, accountId, note },
    });
  }

  /** Refused is final, unless a write is in doubt: then the reservation stays, and it is looked at again later. */
  async #afterTrouble(error: UpstreamError): Promise<void> {
    this.#context.log.warn(
      { err: error, action: this.#action.id, kind: error.kind },
      'a dispatch met trouble',
    );
    if (error.kind === 'refused' && !this.#inDoubt) {
      await this.#end('failed', error.message);
      return this.#leaveToOthers([]);
    }
    const wait = Math.min(600, 20 * 2 ** Math.min(this.#action.attempts - 1, 5));
    const again = secondsAfter(this.#context.clock.now(), wait);
    const lost = error.kind === 'in-doubt' && this.#action.status === 'sending';
    await this.#save({
      status: this.#inDoubt || lost ? 'unknown' : this.#action.status,
      note: error.message,
      notBefore: error.retryAt && error.retryAt > again ? error.retryAt : again,
      ...RELEASED,
    });
  }

  async #save(patch: Partial<ActionRow>): Promise<void> {
    const { db, clock } = this.#context;
    const now = clock.now();
    const renewed = { leaseUntil: minutesAfter(now, LEASE_MINUTES), updatedAt: now, ...patch };
    if (!(await updateLeased(db, { id: this.#action.id, owner: this.#owner }, renewed)))
      throw new LeaseLost();
    this.#action = { ...this.#action, ...renewed };
    if (this.#action.proposalId) await wantRedraw(db, this.#action.proposalId);
  }
}

function notVisible(): UpstreamError {
  const message = 'The issue cannot be seen with this account’s token.';
  return new UpstreamError('GitHub', { kind: 'refused', code: 'not-visible', message });
}

function baselineOf(look: DispatchLook) {
  return { comments: look.ownComments, labelEvents: look.labelEvents.map(({ id }) => id) };
}
