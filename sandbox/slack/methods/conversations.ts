import type { Fields } from '../blocks/rules.js';
import { repliesTo, toApi } from '../messages.js';
import { SlackError } from '../slack-error.js';
import type { Message } from '../state.js';
import { type DeskChannel, sandboxSlack } from '../workspace.js';
import { channelOf, count, flag, joinedChannel, type Method, paged, text } from './arguments.js';

/** The `conversations.*` methods, as the bot may call them. */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': (state, args) => ({ channel: channelToApi(channelOf(state, args)) }),

  'conversations.list': (state, args) => {
    const types = (text(args, 'types') || 'public_channel').split(',').map((each) => each.trim());
    const listed = state.channels.filter(
      (each) =>
        types.includes(each.directWith ? 'im' : 'public_channel') &&
        !(flag(args, 'exclude_archived') && each.isArchived),
    );
    const { page, next } = paged(listed, args, count(args, 'limit', { fallback: 100, max: 1000 }));
    return { channels: page.map(channelToApi), response_metadata: { next_cursor: next } };
  },

  'conversations.history': (state, args) => {
    const channel = joinedChannel(state, args);
    const shown = state.messages
      .filter((each) => each.channel === channel.id && !each.onlyFor && !each.threadTs && within(each, args))
      .reverse();
    const { page, next } = paged(shown, args, count(args, 'limit', { fallback: 100, max: 999 }));
    return {
      messages: page.map((each) => toApi(state, each, { metadata: flag(args, 'include_all_metadata') })),
      has_more: next !== '',
      response_metadata: { next_cursor: next },
    };
  },

  'conversations.replies': (state, args) => {
    const channel = joinedChannel(state, args);
    const parent = state.message(channel.id, text(args, 'ts'));
    if (!parent || parent.onlyFor) throw new SlackError('thread_not_found');
    const shown = [parent, ...repliesTo(state, parent).filter((each) => within(each, args))];
    const { page, next } = paged(shown, args, count(args, 'limit', { fallback: 1000, max: 1000 }));
    return {
      messages: page.map((each) => toApi(state, each, { metadata: flag(args, 'include_all_metadata') })),
      has_more: next !== '',
      response_metadata: { next_cursor: next },
    };
  },

  'conversations.members': (state, args) => {
    const { page, next } = paged(
      channelOf(state, args).members,
      args,
      count(args, 'limit', { fallback: 100, max: 1000 }),
    );
    return { members: page, response_metadata: { next_cursor: next } };
  },

  'conversations.open': (state, args) => {
    const ids = text(args, 'users').split(',');
    const user = state.users.find((each) => each.id === ids[0] && !each.deleted);
    if (!user || ids.length > 1) throw new SlackError(user ? 'not_enough_users' : 'user_not_found');
    return { channel: { id: state.directChannel(user).id } };
  },
};

function within(message: Message, args: Fields): boolean {
  const oldest = text(args, 'oldest') || '0';
  const latest = text(args, 'latest') || '9999999999.999999';
  const edges = flag(args, 'inclusive') && (message.ts === oldest || message.ts === latest);
  return edges || (Number(message.ts) > Number(oldest) && Number(message.ts) < Number(latest));
}

function channelToApi(channel: DeskChannel): Fields {
  const direct = channel.directWith !== undefined;
  return {
    id: channel.id,
    ...(direct ? { user: channel.directWith } : { name: channel.name, name_normalized: channel.name }),
    is_channel: !direct,
    is_group: false,
    is_im: direct,
    is_mpim: false,
    is_private: direct,
    is_archived: channel.isArchived,
    is_general: channel.name === 'general',
    is_member: channel.members.includes(sandboxSlack.botUserId),
    num_members: channel.members.length,
    context_team_id: sandboxSlack.teamId,
  };
}
