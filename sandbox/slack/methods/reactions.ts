import type { Fields } from '../blocks/rules.js';
import { toApi } from '../messages.js';
import { SlackError } from '../slack-error.js';
import type { DeskState, Message } from '../state.js';
import { sandboxSlack } from '../workspace.js';
import { joinedChannel, type Method, text } from './arguments.js';

/** The `reactions.*` methods, the bot being who reacts. */
export const reactionMethods: Record<string, Method> = {
  'reactions.add': (state, args) => {
    const { message, name } = target(state, args);
    const existing = message.reactions.find((each) => each.name === name);
    if (existing?.users.includes(sandboxSlack.botUserId)) throw new SlackError('already_reacted');
    if (existing) existing.users.push(sandboxSlack.botUserId);
    else message.reactions.push({ name, users: [sandboxSlack.botUserId] });
    state.changed({ kind: 'messages', channel: message.channel, message });
    return {};
  },

  'reactions.remove': (state, args) => {
    const { message, name } = target(state, args);
    const existing = message.reactions.find((each) => each.name === name);
    if (!existing?.users.includes(sandboxSlack.botUserId)) throw new SlackError('no_reaction');
    existing.users = existing.users.filter((user) => user !== sandboxSlack.botUserId);
    message.reactions = message.reactions.filter((each) => each.users.length > 0);
    state.changed({ kind: 'messages', channel: message.channel, message });
    return {};
  },

  'reactions.get': (state, args) => {
    const message = find(state, args);
    return { type: 'message', channel: message.channel, message: toApi(state, message) };
  },
};

function target(state: DeskState, args: Fields): { message: Message; name: string } {
  const name = text(args, 'name').replaceAll(':', '');
  if (!/^[a-z0-9_+'-]+$/.test(name)) throw new SlackError('invalid_name');
  return { message: find(state, args), name };
}

function find(state: DeskState, args: Fields): Message {
  const message = state.message(joinedChannel(state, args).id, text(args, 'timestamp'));
  if (!message || message.onlyFor) throw new SlackError('message_not_found');
  return message;
}
