import { randomUUID } from 'node:crypto';
import { slotsDue } from '../domain/cadence.js';
import { UpstreamError } from '../domain/errors.js';
import type { MessageContent } from '../domain/message.js';
import { proposalsOf } from '../domain/report.js';
import { record } from '../store/records.js';
import { claimReport, type ReportRow, saveSlot, updateReport } from '../store/reports.js';
import { type Context, minutesAfter } from './context.js';
import { morningReport } from './morning-report.js';
import { keep, liveState } from './redraw.js';

const LEASE_MINUTES = 2;
const DAY_MINUTES = 24 * 60;

/** Posts what is due: each slot once, whatever restarts and however many instances run. */
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

async function postOne(context: Context, row: ReportRow, owner: string): Promise<void> {
  const { db, chat, settings } = context;
  const held = { id: row.id, owner };
  // Cut off while posting, the report may stand there: until a look has answered, it is not posted again.
  let inDoubt = row.status === 'posting';
  try {
    const before = inDoubt
      ? await chat.findMarked(settings.channel, { marker: row.slot, since: row.dueAt })
      : null;
    inDoubt = false;
    const content = row.content ?? (await compose(context, row));
    if (!before && !(await updateReport(db, held, { status: 'posting', content }))) return;
    const proposals = content.view === 'report' ? proposalsOf(content.report) : [];
    const ts = before ?? (await post(context, { content, proposals, marker: row.slot }));
    await keep(context, { content, proposals, channel: settings.channel, ts });
    await updateReport(db, held, { status: 'posted', leaseUntil: null, note: null });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await afterTrouble(context, held, { row, error, inDoubt: inDoubt || error.kind === 'in-doubt' });
  }
}

async function post(
  context: Context,
  { content, proposals, marker }: { content: MessageContent; proposals: string[]; marker: string },
): Promise<string> {
  const live = await liveState(context, proposals);
  return (await context.chat.post(context.settings.channel, { content, live, marker })).ts;
}

async function compose(context: Context, row: ReportRow): Promise<MessageContent> {
  return { view: 'report', report: await morningReport(context, row) };
}

async function afterTrouble(
  context: Context,
  held: { id: number; owner: string },
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
    await tellAdmins(context, `The ${row.kind} report ${what}. ${error.message}`);
    return;
  }
  const notBefore = error.retryAt ?? minutesAfter(now, 1);
  // In doubt it stays `posting`, so that the next attempt looks first; else nothing stands there.
  const status = inDoubt ? 'posting' : 'due';
  await updateReport(db, held, { status, leaseUntil: null, notBefore, note: error.code });
}

async function tellAdmins(context: Context, text: string): Promise<void> {
  const content: MessageContent = {
    view: 'notice',
    text,
    hints: ['`/epic report morning` shows it to you alone.'],
  };
  const live = await liveState(context, []);
  for (const admin of context.settings.admins) {
    await context.chat
      .post(admin, { content, live })
      .catch((err) => context.log.error({ err, admin }, 'an admin could not be told'));
  }
}
