import { randomUUID } from 'node:crypto';
import { slotsDue } from '../domain/cadence.js';
import { UpstreamError } from '../domain/errors.js';
import type { MessageContent } from '../domain/message.js';
import { saveMessage } from '../store/messages.js';
import { record } from '../store/records.js';
import { claimReport, type ReportRow, saveSlot, updateReport } from '../store/reports.js';
import { type Context, minutesAfter } from './context.js';
import { morningReport, proposalsOf } from './morning-report.js';
import { liveState } from './redraw.js';

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
  try {
    // Cut off while posting, the report may stand there: it is looked for before it is posted again.
    const before = row.status === 'posting' ? await chat.findMarked(settings.channel, row.slot) : null;
    const content = row.status === 'posting' && row.content ? row.content : await compose(context, row);
    if (!before && !(await updateReport(db, held, { status: 'posting', content }))) return;
    const proposals = content.view === 'report' ? proposalsOf(content.report) : [];
    const ts =
      before ??
      (
        await chat.post(settings.channel, {
          content,
          live: await liveState(context, proposals),
          marker: row.slot,
        })
      ).ts;
    await saveMessage(db, { content, proposals, channel: settings.channel, ts });
    await updateReport(db, held, { status: 'posted', leaseUntil: null, note: null });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await afterTrouble(context, held, { row, error });
  }
}

async function compose(context: Context, row: ReportRow): Promise<MessageContent> {
  return { view: 'report', report: await morningReport(context, row) };
}

async function afterTrouble(
  context: Context,
  held: { id: number; owner: string },
  { row, error }: { row: ReportRow; error: UpstreamError },
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
    await tellAdmins(context, `The ${row.kind} report could not be posted. ${error.message}`);
    return;
  }
  const notBefore = error.retryAt ?? minutesAfter(now, 1);
  // In doubt it stays `posting`, so that the next attempt looks first; else nothing stands there.
  const status = error.kind === 'in-doubt' ? 'posting' : 'due';
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
