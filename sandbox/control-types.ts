/**
 * What the control API says, exactly. Every answer is JSON with `ok`; a refusal is
 * `{ok: false, error}` with status 400 (bad input), 403 (cross-site), 404 (no such thing), 413 or 502.
 * A `user` or a `channel` in a request is an id or a name, `Snider` and `epics` when missing.
 * Times are ISO 8601 strings of the simulated clock; `ts` is Slack's (seconds, a dot, six digits).
 */

/** `GET /control/workspace`: who and what there is, for names, mentions and the sidebar. */
export interface WorkspaceAnswer {
  ok: true;
  team: { id: string; name: string };
  bot: { userId: string; name: string };
  users: WorkspaceUser[];
  channels: {
    id: string;
    name: string;
    isArchived: boolean;
    botIsMember: boolean;
    /** The user of a direct message with the bot; absent for a channel. */
    directWith?: string;
  }[];
}

interface WorkspaceUser {
  id: string;
  name: string;
  realName: string;
  isBot: boolean;
  isRestricted: boolean;
  deleted: boolean;
}

/** One message as one user sees it. `thread_ts` differs from `ts` in a reply. */
export interface ShownMessage {
  ts: string;
  channel: string;
  /** The author's id. */
  user: string;
  userName: string;
  isBot: boolean;
  text: string;
  /** Block Kit with every `block_id` and `action_id` filled in; empty when the message is text alone. */
  blocks: Block[];
  thread_ts?: string;
  /** Seen by the asking user alone. */
  ephemeral: boolean;
  edited: boolean;
  reactions: { name: string; users: string[] }[];
  /** `url` serves the picture on the page's own origin. */
  files: { id: string; title: string; mimetype: string; url: string }[];
  at: string;
}

/** A Block Kit block; what it holds besides follows its type. */
export type Block = { type: string; block_id?: string } & Record<string, unknown>;

/** `GET /control/messages?channel=&user=`: thread replies included, oldest first. */
export interface MessagesAnswer {
  ok: true;
  channel: string;
  messages: ShownMessage[];
}

/** A modal or a Home tab as Slack holds it. */
export interface ShownView {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  callback_id: string;
  private_metadata: string;
  title?: { type: 'plain_text'; text: string };
  submit?: { type: 'plain_text'; text: string };
  close?: { type: 'plain_text'; text: string };
  blocks: Block[];
  /** What each input holds, as Slack's `state.values`: `{block_id: {action_id: {type, value …}}}`. */
  values: Record<string, Record<string, Record<string, unknown>>>;
  /** Validation errors of the last submission, by `block_id`. */
  errors: Record<string, string>;
}

/** `GET /control/views?user=`: `modal` is the top of `stack` (bottom first), null when none is open. */
export interface ViewsAnswer {
  ok: true;
  user: string;
  modal: ShownView | null;
  stack: ShownView[];
  home: ShownView | null;
}

/** `POST /control/command {user?, channel?, text}`: with or without a leading `/epic`. */
export interface CommandRequest {
  user?: string;
  channel?: string;
  text: string;
}

/**
 * How the bot answered a command, a click or a submission. `ok` is false when it did not acknowledge
 * within 3 s; `error` then holds what Slack shows the user (such as `operation_timeout`).
 * `messages` are those that it brought about: new ones and changed ones, ephemeral ones included.
 */
export interface DeliveryAnswer {
  ok: boolean;
  /** HTTP status of the acknowledgement; 200 for one over Socket Mode, 0 for none. */
  status: number;
  /** Body of the acknowledgement: JSON, text or null; `{errors}` when inputs kept a view from leaving. */
  ack: unknown;
  messages: ShownMessage[];
  views: ViewsAnswer;
  error?: string;
}

/**
 * `POST /control/click {user?, channel?, ts | view_id, action_id, block_id?, …}`: what was chosen goes in
 * the field that fits the element: `value` (text inputs, or an option's value), `selected_option(s)`
 * (option values), `selected_date`, `selected_time`, `selected_date_time`, `selected_user(s)`,
 * `selected_channel(s)`, `selected_conversation(s)`. A `view_id` instead of `ts` clicks in a modal or Home.
 * `values` as in {@link SubmitRequest} tells what the other inputs hold.
 */
export interface ClickRequest {
  user?: string;
  channel?: string;
  ts?: string;
  view_id?: string;
  action_id: string;
  block_id?: string;
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
  values?: Record<string, unknown>;
}

/**
 * `POST /control/submit {user?, view_id, values}`: `values` is Slack's own `view.state.values`
 * (`{block_id: {action_id: {type, value …}}}`) or flat, `{action_id: value}`: a string, a number, or an
 * array of option values; missing inputs keep their initial value. `POST /control/close {user?, view_id}`
 * dismisses the view.
 */
export interface SubmitRequest {
  user?: string;
  view_id: string;
  values?: Record<string, unknown>;
}

/** `GET /control/clock`. `POST /control/advance {hours|minutes|seconds|to: 'next-report'}` answers it too. */
export interface ClockAnswer {
  ok: true;
  now: string;
  nextReport: string;
  /** Whether the bot answers its health check. */
  botIsUp: boolean;
}

// An image block's `slack_file.id` is served at /files/<id>. The world also changes without an event: poll it.
// POST /control/home {user?}: the user opens the App Home (app_home_opened); answers ViewsAnswer.
// POST /control/user {user, is_restricted?, deleted?, is_bot?}: sets what users.info says; answers WorkspaceAnswer.
// POST /control/reset {seed}: {ok, seed, now}. POST /control/fault {target, …} or {clear: true}: {ok, message?}.
// GET /control/world: the GitHub world as it is. GET /control/events: server-sent events, each `event: change`
// with data {kind: 'messages' | 'views' | 'workspace' | 'clock' | 'world' | 'reset', channel?}: fetch again.
