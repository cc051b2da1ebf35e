import { UpstreamError } from '../domain/errors.js';
import type { LiveState } from '../domain/message.js';
import {
  claimMessage,
  type KeptMessage,
  learnResponseUrl,
  type MessageRow,
  messageDead,
  messageLater,
  messageShown,
  reviveMessage,
  saveMessage,
  wantRedrawAt,
} from '../store/messages.js';
import { proposalStates } from '../store/proposals.js';
import { budget } from './budget.js';
import { type Context, minutesAfter } from './context.js';

/** Slack's answers that concern the message itself: it is gone, or may never be changed again. */
const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
/** All others speak of what a person may mend any day: the token, the channel, an invitation. Minutes. */
const MENDED_AFTER = 60;
/** Slack's own limits end sooner; minutes. */
const LONGEST_LIMIT = 5;

/** Draws every message anew whose proposals have changed since it was last drawn. */
export async function redraw(context: Context): Promise<void> {
  for (;;) {
    const now = context.clock.now();
    const row = await claimMessage(context.db, { now, leaseUntil: minutesAfter(now, 1) });
    if (!row) return;
    await redrawOne(context, row);
  }
}

async function redrawOne(context: Context, row: MessageRow): Promise<void> {
  const { db, chat, clock, log } = context;
  try {
    const live = await liveState(context, row.proposals);
    const place = row.ts ? { channel: row.channel, ts: row.ts } : { responseUrl: row.responseUrl ?? '' };
    await chat.update(place, { content: row.content, live });
    await messageShown(db, row.id, row.wanted);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    log.warn({ err: error, message: row.id, code: error.code }, 'a message could not be updated');
    // An update shows the state, not a change of it: sent twice it does no harm, so doubt is simply tried again.
    // A response URL lives for half an hour: once refused it never works again; a click brings a new one.
    const final = error.kind === 'refused' && (!row.ts || GONE.includes(error.code));
    const wait = error.kind === 'refused' ? MENDED_AFTER : 1;
    if (final) await messageDead(db, row.id, error.code);
    else await messageLater(db, row.id, error.retryAt ?? minutesAfter(clock.now(), wait));
  }
}

/** The state that a message with these proposals is drawn from. */
export async function liveState(
  context: Pick<Context, 'db' | 'clock'>,
  proposals: readonly string[],
): Promise<LiveState> {
  const states = await proposalStates(context.db, proposals);
  return { now: context.clock.now(), proposals: states, budget: await budget(context) };
}

/** Remembers where a message stands, so that it is drawn again when one of its proposals changes. */
export async function keep({ db }: Context, message: KeptMessage): Promise<void> {
  await saveMessage(db, message);
}

/** Has one message drawn again. */
export async function redrawAt({ db }: Context, place: { channel: string; ts: string }): Promise<void> {
  await wantRedrawAt(db, place);
}

/** Somebody clicked on the message, so it is there and its channel works: no reason to leave it behind any longer. */
export async function revive({ db, clock }: Context, place: { channel: string; ts: string }): Promise<void> {
  await reviveMessage(db, place, minutesAfter(clock.now(), LONGEST_LIMIT));
}

/** A click on a message that only the clicker sees tells how to reach it from now on. */
export async function learnWay(
  { db }: Context,
  proposals: readonly string[],
  way: { asker: string; url: string },
): Promise<void> {
  for (const proposal of proposals) await learnResponseUrl(db, proposal, way);
}
