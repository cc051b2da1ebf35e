import { index, integer, jsonb, pgTable, serial, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { JournalRecord } from '../src/domain/journal-record.js';
import { repos } from './schema.js';

/** One structural record for each finished child. */
export const journal = pgTable(
  'journal',
  {
    id: serial('id').primaryKey(),
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id),
    childNumber: integer('child_number').notNull(),
    /** What ended it: `pr:140`, or `attempt:3` where no pull request did. A child that is opened again ends again. */
    ending: text('ending').notNull(),
    record: jsonb('record').$type<JournalRecord>().notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [
    uniqueIndex('journal_ending').on(table.repoId, table.childNumber, table.ending),
    index('journal_finished').on(table.finishedAt),
  ],
);
