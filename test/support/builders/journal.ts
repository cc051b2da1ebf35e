import { type JournalFacts, journalRecord } from '../../../src/domain/journal.js';
import type { JournalRecord } from '../../../src/domain/journal-record.js';
import type { PastHead } from '../../../src/domain/journal-rounds.js';

/** When the task of `theFacts` was spent. */
export const DISPATCHED = new Date('2026-02-04T09:00:00Z');

/** A moment, in minutes after the dispatch. */
export function minute(minutes: number): Date {
  return new Date(DISPATCHED.getTime() + minutes * 60_000);
}

/** A head commit that was pushed and seen in that minute and passed three minutes later. */
export function aHead(sha: string, at: number, more: Partial<PastHead> = {}): PastHead {
  const times = { committedAt: minute(at), seenAt: minute(at), checksAt: minute(at + 3) };
  return { sha, ...times, checks: 'SUCCESS', failedChecks: null, ...more };
}

export function anAct(
  kind: string,
  at: number,
  more: Partial<JournalFacts['acts'][number]> = {},
): JournalFacts['acts'][number] {
  return { kind, headSha: null, at: minute(at), seen: false, threads: [], ...more };
}

/** Child #119 of core's epic #118: dispatched to Jules, a pull request after 20 minutes, merged after an hour. */
export function theFacts(more: Partial<JournalFacts> = {}): JournalFacts {
  return {
    repo: { owner: 'dappcore', name: 'core' },
    epic: 118,
    phase: 1,
    child: {
      number: 119,
      createdAt: minute(-600),
      labels: ['audit', 'high', 'security', 'complexity:small'],
    },
    outcome: 'merged',
    finishedAt: minute(61),
    pull: { number: 140, author: 'Snider', createdAt: minute(20), mergedAt: minute(60) },
    heads: [aHead('aaaaaaa', 20)],
    acts: [anAct('merge', 60, { headSha: 'aaaaaaa' })],
    tasks: [{ agent: 'jules', cost: 1, at: DISPATCHED }],
    providers: new Map([['jules', 'google']]),
    ...more,
  };
}

export function aRecord(more: Partial<JournalFacts> = {}): JournalRecord {
  return journalRecord(theFacts(more));
}
