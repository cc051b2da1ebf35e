import { dayKey } from './times.js';
import type { Message } from './wire.js';

/** A line of the channel: a message with its replies, and what stands above it. */
export interface Row {
  message: Message;
  replies: Message[];
  /** A new day begins here. */
  startsDay: boolean;
  /** It follows its author's last message closely, so that name and picture are not repeated. */
  follows: boolean;
}

const CLOSELY = 5 * 60_000;

/** A key of its own for each message that one person sees. */
export function messageKey(message: Message): string {
  return `${message.channel}/${message.ts}`;
}

/** Puts replies below their parents and divides what is left by days and authors. */
export function rowsOf(messages: readonly Message[], zone: string): Row[] {
  const known = new Set(messages.map(({ ts }) => ts));
  const isReply = ({ ts, thread_ts }: Message) =>
    thread_ts !== undefined && thread_ts !== ts && known.has(thread_ts);
  const top = messages.filter((message) => !isReply(message));
  return top.map((message, index) => {
    const before = top[index - 1];
    const startsDay = !before || dayKey(new Date(before.at), zone) !== dayKey(new Date(message.at), zone);
    return {
      message,
      replies: messages.filter((other) => isReply(other) && other.thread_ts === message.ts),
      startsDay,
      follows: !startsDay && before !== undefined && followsClosely(before, message),
    };
  });
}

function followsClosely(before: Message, message: Message): boolean {
  const gap = Date.parse(message.at) - Date.parse(before.at);
  return before.user === message.user && before.ephemeral === message.ephemeral && gap < CLOSELY;
}
