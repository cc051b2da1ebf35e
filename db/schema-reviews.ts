import { jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { FindingChange } from '../src/domain/review.js';
import { proposals } from './schema.js';

/** What a person has changed of a draft and not submitted yet; a row each, so that quick clicks never overwrite each other. */
export const reviewChanges = pgTable(
  'review_changes',
  {
    proposalId: text('proposal_id')
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    /** Login of the member. */
    reviewer: text('reviewer').notNull(),
    /** The finding's key. */
    finding: text('finding').notNull(),
    change: jsonb('change').$type<FindingChange>().notNull(),
    changedAt: timestamp('changed_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.proposalId, table.reviewer, table.finding] })],
);
