import { boolean, index, integer, jsonb, pgTable, primaryKey, serial, text } from 'drizzle-orm/pg-core';
import type { ActDetail, ActKind, ActStatus } from '../src/domain/act.js';
import { moment } from './moment.js';
import { repos } from './schema.js';

/** Every head commit that a pull request was seen with, and how its checks ended. */
export const pullHeads = pgTable(
  'pull_heads',
  {
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    sha: text('sha').notNull(),
    committedAt: moment('committed_at'),
    /** When it came at the latest, by GitHub's own clock: an author may date a commit as he likes. */
    seenAt: moment('seen_at').notNull(),
    checks: text('checks'),
    checksAt: moment('checks_at'),
    /** Names of the checks that failed on it; null where they were not read. */
    failedChecks: jsonb('failed_checks').$type<string[]>(),
  },
  (table) => [primaryKey({ columns: [table.repoId, table.number, table.sha] })],
);

/** What the engine does besides dispatching, which costs no task: asking, resolving, merging, ticking, closing, telling. */
export const acts = pgTable(
  'acts',
  {
    id: serial('id').primaryKey(),
    /** What makes it one act, such as `ask-conflict:dappcore/core#321@<head>`: it is put down once and done once. */
    key: text('key').notNull().unique(),
    kind: text('kind').$type<ActKind>().notNull(),
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id),
    /** Number of the pull request, child, epic or audit that it is about; 0 where it is about none. */
    subject: integer('subject').notNull(),
    epicNumber: integer('epic_number'),
    /** The child that it is about, or the issue that it has made. */
    childNumber: integer('child_number'),
    headSha: text('head_sha'),
    /** Threads to resolve, what was tried, and the like. */
    detail: jsonb('detail').$type<ActDetail>().notNull().default({}),
    /** Who approved it; null where the repository's mode lets the bot go on by itself. */
    approvedBy: text('approved_by'),
    status: text('status').$type<ActStatus>().notNull(),
    /** Ids of the bot's own comments that stood there before it wrote one. */
    baseline: jsonb('baseline').$type<string[]>(),
    commentId: text('comment_id'),
    /** 👀 on that comment: the agent has seen it. */
    seen: boolean('seen').notNull().default(false),
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    notBefore: moment('not_before'),
    attempts: integer('attempts').notNull().default(0),
    note: text('note'),
    createdAt: moment('created_at').notNull(),
    doneAt: moment('done_at'),
  },
  (table) => [
    index('acts_queue').on(table.status, table.notBefore),
    index('acts_subject').on(table.repoId, table.subject),
  ],
);
