import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Shown } from '../src/domain/approval.js';
import type { ActionStatus, DispatchBaseline, DispatchStep, ProposalStatus } from '../src/domain/ledger.js';
import type { MessageContent } from '../src/domain/message.js';
import { moment } from './moment.js';

/** Repositories of the inventory, as the last sync saw them. */
export const repos = pgTable('repos', {
  id: serial('id').primaryKey(),
  nodeId: text('node_id').notNull().unique(),
  owner: text('owner').notNull(),
  name: text('name').notNull(),
  nameWithOwner: text('name_with_owner').notNull().unique(),
  defaultBranch: text('default_branch').notNull(),
  language: text('language'),
  autoMergeAllowed: boolean('auto_merge_allowed').notNull().default(false),
  tier: integer('tier').notNull(),
  /** False once it was archived, renamed away or taken off the team file: kept for its history, shown no more. */
  carried: boolean('carried').notNull().default(true),
  /** Newest `updatedAt` seen of any issue: where the next incremental read starts. */
  issuesSeenTo: moment('issues_seen_to'),
  pullsSeenTo: moment('pulls_seen_to'),
  syncedAt: moment('synced_at'),
});

/** Issues, structure only: a body is never kept. */
export const issues = pgTable(
  'issues',
  {
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    nodeId: text('node_id').notNull(),
    title: text('title').notNull(),
    open: boolean('open').notNull(),
    labels: jsonb('labels').$type<string[]>().notNull(),
    authorAssociation: text('author_association').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    closedAt: moment('closed_at'),
    lastEditedAt: moment('last_edited_at'),
    /** When it was last opened again. */
    reopenedAt: moment('reopened_at'),
    /** Open issues that block this one, as `owner/name#n`. */
    blockedBy: jsonb('blocked_by').$type<string[]>().notNull(),
    /** Pull requests of this repository, from its own branches, that refer to the issue or were connected to it. */
    linkedPulls: jsonb('linked_pulls').$type<number[]>().notNull(),
    /** 👀 by somebody: an agent has seen it. */
    acknowledged: boolean('acknowledged').notNull(),
  },
  (table) => [primaryKey({ columns: [table.repoId, table.number] })],
);

/** Epics: issues whose checklist has been parsed. */
export const epics = pgTable(
  'epics',
  {
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    branch: text('branch'),
    branchSha: text('branch_sha'),
    /** One writer of its body at a time. */
    writerUntil: moment('writer_until'),
    /** The issue's `updatedAt` when its body was last parsed. */
    parsedAt: moment('parsed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.repoId, table.number] })],
);

/** One row per checklist line of an epic. */
export const epicChildren = pgTable(
  'epic_children',
  {
    repoId: integer('repo_id').notNull(),
    epicNumber: integer('epic_number').notNull(),
    position: integer('position').notNull(),
    childRepo: text('child_repo').notNull(),
    childNumber: integer('child_number').notNull(),
    checked: boolean('checked').notNull(),
    phase: integer('phase').notNull(),
    phaseName: text('phase_name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.repoId, table.epicNumber, table.position] })],
);

export const pullRequests = pgTable(
  'pull_requests',
  {
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    nodeId: text('node_id').notNull(),
    state: text('state').$type<'OPEN' | 'CLOSED' | 'MERGED'>().notNull(),
    draft: boolean('draft').notNull(),
    base: text('base').notNull(),
    head: text('head').notNull(),
    headSha: text('head_sha').notNull(),
    /** From a fork: nobody of the team wrote it, so nothing is ever done with it. */
    fork: boolean('fork').notNull().default(false),
    /** Who opened it: for the journal alone, since nothing is ever decided by it. */
    author: text('author'),
    labels: jsonb('labels').$type<string[]>().notNull().default([]),
    /** A merge queue rules its base, and whether it stands in it. */
    queueRuled: boolean('queue_ruled').notNull().default(false),
    queued: boolean('queued').notNull().default(false),
    mergeable: text('mergeable').$type<'MERGEABLE' | 'CONFLICTING' | 'UNKNOWN'>().notNull(),
    mergeState: text('merge_state').notNull(),
    autoMerge: boolean('auto_merge').notNull(),
    reviewDecision: text('review_decision'),
    unresolvedThreads: integer('unresolved_threads').notNull(),
    /** Unresolved threads with their times, as ISO strings; read for those pull requests alone that have some. */
    threads: jsonb('threads').$type<{ id: string; at: string }[]>().notNull().default([]),
    /** When it was last seen to merge cleanly: requests older than this were answered by a fix. */
    mergeableAt: moment('mergeable_at'),
    checks: text('checks'),
    /** Numbers of the issues of the same repository that this pull request is linked to. */
    closes: jsonb('closes').$type<number[]>().notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    closedAt: moment('closed_at'),
    mergedAt: moment('merged_at'),
  },
  (table) => [primaryKey({ columns: [table.repoId, table.number] })],
);

/** People of the team file. Who may approve is decided here, by Slack's team and user id. */
export const members = pgTable(
  'members',
  {
    login: text('login').primaryKey(),
    slackTeamId: text('slack_team_id'),
    slackUserId: text('slack_user_id'),
    approver: boolean('approver').notNull(),
    codeOwner: boolean('code_owner').notNull(),
  },
  (table) => [uniqueIndex('members_slack').on(table.slackTeamId, table.slackUserId)],
);

/** One member's seat with one agent. */
export const accounts = pgTable(
  'accounts',
  {
    id: serial('id').primaryKey(),
    memberLogin: text('member_login')
      .notNull()
      .references(() => members.login, { onDelete: 'cascade' }),
    agent: text('agent').notNull(),
    quota: integer('quota').notNull(),
    concurrency: integer('concurrency').notNull(),
    window: text('window').notNull(),
    /** Name of the environment variable that holds the member's GitHub token; never the token. */
    tokenVariable: text('token_variable'),
    /** Repository names this account is connected to. */
    repos: jsonb('repos').$type<string[]>().notNull(),
    active: boolean('active').notNull().default(true),
  },
  (table) => [uniqueIndex('accounts_member_agent').on(table.memberLogin, table.agent)],
);

/** What was put before a person, exactly as it was shown. */
export const proposals = pgTable('proposals', {
  /** Opaque; the only thing a button carries. */
  id: text('id').primaryKey(),
  shown: jsonb('shown').$type<Shown>().notNull(),
  status: text('status').$type<ProposalStatus>().notNull(),
  reason: text('reason'),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  decidedBy: text('decided_by'),
  decidedAt: moment('decided_at'),
});

/** The ledger of dispatches, and the queue that works them off. */
export const actions = pgTable(
  'actions',
  {
    id: serial('id').primaryKey(),
    /** Null for a task that somebody started without the bot. */
    proposalId: text('proposal_id').references(() => proposals.id),
    repoId: integer('repo_id')
      .notNull()
      .references(() => repos.id),
    issueNumber: integer('issue_number').notNull(),
    agent: text('agent').notNull(),
    accountId: integer('account_id').references(() => accounts.id),
    cost: integer('cost').notNull(),
    status: text('status').$type<ActionStatus>().notNull(),
    step: text('step').$type<DispatchStep>().notNull().default('comment'),
    approvedBy: text('approved_by'),
    approvedAt: moment('approved_at'),
    notBefore: moment('not_before'),
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    attempts: integer('attempts').notNull().default(0),
    /** What stood there before the write that is under way, to tell ours from what was there. */
    baseline: jsonb('baseline').$type<DispatchBaseline>(),
    commentId: text('comment_id'),
    /** GitHub's id of the label event: one task, once. */
    labelEventId: text('label_event_id').unique(),
    spentAt: moment('spent_at'),
    note: text('note'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('actions_queue').on(table.status, table.notBefore),
    index('actions_account').on(table.accountId, table.spentAt),
    index('actions_proposal').on(table.proposalId),
    // One dispatch of an issue at a time, whatever proposals, clicks or instances are about.
    uniqueIndex('actions_one_live_dispatch')
      .on(table.repoId, table.issueNumber)
      .where(sql`status in ('approved', 'sending', 'unknown', 'confirmed', 'started')`),
  ],
);

/** One row per slot of the cadence: whoever inserts it posts the report. */
export const reports = pgTable('reports', {
  id: serial('id').primaryKey(),
  /** `morning:2026-02-04`. */
  slot: text('slot').notNull().unique(),
  kind: text('kind').notNull(),
  status: text('status').$type<'due' | 'posting' | 'posted' | 'given-up'>().notNull(),
  dueAt: moment('due_at').notNull(),
  late: boolean('late').notNull(),
  /** What was about to be posted, kept before posting: should the answer get lost, it is known what may stand there. */
  content: jsonb('content').$type<MessageContent>(),
  leaseOwner: text('lease_owner'),
  leaseUntil: moment('lease_until'),
  notBefore: moment('not_before'),
  note: text('note'),
  createdAt: moment('created_at').notNull(),
});

/** Messages to keep up to date, what each is drawn from, and how far it is behind. */
export const messages = pgTable(
  'messages',
  {
    id: serial('id').primaryKey(),
    content: jsonb('content').$type<MessageContent>().notNull(),
    /** Ids of the proposals it shows: a decision on one of them redraws it. */
    proposals: jsonb('proposals').$type<string[]>().notNull(),
    channel: text('channel').notNull(),
    /** Null for a message only one person sees: Slack does not tell its time stamp. */
    ts: text('ts'),
    /** Whom a message without `ts` is shown to. */
    asker: text('asker'),
    /** The way to redraw a message without `ts`, learnt from a click on it; good for 30 minutes. */
    responseUrl: text('response_url'),
    wanted: integer('wanted').notNull().default(0),
    shown: integer('shown').notNull().default(0),
    leaseUntil: moment('lease_until'),
    notBefore: moment('not_before'),
    /** Why it can never be updated again (archived channel, deleted message). */
    dead: text('dead'),
  },
  (table) => [uniqueIndex('messages_place').on(table.channel, table.ts)],
);

/** Who did what when. Append only: a trigger refuses changes. */
export const auditLog = pgTable('audit_log', {
  id: serial('id').primaryKey(),
  at: moment('at').notNull(),
  actor: text('actor').notNull(),
  event: text('event').notNull(),
  subject: text('subject').notNull(),
  detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
});

export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
});

/** Requests of Slack and hints of GitHub already taken in; a second one with the same key is a redelivery. */
export const deliveries = pgTable('deliveries', {
  key: text('key').primaryKey(),
  receivedAt: moment('received_at').notNull(),
});

export { acts, pullHeads } from './schema-acts.js';
export { journal } from './schema-journal.js';
export { onboardings } from './schema-onboarding.js';
export { reviewChanges } from './schema-reviews.js';
