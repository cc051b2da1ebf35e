import { randomUUID } from 'node:crypto';
import type { ShownChild } from '../domain/approval.js';
import { UpstreamError } from '../domain/errors.js';
import type { Agent, Credential, DispatchLook, IssueRef } from '../ports.js';
import { type ActionRow, type ClaimedAction, claimAction, nextDue, updateLeased } from '../store/actions.js';
import { accountToken } from '../store/budget.js';
import { wantRedraw } from '../store/messages.js';
import { record } from '../store/records.js';
import { type Context, minutesAfter, secondsAfter } from './context.js';
import { redraw } from './redraw.js';
import { sync } from './sync.js';

/** Longer than all requests of one action can take together; every write to the action renews it. */
const LEASE_MINUTES = 3;
/** An approval that could not be carried out for so long is not carried out any more. */
const APPROVAL_GOOD_FOR_MINUTES = 12 * 60;

/** An agent answers with 👀 within seconds; that is looked for soon after a dispatch. */
const ACKNOWLEDGED_AFTER_SECONDS = 45;

/** Works the queue off until nothing is due, one action at a time, and has itself woken for the next one. */
export async function workOff(context: Context): Promise<void> {
  let sent = false;
  for (;;) {
    const now = context.clock.now();
    const owner = `${context.instance}:${randomUUID()}`;
    const claimed = await claimAction(context.db, { owner, now, until: minutesAfter(now, LEASE_MINUTES) });
    if (!claimed) break;
    await new Dispatch(context, claimed, owner).carryOut();
    sent = true;
  }
  await redraw(context);
  if (sent)
    context.clock.wake(secondsAfter(context.clock.now(), ACKNOWLEDGED_AFTER_SECONDS), () =>
      sync(context).then(() => redraw(context)),
    );
  const due = await nextDue(context.db);
  if (due && due > context.clock.now()) context.clock.wake(due, () => workOff(context));
}

/** Somebody else holds the action by now: this worker stops at once and writes nothing more. */
class LeaseLost extends Error {}

/**
 * One dispatch on its way: look, comment, look, label, look. GitHub's answer to a look decides; an answer to a write
 * that got lost is never followed by the same write without a look in between.
 */
class Dispatch {
  readonly #context: Context;
  readonly #claimed: ClaimedAction;
  readonly #owner: string;
  readonly #ref: IssueRef;
  readonly #agent: Agent;
  #action: ActionRow;

  constructor(context: Context, claimed: ClaimedAction, owner: string) {
    this.#context = context;
    this.#claimed = claimed;
    this.#owner = owner;
    this.#action = claimed.action;
    this.#ref = { owner: claimed.repo.owner, repo: claimed.repo.name, number: claimed.action.issueNumber };
    const agent = context.agents.get(claimed.action.agent);
    if (!agent) throw new Error(`No agent is called ${claimed.action.agent}.`);
    this.#agent = agent;
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
    if (!look) return this.#end('failed', 'the issue cannot be seen with this account’s token');
    if (this.#labelIsOurs(look)) return this.#confirm(look);
    const obstacle = await this.#obstacle(look);
    if (obstacle) return this.#end(obstacle.status, obstacle.why);
    if (!(await this.#commented(look))) await this.#comment(look, as);
    await this.#label(look, as);
    await this.#confirm(await this.#context.github.lookAtDispatch(this.#ref, as).catch(() => null));
  }

  /** True when this action's own label write is on GitHub: present, or its event newer than the intent. */
  #labelIsOurs(look: DispatchLook): boolean {
    if (this.#action.step !== 'label') return false;
    return look.labels.includes(this.#agent.label) || this.#newEvent(look) !== undefined;
  }

  #newEvent(look: DispatchLook) {
    const before = this.#action.baseline?.labelEvents ?? [];
    return look.labelEvents.find(({ id, label }) => label === this.#agent.label && !before.includes(id));
  }

  /** What forbids the dispatch now, though it was approved. */
  async #obstacle(
    look: DispatchLook,
  ): Promise<{ status: 'stale' | 'failed' | 'expired'; why: string } | null> {
    const { approvedAt, approvedBy, step } = this.#action;
    if (look.labels.includes(this.#agent.label)) {
      return { status: 'stale', why: `somebody else added ${this.#agent.label} first` };
    }
    if (!look.open) return { status: 'stale', why: 'the issue was closed meanwhile' };
    const shown = this.#claimed.shown.children.find(
      ({ number }) => number === this.#ref.number,
    ) as ShownChild;
    const edited =
      look.lastEditedAt?.getTime() !== (shown.lastEditedAt ? Date.parse(shown.lastEditedAt) : undefined);
    if (edited || look.title !== shown.title)
      return { status: 'stale', why: 'the issue was edited after the approval' };
    const now = this.#context.clock.now();
    if (step === 'comment' && approvedAt && minutesAfter(approvedAt, APPROVAL_GOOD_FOR_MINUTES) < now) {
      return { status: 'expired', why: 'GitHub could not be reached for too long after the approval' };
    }
    const may = await this.#context.github.mayWrite(this.#ref, approvedBy ?? '');
    return may
      ? null
      : { status: 'failed', why: `${approvedBy} may not write to ${this.#claimed.repo.nameWithOwner}` };
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
    if (labels.includes(this.#agent.label)) return;
    throw new UpstreamError('GitHub', {
      kind: 'in-doubt',
      code: 'label-missing',
      message: 'GitHub accepted the label and did not list it.',
    });
  }

  /** `look` is null when GitHub could not be asked once more; the label's event is then matched at the next read. */
  async #confirm(look: DispatchLook | null): Promise<void> {
    const event = look ? this.#newEvent(look) : undefined;
    await this.#save({
      status: 'confirmed',
      step: 'label',
      spentAt: event?.at ?? this.#context.clock.now(),
      ...(event ? { labelEventId: event.id } : {}),
      note: null,
    });
    await this.#done('dispatched', {});
  }

  async #end(status: 'stale' | 'failed' | 'expired', why: string): Promise<void> {
    await this.#save({ status, note: why });
    await this.#done(status, { why });
  }

  async #done(event: string, detail: Record<string, unknown>): Promise<void> {
    const { db, clock } = this.#context;
    const subject = `${this.#claimed.repo.nameWithOwner}#${this.#ref.number}`;
    const { proposalId, approvedBy, agent, accountId } = this.#action;
    await record(db, {
      at: clock.now(),
      actor: approvedBy ?? 'bot',
      event,
      subject,
      detail: { ...detail, proposalId, agent, accountId },
    });
    await this.#save({ leaseOwner: null, leaseUntil: null });
  }

  /** Refused is final. Anything else is looked at again later, and stays `unknown` while a write is in doubt. */
  async #afterTrouble(error: UpstreamError): Promise<void> {
    this.#context.log.warn(
      { err: error, action: this.#action.id, kind: error.kind },
      'a dispatch met trouble',
    );
    if (error.kind === 'refused') return this.#end('failed', error.message);
    const now = this.#context.clock.now();
    const wait = Math.min(600, 20 * 2 ** Math.min(this.#action.attempts - 1, 5));
    const again = secondsAfter(now, wait);
    await this.#save({
      status:
        error.kind === 'in-doubt' && this.#action.status === 'sending' ? 'unknown' : this.#action.status,
      note: error.message,
      notBefore: error.retryAt && error.retryAt > again ? error.retryAt : again,
    });
    await this.#save({ leaseOwner: null, leaseUntil: null });
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

function baselineOf(look: DispatchLook) {
  return { comments: look.ownComments, labelEvents: look.labelEvents.map(({ id }) => id) };
}
