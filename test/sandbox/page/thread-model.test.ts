import { expect, it } from 'vitest';
import { rowsOf } from '../../../sandbox/page/thread-model.js';
import type { Message } from '../../../sandbox/page/wire.js';

function message(ts: string, at: string, about: Partial<Message> = {}): Message {
  const empty = { text: '', blocks: [], ephemeral: false, edited: false, reactions: [], files: [] };
  return { ...empty, ts, at, channel: 'C1', user: 'UBOT', userName: 'bot', isBot: true, ...about };
}

it('puts replies below their parents and out of the channel', () => {
  const rows = rowsOf(
    [
      message('1', '2026-02-04T09:00:00Z', { thread_ts: '1' }),
      message('2', '2026-02-04T09:01:00Z', { thread_ts: '1' }),
      message('3', '2026-02-04T09:02:00Z'),
    ],
    'UTC',
  );
  expect(rows.map((row) => [row.message.ts, row.replies.map(({ ts }) => ts)])).toEqual([
    ['1', ['2']],
    ['3', []],
  ]);
});

it('shows a reply whose parent is gone rather than lose it', () => {
  expect(rowsOf([message('2', '2026-02-04T09:00:00Z', { thread_ts: '1' })], 'UTC')).toHaveLength(1);
});

it('begins a day where the person is', () => {
  const messages = [message('1', '2026-02-04T22:30:00Z'), message('2', '2026-02-04T23:30:00Z')];
  expect(rowsOf(messages, 'UTC').map(({ startsDay }) => startsDay)).toEqual([true, false]);
  expect(rowsOf(messages, 'Europe/Berlin').map(({ startsDay }) => startsDay)).toEqual([true, true]);
});

it('repeats the name after five minutes, for another author, and where visibility changes', () => {
  const rows = rowsOf(
    [
      message('1', '2026-02-04T09:00:00Z'),
      message('2', '2026-02-04T09:04:59Z'),
      message('3', '2026-02-04T09:09:59Z'),
      message('4', '2026-02-04T09:10:00Z', { user: 'U2' }),
      message('5', '2026-02-04T09:10:01Z', { user: 'U2', ephemeral: true }),
    ],
    'UTC',
  );
  expect(rows.map(({ follows }) => follows)).toEqual([false, true, false, false, false]);
});
