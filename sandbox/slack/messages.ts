import type { Block } from '../control-types.js';
import { assignIds } from './assign-ids.js';
import { type Fields, isRecord } from './blocks/rules.js';
import { checkMessageBlocks, messageTextLimit, textLength } from './blocks.js';
import { SlackError } from './slack-error.js';
import type { DeskState, Message } from './state.js';
import { sandboxSlack } from './workspace.js';

/** What a message says, checked and with ids assigned. A field that was not given is missing. */
export interface Content {
  text?: string;
  blocks?: Block[];
  attachments?: unknown;
  metadata?: Fields;
}

const textLimit = 40_000;

/** Reads the content fields of a call, or refuses them as Slack does. */
export function readContent(state: DeskState, args: Fields): Content {
  const content: Content = {};
  if (typeof args.text === 'string') content.text = args.text.slice(0, textLimit);
  if (args.blocks !== undefined) content.blocks = readBlocks(state, args.blocks);
  if (args.attachments !== undefined) {
    if (!Array.isArray(args.attachments)) throw new SlackError('invalid_attachments');
    content.attachments = args.attachments;
  }
  if (args.metadata !== undefined) content.metadata = readMetadata(args.metadata);
  return content;
}

function readBlocks(state: DeskState, blocks: unknown): Block[] {
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  const problems = checkMessageBlocks(blocks);
  if (problems.length > 0) throw SlackError.of('invalid_blocks', problems);
  if (textLength(blocks) > messageTextLimit) throw new SlackError('msg_blocks_too_long');
  requireFiles(state, blocks, '/blocks');
  return assignIds(blocks, () => state.nextShortId());
}

/** Pictures that refer to an uploaded file need that file, and its upload finished. */
export function requireFiles(state: DeskState, value: unknown, at: string): void {
  if (Array.isArray(value))
    for (const [index, each] of value.entries()) requireFiles(state, each, `${at}/${index}`);
  if (!isRecord(value)) return;
  const id = isRecord(value.slack_file) ? value.slack_file.id : undefined;
  if (typeof id === 'string' && !state.files.get(id)?.done) {
    throw SlackError.of('invalid_blocks', [`invalid slack file [json-pointer:${at}/slack_file]`]);
  }
  for (const [name, field] of Object.entries(value)) requireFiles(state, field, `${at}/${name}`);
}

function readMetadata(metadata: unknown): Fields {
  const fits =
    isRecord(metadata) &&
    (Object.keys(metadata).length === 0 ||
      (typeof metadata.event_type === 'string' && isRecord(metadata.event_payload)));
  if (!fits) throw new SlackError('invalid_metadata_format');
  return metadata;
}

const isEmpty = ({ text, blocks, attachments }: Content): boolean =>
  !text && !blocks?.length && !(attachments as unknown[] | undefined)?.length;

export interface Draft {
  content: Content;
  channel: string;
  /** The bot unless told. */
  user?: string;
  threadTs?: string | undefined;
  /** The one user who sees it; it then is ephemeral. */
  onlyFor?: string | undefined;
  files?: string[];
}

/** Posts a message and tells everybody who shows messages. */
export function post(state: DeskState, draft: Draft): Message {
  const { content, channel, threadTs, onlyFor, files = [] } = draft;
  if (isEmpty(content) && files.length === 0) throw new SlackError('no_text');
  const message: Message = {
    ts: state.nextTs(),
    channel,
    user: draft.user ?? sandboxSlack.botUserId,
    text: content.text ?? '',
    blocks: content.blocks ?? [],
    ...(content.attachments ? { attachments: content.attachments } : {}),
    ...(content.metadata ? { metadata: content.metadata } : {}),
    ...(threadTs ? { threadTs } : {}),
    ...(onlyFor ? { onlyFor } : {}),
    reactions: [],
    files,
    values: {},
    at: state.clock.now(),
  };
  state.messages.push(message);
  state.changed({ kind: 'messages', channel, message });
  return message;
}

/**
 * Puts new content in a message's place. New text drops blocks and attachments that are not given with
 * it, and shows as edited; new blocks do not.
 */
export function edit(state: DeskState, message: Message, content: Content): Message {
  const textAlone = content.text !== undefined && !content.blocks?.length;
  const dropped = content.text === undefined ? {} : { blocks: [], attachments: undefined };
  const next = { ...dropped, ...content };
  if (isEmpty({ ...message, ...next })) throw new SlackError('no_text');
  Object.assign(message, next);
  if (textAlone) message.editedTs = state.nextTs();
  if (next.blocks) message.values = {};
  state.changed({ kind: 'messages', channel: message.channel, message });
  return message;
}

export function remove(state: DeskState, message: Message): void {
  state.messages = state.messages.filter((each) => each !== message);
  state.changed({ kind: 'messages', channel: message.channel });
}

/** A message as the Web API tells it. */
export function toApi(state: DeskState, message: Message, { metadata = false } = {}): Fields {
  const fromBot = message.user === sandboxSlack.botUserId;
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    team: sandboxSlack.teamId,
    text: message.text,
    ...(fromBot ? { bot_id: sandboxSlack.botId, app_id: sandboxSlack.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((each) => ({ ...each, count: each.users.length })) }
      : {}),
    ...(message.files.length > 0 ? { files: message.files.map((id) => ({ id })) } : {}),
    ...threadFields(state, message),
  };
}

function threadFields(state: DeskState, message: Message): Fields {
  if (message.threadTs) return { thread_ts: message.threadTs };
  const replies = repliesTo(state, message);
  const last = replies.at(-1);
  if (!last) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: last.ts,
  };
}

/** The replies in a message's thread that everybody sees, oldest first. */
export const repliesTo = (state: DeskState, parent: Message): Message[] =>
  state.messages.filter(
    (each) => each.channel === parent.channel && each.threadTs === parent.ts && !each.onlyFor,
  );
