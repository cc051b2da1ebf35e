import type { Fields } from '../blocks/rules.js';
import { SlackError } from '../slack-error.js';
import type { DeskState } from '../state.js';
import { type DeskChannel, type DeskUser, sandboxSlack } from '../workspace.js';

/** One method of the Web API: what it answers besides `ok`, or a {@link SlackError}. */
export type Method = (state: DeskState, args: Fields) => Fields;

export const text = (args: Fields, name: string): string =>
  typeof args[name] === 'string' ? args[name] : '';

/** A flag given as a boolean, as `"true"` or as `1`. */
export const flag = (args: Fields, name: string): boolean =>
  args[name] === true || args[name] === 'true' || args[name] === 1 || args[name] === '1';

/** A whole number between 1 and `max`, or `fallback` when it was not given. */
export function count(
  args: Fields,
  name: string,
  { fallback, max }: { fallback: number; max: number },
): number {
  if (args[name] === undefined) return fallback;
  const value = Number(args[name]);
  if (!Number.isInteger(value) || value < 1) throw new SlackError('invalid_limit');
  return Math.min(value, max);
}

export function channelOf(state: DeskState, args: Fields, name = 'channel'): DeskChannel {
  const channel = state.channels.find((each) => each.id === text(args, name));
  if (!channel) throw new SlackError('channel_not_found');
  return channel;
}

/** The channel of a call that only members may make; the bot is the caller. */
export function joinedChannel(state: DeskState, args: Fields, name = 'channel'): DeskChannel {
  const channel = channelOf(state, args, name);
  requireBot(channel);
  return channel;
}

/** Where a message may go: a channel by id or name, or a user, whose direct message is then opened. */
export function destination(state: DeskState, args: Fields, name = 'channel'): DeskChannel {
  const given = text(args, name);
  const user = state.users.find((each) => each.id === given && !each.deleted && !each.isBot);
  const channel = user ? state.directChannel(user) : state.channel(given);
  if (!given || !channel) throw new SlackError('channel_not_found');
  if (channel.isArchived) throw new SlackError('is_archived');
  requireBot(channel);
  return channel;
}

function requireBot(channel: DeskChannel): void {
  if (!channel.members.includes(sandboxSlack.botUserId)) throw new SlackError('not_in_channel');
}

export function userOf(state: DeskState, args: Fields, name = 'user'): DeskUser {
  const user = state.users.find((each) => each.id === text(args, name));
  if (!user) throw new SlackError('user_not_found');
  return user;
}

/** One page of a list, and the cursor of the next: an offset in Slack's opaque dress. */
export function paged<T>(all: T[], args: Fields, limit: number): { page: T[]; next: string } {
  const cursor = text(args, 'cursor');
  const start = cursor
    ? Number(
        Buffer.from(cursor, 'base64')
          .toString()
          .replace(/^offset:/, ''),
      )
    : 0;
  if (!Number.isInteger(start) || start < 0 || start > all.length) throw new SlackError('invalid_cursor');
  const end = start + limit;
  return {
    page: all.slice(start, end),
    next: end < all.length ? Buffer.from(`offset:${end}`).toString('base64') : '',
  };
}
