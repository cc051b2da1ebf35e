import type { AnyBlock } from '@slack/types';

/**
 * What the control API answers, as far as the page reads it. `test/sandbox/page/wire.test.ts` holds it
 * against the server's own `sandbox/control-types.ts`. Times are ISO 8601 of the simulated clock.
 */

export interface User {
  id: string;
  name: string;
  realName: string;
  isBot: boolean;
  isRestricted: boolean;
  deleted: boolean;
}

export interface Channel {
  id: string;
  name: string;
  isArchived: boolean;
  botIsMember: boolean;
  /** Whose direct messages with the bot these are; absent for a channel. */
  directWith?: string;
}

export interface Workspace {
  team: { id: string; name: string };
  bot: { userId: string; name: string };
  users: User[];
  channels: Channel[];
}

/** One message as the person at the page sees it; a reply has a `thread_ts` other than its `ts`. */
export interface Message {
  ts: string;
  channel: string;
  user: string;
  userName: string;
  isBot: boolean;
  text: string;
  blocks: AnyBlock[];
  thread_ts?: string;
  ephemeral: boolean;
  edited: boolean;
  reactions: { name: string; users: string[] }[];
  files: { id: string; title: string; mimetype: string; url: string }[];
  at: string;
}

/** A modal or a Home tab; `errors` are those of its last submission, by `block_id`. */
export interface View {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  title?: { text: string };
  submit?: { text: string };
  close?: { text: string };
  blocks: AnyBlock[];
  errors: Record<string, string>;
}

/** The open modal is the top of `stack`. */
export interface Views {
  modal: View | null;
  stack: View[];
  home: View | null;
}

/** How the bot answered; `error` is what Slack would show when it did not acknowledge. */
export interface Delivery {
  ok: boolean;
  views: Views;
  error?: string;
}

export interface ClockState {
  now: string;
  nextReport: string;
  botIsUp: boolean;
}

/** What was chosen in an element, in the field of the click request that fits it. */
export interface Choice {
  value?: string;
  selected_option?: string;
  selected_options?: string[];
  selected_date?: string;
  selected_time?: string;
  selected_date_time?: number;
  selected_user?: string;
  selected_users?: string[];
  selected_channel?: string;
  selected_channels?: string[];
  selected_conversation?: string;
  selected_conversations?: string[];
}

export interface WorldComment {
  id: number;
  author: string;
  body: string;
  createdAt: string;
  reactions: string[];
}

export interface WorldEvent {
  type: string;
  label?: string;
  actor: string;
  createdAt: string;
}

export interface WorldIssue {
  number: number;
  title: string;
  state: string;
  labels: string[];
  body: string;
  comments: WorldComment[];
  reactions: string[];
  events: WorldEvent[];
}

export interface WorldPullRequest {
  number: number;
  title: string;
  state: string;
  base: string;
  head: string;
  author: string;
  linkedIssues: number[];
}

export interface WorldRepo {
  name: string;
  nameWithOwner: string;
  defaultBranch: string;
  language: string;
  /** Counts of open issues and of open audits among them. */
  open: number;
  audits: number;
  epics: number[];
  issues: WorldIssue[];
  pullRequests: WorldPullRequest[];
}

export interface World {
  now: string;
  repos: WorldRepo[];
  requests: { rest: number; graphql: number };
}
