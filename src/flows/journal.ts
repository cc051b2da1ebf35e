import { UserError } from '../domain/errors.js';
import { journalRecord } from '../domain/journal.js';
import { clean } from '../domain/journal-clean.js';
import type { JournalRecord } from '../domain/journal-record.js';
import {
  type JournalStats,
  journalStats,
  type LeaderboardRow,
  leaderboard,
} from '../domain/journal-stats.js';
import { endedChildren, loadRecords, saveRecord } from '../store/journal.js';
import { type Finished, loadFinished } from '../store/journal-facts.js';
import { cleanSchema, journalSchema } from '../store/journal-schema.js';
import { type Context, minutesAfter } from './context.js';

/** The box of a child is ticked within a tick or two; where nobody ticks it, its record need not wait for ever. */
const SETTLE_MINUTES = 60;

type Writing = Pick<Context, 'db' | 'clock' | 'agents' | 'log'>;

/** Writes the record of every child that has ended since the last time. Nothing is written twice. */
export async function writeJournal(context: Writing): Promise<void> {
  const { db, clock } = context;
  const settled = minutesAfter(clock.now(), -SETTLE_MINUTES);
  for (const finished of await loadFinished(db, await endedChildren(db)))
    if (finished.ticked || finished.facts.finishedAt <= settled) await write(context, finished);
}

async function write({ db, agents, log }: Writing, { facts, repoId, ending }: Finished): Promise<void> {
  const providers = new Map([...agents.values()].map(({ name, provider }) => [name, provider]));
  const { data: record, error } = journalSchema.safeParse(journalRecord({ ...facts, providers }));
  const childNumber = facts.child.number;
  if (record) await saveRecord(db, { repoId, childNumber, ending, finishedAt: facts.finishedAt, record });
  else log.error({ err: error, repoId, childNumber }, 'a record does not fit the journal’s schema');
}

/** The journal in numbers. */
export async function journalInNumbers({ db }: Pick<Context, 'db'>): Promise<JournalStats> {
  return journalStats(await loadRecords(db));
}

/** Agents side by side, best first. */
export async function compareAgents({ db }: Pick<Context, 'db'>): Promise<LeaderboardRow[]> {
  return leaderboard(await loadRecords(db));
}

/**
 * The journal as JSONL, a record a line, each held against its schema; empty without records.
 * @throws a UserError when one does not fit: half a file would be taken for the whole.
 */
export async function exportJournal({ db }: Pick<Context, 'db'>, ask: { clean: boolean }): Promise<string> {
  const records = await loadRecords(db);
  const lines = ask.clean
    ? records.flatMap((record) => {
        const cleaned = clean(record);
        return cleaned ? [lineOf(cleanSchema.safeParse(cleaned), record)] : [];
      })
    : records.map((record) => lineOf(journalSchema.safeParse(record), record));
  return lines.join('\n');
}

function lineOf({ success, data }: { success: boolean; data?: unknown }, record: JournalRecord): string {
  if (success) return JSON.stringify(data);
  throw new UserError(
    `The record of ${record.repo?.name} #${record.child} does not fit the journal’s schema. Nothing was exported, nothing is lost.`,
    ['An older or newer version of me may have written it: see docs/journal.md.'],
  );
}
