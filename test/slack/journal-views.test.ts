import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { journalStats, type LeaderboardRow, leaderboard } from '../../src/domain/journal-stats.js';
import type { MessageContent } from '../../src/domain/message.js';
import { span } from '../../src/slack/views/journal.js';
import { aHead, anAct, aRecord, DISPATCHED } from '../support/builders/journal.js';
import { live } from '../support/builders/messages.js';
import { holds } from '../support/property.js';
import { drawSafely, outline } from './drawing.js';

const shown = (content: MessageContent) => outline(drawSafely(content, live()));
const task = (agent: string) => ({ agent, cost: 1, at: DISPATCHED });
const records = [
  aRecord({
    heads: [aHead('aaaaaaa', 20, { checks: 'FAILURE' }), aHead('bbbbbbb', 36)],
    acts: [anAct('ask-reviews', 30, { headSha: 'aaaaaaa' })],
  }),
  aRecord({ tasks: [task('codex')] }),
  aRecord({ outcome: 'poison', pull: null, heads: [], acts: [], tasks: [task('jules'), task('jules')] }),
];

describe('the journal', () => {
  test('in numbers', () => {
    expect(shown({ view: 'journal', stats: journalStats(records) })).toMatchInlineSnapshot(`
      "“3 finished children: 2 merged, 0 closed unmerged, 1 given up”
      # Journal
      *3 finished children: 2 merged, 0 closed unmerged, 1 given up*
      4 tasks for 2 merged pull requests
      20 min to the pull request · 60 min to the merge · 6 min to answer a request
      0.5 review cycles · 0 conflict cycles · 0.5 CI failures
        (2026-02-04 to 2026-02-04 · medians of what is known · 2 complete, for \`/epic journal export --clean\`)
      [Refresh]{refresh = journal stats} [Leaderboard]{ask = leaderboard}"
    `);
  });

  test('without a record', () => {
    expect(shown({ view: 'journal', stats: journalStats([]) })).toMatchInlineSnapshot(`
      "“No child has finished yet”
      # Journal
      *No child has finished yet*
        (A child finishes when its pull request is merged and its issue closed, or when it is given up.)
      [Refresh]{refresh = journal stats} [Leaderboard]{ask = leaderboard}"
    `);
  });
});

describe('the leaderboard', () => {
  test('of two agents', () => {
    expect(shown({ view: 'leaderboard', agents: leaderboard(records) })).toMatchInlineSnapshot(`
      "“2 agents, best first: codex merged 1 of 1”
      # Leaderboard
      *1. codex*
      ▰▰▰▰▰▰▰▰▰▰ 1 of 1 child merged
      1 task for 1 merged pull request
      20 min to the pull request · 60 min to the merge
      0 review cycles · 0 conflict cycles · 0 CI failures
      *2. jules*
      ▰▰▰▰▰▱▱▱▱▱ 1 of 2 children merged
      3 tasks for 1 merged pull request
      20 min to the pull request · 60 min to the merge · 6 min to answer a request
      1 review cycle · 0 conflict cycles · 1 CI failure
        (By merge rate, then by tasks. Medians of what is known; a few children prove nothing.)
      [Refresh]{refresh = leaderboard} [Journal]{ask = journal stats}"
    `);
  });

  test('without a record', () => {
    expect(shown({ view: 'leaderboard', agents: [] })).toMatchInlineSnapshot(`
      "“No child has finished yet, so there is nobody to compare”
      # Leaderboard
      *No child has finished yet, so there is nobody to compare*
      [Refresh]{refresh = leaderboard} [Journal]{ask = journal stats}"
    `);
  });

  test('is never more than nearly all while something was not merged', () => {
    const tasks = [task('jules')];
    const many = Array.from({ length: 299 }, () => aRecord({ tasks }));
    const agents = leaderboard([...many, aRecord({ outcome: 'closed', tasks })]);
    expect(shown({ view: 'leaderboard', agents })).toContain('▰▰▰▰▰▰▰▰▰▱ 299 of 300 children merged');
  });

  test('stands whatever agents call themselves, and however many there are', () => {
    const evil = fc.constantFrom(
      '<!here>',
      '@channel',
      '*_`~',
      '&lt;',
      '🚀',
      '\u202e',
      '\n',
      '<@U0SNIDER01>',
    );
    const name = fc.array(fc.oneof(evil, fc.string({ unit: 'grapheme' })), { maxLength: 60 });
    const [row] = leaderboard(records);
    if (!row) throw new Error('two agents were given');
    holds(
      fc.property(name, fc.constantFrom(1, 12, 13, 200), (parts, count) => {
        const hostile: LeaderboardRow = { ...row, agent: parts.join('') || 'x' };
        const agents = Array.from({ length: count }, () => hostile);
        const { blocks } = drawSafely({ view: 'leaderboard', agents }, live());
        expect(JSON.stringify(blocks).includes('more"')).toBe(count > 12);
      }),
      80,
    );
  });
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [5_340, '89 min'],
  [5_400, '1 h 30 min'],
  [7_200, '2 h'],
  [172_740, '47 h 59 min'],
  [172_800, '2 days'],
])('%s seconds are said as %s', (seconds, words) => expect(span(seconds)).toBe(words));
