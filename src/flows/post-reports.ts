import { randomUUID } from 'node:crypto';
import { isLate, isOvertaken, type ReportKind, slotsDue } from '../domain/cadence.js';
import { UpstreamError } from '../domain/errors.js';
import type { MessageContent } from '../domain/message.js';
import { proposalsOf } from '../domain/report.js';
import { record } from '../store/records.js';
import { claimReport, type ReportRow, saveSlot, updateReport } from '../store/reports.js';
import { composeReport } from './compose-report.js';
import { type Context, minutesAfter } from './context.js';
import { keep, liveState } from './redraw.js';

const LEASE_MINUTES = 2;
const DAY_MINUTES = 24 * 60;

/** Posts what is due: each slot once, whatever restarts and however many instances run; of several only the newest. */
export async function postReports(context: Context): Promise<void> {
  const now = context.clock.now();
  for (const slot of slotsDue(now, context.settings.cadence)) await saveSlot(context.db, slot, now);
  for (;;) {
    const at = context.clock.now();
    const owner = `${context.instance}:${randomUUID()}`;
    const lease = {
      owner,
      now: at,
      until: minutesAfter(at, LEASE_MINUTES),
      notOlderThan: minutesAfter(at, -DAY_MINUTES),
    };
    const row = await claimReport(context.db, lease);
    if (!row) return;
    await postOne(context, row, owner);
  }
}

interface Held {
  id: number;
  owner: string;
}

async function postOne(context: Context, row: ReportRow, owner: string): Promise<void> {
  const { chat, settings } = context;
  const held = { id: row.id, owner };
  // Cut off while posting, the report may stand there: until a look has answered, it is not posted again.
  let inDoubt = row.status === 'posting';
  try {
    const before = inDoubt
      ? await chat.findMarked(settings.channel, { marker: row.slot, since: row.dueAt })
      : null;
    inDoubt = false;
    // What is `posting` has its content: both are written at once.
    if (before) await keepPosted(context, held, { content: row.content as MessageContent, ts: before });
    else if (isOvertaken({ id: row.slot, dueAt: row.dueAt }, context.clock.now(), settings.cadence))
      await leaveOut(context, held, row);
    else await postAnew(context, held, row);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await afterTrouble(context, held, { row, error, inDoubt: inDoubt || error.kind === 'in-doubt' });
  }
}

/** Composes as of now, whatever was composed before: what Slack held back for hours would be old, and not say so. */
async function postAnew(context: Context, held: Held, row: ReportRow): Promise<void> {
  const { db, clock, chat, settings } = context;
  const late = isLate(row.dueAt, clock.now());
  const report = await composeReport(context, { ...row, late });
  const content: MessageContent = { view: 'report', report };
  if (!(await updateReport(db, held, { status: 'posting', content, late }))) return;
  const live = await liveState(context, proposalsOf(report));
  const { ts } = await chat.post(settings.channel, { content, live, marker: row.slot });
  await keepPosted(context, held, { content, ts });
}

async function keepPosted(
  context: Context,
  held: Held,
  { content, ts }: { content: MessageContent; ts: string },
): Promise<void> {
  const proposals = content.view === 'report' ? proposalsOf(content.report) : [];
  await keep(context, { content, proposals, channel: context.settings.channel, ts });
  await updateReport(context.db, held, { status: 'posted', leaseUntil: null, note: null });
}

async function leaveOut({ db, log }: Context, held: Held, row: ReportRow): Promise<void> {
  log.info({ slot: row.slot }, 'a report was overtaken by a newer one before it could be posted');
  await updateReport(db, held, { status: 'given-up', leaseUntil: null, note: 'overtaken' });
}

async function afterTrouble(
  context: Context,
  held: Held,
  { row, error, inDoubt }: { row: ReportRow; error: UpstreamError; inDoubt: boolean },
): Promise<void> {
  const { db, clock, log } = context;
  const now = clock.now();
  log.warn({ err: error, slot: row.slot, code: error.code }, 'a report could not be posted');
  if (error.kind === 'refused') {
    await updateReport(db, held, { status: 'given-up', leaseUntil: null, note: error.code });
    await record(db, {
      at: now,
      actor: 'bot',
      event: 'report-not-posted',
      subject: row.slot,
      detail: { why: error.code },
    });
    const what = inDoubt ? 'may or may not have been posted, and I cannot look' : 'could not be posted';
    await tellAdmins(context, row.kind, `The ${row.kind} report ${what}. ${error.message}`);
    return;
  }
  const notBefore = error.retryAt ?? minutesAfter(now, 1);
  // In doubt it stays `posting`, so that the next attempt looks first; else nothing stands there.
  const status = inDoubt ? 'posting' : 'due';
  await updateReport(db, held, { status, leaseUntil: null, notBefore, note: error.code });
}

async function tellAdmins(context: Context, kind: ReportKind, text: string): Promise<void> {
  const content: MessageContent = {
    view: 'notice',
    text,
    hints: [`\`/epic report ${kind}\` shows it to you alone.`],
  };
  const live = await liveState(context, []);
  for (const admin of context.settings.admins) {
    await context.chat
      .post(admin, { content, live })
      .catch((err) => context.log.error({ err, admin }, 'an admin could not be told'));
  }
}
