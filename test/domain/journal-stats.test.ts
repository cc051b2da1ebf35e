import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalFacts } from '../../src/domain/journal.js';
import { journalStats, leaderboard, median } from '../../src/domain/journal-stats.js';
import { aHead, anAct, aRecord, DISPATCHED, minute } from '../support/builders/journal.js';
import { holds } from '../support/property.js';

const by = (...agents: string[]) => agents.map((agent) => ({ agent, cost: 1, at: DISPATCHED }));
const given: Partial<JournalFacts> = { outcome: 'poison', pull: null, heads: [], acts: [] };

test.each([
  [[], null],
  [[null], null],
  [[3], 3],
  [[5, 1], 3],
  [[9, 1, 2], 2],
  [[10, null, 9, 1, 2], 5.5],
])('the median of %j is %s', (values, expected) => expect(median(values)).toBe(expected));

test('a median lies among its values, in whatever order they come', () => {
  holds(
    fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 }), (values) => {
      const middle = median(values) as number;
      expect(values.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(values.length);
      expect(values.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(values.length);
      expect(median([...values].reverse())).toBe(middle);
    }),
  );
});

describe('the journal in numbers', () => {
  test('is zero and unknown without records', () => {
    expect(journalStats([])).toMatchObject({
      records: 0,
      tasks: 0,
      tasksPerMerge: null,
      from: null,
      to: null,
    });
  });

  test('counts ends and tasks, and takes medians of what is known', () => {
    const heads = [aHead('aaaaaaa', 20), aHead('bbbbbbb', 36)];
    const acts = [anAct('ask-reviews', 30, { headSha: 'aaaaaaa' })];
    const late = { number: 141, author: null, createdAt: minute(40), mergedAt: minute(90) };
    expect(
      journalStats([
        aRecord({ heads, acts }),
        aRecord({ pull: late, finishedAt: minute(95) }),
        aRecord({ ...given, tasks: by('jules', 'jules', 'jules') }),
      ]),
    ).toEqual({
      ...{ records: 3, complete: 2, merged: 2, closed: 0, poison: 1, tasks: 5, tasksPerMerge: 2.5 },
      ...{ from: minute(61).toISOString(), to: minute(95).toISOString() },
      median: {
        ...{ toPullRequestSeconds: 1_800, toMergeSeconds: 4_500, responseSeconds: 360 },
        ...{ reviewCycles: 0.5, conflictCycles: 0, ciFailures: 0 },
      },
    });
  });
});

describe('the leaderboard', () => {
  test('puts the agent first of whose children most were merged, then the cheaper one', () => {
    const rows = leaderboard([
      aRecord({ tasks: by('codex') }),
      aRecord({ tasks: by('jules', 'jules') }),
      aRecord({ tasks: by('claude') }),
      aRecord({ ...given, tasks: by('claude') }),
    ]);
    expect(rows.map(({ agent, mergeRate, tasksPerMerge }) => [agent, mergeRate, tasksPerMerge])).toEqual([
      ['codex', 1, 1],
      ['jules', 1, 2],
      ['claude', 0.5, 2],
    ]);
  });

  test('counts a child for both agents that were given it, as merged for the one that brought it', () => {
    const rows = leaderboard([aRecord({ tasks: by('jules', 'codex') })]);
    expect(rows).toMatchObject([
      { agent: 'codex', children: 1, merged: 1, tasks: 1, tasksPerMerge: 1 },
      { agent: 'jules', children: 1, merged: 0, tasks: 1, tasksPerMerge: null },
    ]);
    expect(rows[1]?.median.toMergeSeconds).toBeNull();
  });

  test('has a line for what was made without a task', () => {
    expect(leaderboard([aRecord({ tasks: [] })])).toMatchObject([{ agent: null, children: 1, tasks: 0 }]);
  });

  test('gives every merge and every task to exactly one agent', () => {
    const tasks = fc.array(fc.constantFrom('jules', 'codex', 'claude'), { maxLength: 4 });
    const record = fc.record({ tasks, merged: fc.boolean() });
    holds(
      fc.property(fc.array(record, { maxLength: 12 }), (ones) => {
        const records = ones.map((one) => aRecord({ ...(one.merged ? {} : given), tasks: by(...one.tasks) }));
        const rows = leaderboard(records);
        const sum = (pick: (row: (typeof rows)[number]) => number) =>
          rows.reduce((total, row) => total + pick(row), 0);
        expect(sum(({ merged }) => merged)).toBe(ones.filter(({ merged }) => merged).length);
        expect(sum(({ tasks: spent }) => spent)).toBe(ones.flatMap((one) => one.tasks).length);
        for (const { mergeRate, merged, children } of rows) {
          expect(merged).toBeLessThanOrEqual(children);
          expect(mergeRate).toBeCloseTo(merged / children);
        }
      }),
    );
  });
});
