import type { Fields } from '../blocks/rules.js';
import { edit, post, readContent, remove, toApi } from '../messages.js';
import { SlackError } from '../slack-error.js';
import type { DeskState, Message } from '../state.js';
import { sandboxSlack } from '../workspace.js';
import { channelOf, destination, joinedChannel, type Method, text, userOf } from './arguments.js';

/** The `chat.*` methods, as the bot may call them. */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': (state, args) => {
    const channel = destination(state, args);
    const threadTs = text(args, 'thread_ts') || undefined;
    const message = post(state, { content: readContent(state, args), channel: channel.id, threadTs });
    return { channel: channel.id, ts: message.ts, message: toApi(state, message), ...truncated(args) };
  },

  'chat.postEphemeral': (state, args) => {
    const channel = destination(state, args);
    const user = userOf(state, args);
    if (!channel.members.includes(user.id)) throw new SlackError('user_not_in_channel');
    const message = post(state, {
      content: readContent(state, args),
      channel: channel.id,
      threadTs: text(args, 'thread_ts') || undefined,
      onlyFor: user.id,
    });
    return { message_ts: message.ts, ...truncated(args) };
  },

  'chat.update': (state, args) => {
    const channel = joinedChannel(state, args);
    const message = ownMessage(state, args, 'cant_update_message');
    if (channel.isArchived) throw new SlackError('is_archived');
    if (args.text === undefined && args.blocks === undefined && args.attachments === undefined) {
      throw new SlackError('no_text');
    }
    edit(state, message, readContent(state, args));
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: toApi(state, message),
      ...truncated(args),
    };
  },

  'chat.delete': (state, args) => {
    const message = ownMessage(state, args, 'cant_delete_message');
    remove(state, message);
    return { channel: message.channel, ts: message.ts };
  },

  'chat.getPermalink': (state, args) => {
    const channel = channelOf(state, args);
    const ts = text(args, 'message_ts');
    if (!state.message(channel.id, ts)) throw new SlackError('message_not_found');
    const permalink = `https://${sandboxSlack.teamDomain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
    return { channel: channel.id, permalink };
  },
};

/** The bot's own message in the history; ephemeral ones cannot be reached by their time. */
function ownMessage(state: DeskState, args: Fields, foreign: string): Message {
  const channel = channelOf(state, args);
  const message = state.message(channel.id, text(args, 'ts'));
  if (!message || message.onlyFor) throw new SlackError('message_not_found');
  if (message.user !== sandboxSlack.botUserId) throw new SlackError(foreign);
  return message;
}

function truncated(args: Fields): Fields {
  if (text(args, 'text').length <= 40_000) return {};
  return { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } };
}
