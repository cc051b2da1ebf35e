import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, serial, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { OnboardingRepo } from '../src/domain/onboarding.js';
import { moment } from './moment.js';
import { repos } from './schema.js';

/** One repository on its way from audits to dispatched children, told in one thread. */
export const onboardings = pgTable(
  'onboardings',
  {
    id: serial('id').primaryKey(),
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id),
    /** The thread's first message, which shows where every repository of it stands. */
    channel: text('channel').notNull(),
    ts: text('ts').notNull(),
    /** How it is shown and how far it is. */
    state: jsonb('state').$type<OnboardingRepo>().notNull(),
    startedBy: text('started_by').notNull(),
    startedAt: moment('started_at').notNull(),
    /** When everything of the present stage was decided and done. */
    settledAt: moment('settled_at'),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('onboardings_thread').on(table.channel, table.ts),
    // A repository is onboarded once at a time.
    uniqueIndex('onboardings_open').on(table.repoId).where(sql`ended_at is null`),
  ],
);
