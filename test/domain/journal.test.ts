import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { journalRecord } from '../../src/domain/journal.js';
import { isComplete, isWatched } from '../../src/domain/journal-clean.js';
import { originByLabels } from '../../src/domain/journal-origin.js';
import { aHead, anAct, aRecord, DISPATCHED, minute, theFacts } from '../support/builders/journal.js';
import { holds } from '../support/property.js';

const at = (minutes: number) => minute(minutes).toISOString();

describe('the record of a finished child', () => {
  test('tells when each step came, and how long it took', () => {
    expect(aRecord()).toMatchObject({
      ...{ repo: { owner: 'dappcore', name: 'core' }, epic: 118, phase: 1, child: 119, pullRequest: 140 },
      times: {
        ...{ issueCreatedAt: at(-600), dispatchedAt: at(0), pullRequestOpenedAt: at(20) },
        ...{ firstCiPassAt: at(23), mergedAt: at(60), finishedAt: at(61) },
      },
      seconds: { toPullRequest: 1_200, toFirstCiPass: 180, toMerge: 3_600, duration: 3_660 },
      implementer: { login: 'Snider', agent: 'jules', model: null, provider: 'google' },
      automations: [{ action: 'merge', at: at(60) }],
    });
  });

  test('holds null for what the bot does not know', () => {
    const { times, seconds, implementer } = aRecord({ pull: null, heads: [], tasks: [], acts: [] });
    expect({ ...times, ...seconds, ...implementer }).toEqual({
      ...{ issueCreatedAt: at(-600), finishedAt: at(61) },
      ...{ dispatchedAt: null, pullRequestOpenedAt: null, firstCiPassAt: null, mergedAt: null },
      firstSeenAt: null,
      ...{ toPullRequest: null, toFirstCiPass: null, toMerge: null, duration: null },
      ...{ login: null, agent: null, model: null, provider: null },
    });
  });

  test('takes the task before the pull request for the one that led to it', () => {
    const tasks = [
      { agent: 'jules', cost: 1, at: minute(-300) },
      { agent: 'codex', cost: 1, at: DISPATCHED },
      { agent: 'jules', cost: 1, at: minute(30) },
    ];
    const { implementer, times, totals, seconds } = aRecord({ tasks });
    expect([implementer.agent, implementer.provider]).toEqual(['codex', null]);
    expect([times.dispatchedAt, seconds.duration, totals.tasks]).toEqual([at(0), 361 * 60, 3]);
  });

  test('knows no time of a pass that was seen behind the merge, and that nobody watched', () => {
    const late = { seenAt: minute(9_000), checksAt: minute(9_000) };
    const record = aRecord({ heads: [aHead('aaaaaaa', 20, late)] });
    expect(record.times).toMatchObject({ firstSeenAt: at(9_000), firstCiPassAt: null, mergedAt: at(60) });
    expect(record.ciRuns).toMatchObject([{ conclusion: 'SUCCESS', at: null }]);
    expect([isWatched(record), isWatched(aRecord())]).toEqual([false, true]);
    expect(isComplete(record)).toBe(false);
  });

  test('gives a pull request before which no task was spent to no agent', () => {
    const { implementer } = aRecord({ tasks: [{ agent: 'jules', cost: 1, at: minute(30) }] });
    expect(implementer).toMatchObject({ login: 'Snider', agent: null, provider: null });
  });
});

describe('review cycles', () => {
  const heads = [aHead('aaaaaaa', 20), aHead('bbbbbbb', 35)];

  test('hold the request, the commit that answered it, and the threads resolved after it', () => {
    const acts = [
      anAct('ask-reviews', 30, { headSha: 'aaaaaaa', seen: true }),
      anAct('resolve-threads', 40, { headSha: 'bbbbbbb', threads: ['PRRT_1', 'PRRT_2'] }),
    ];
    expect(aRecord({ heads, acts }).reviewCycles).toEqual([
      {
        ...{ instruction: 'ask-reviews', requests: 1, requestedAt: at(30), seen: true },
        ...{ responseCommit: 'bbbbbbb', respondedAt: at(35) },
        ...{ threads: ['PRRT_1', 'PRRT_2'], count: 2, resolvedAt: at(40) },
      },
    ]);
  });

  test('take a request that is repeated on the same commit for the same cycle', () => {
    const acts = [
      anAct('ask-reviews', 21, { headSha: 'aaaaaaa' }),
      anAct('ask-reviews', 31, { headSha: 'aaaaaaa', seen: true }),
      anAct('ask-reviews', 36, { headSha: 'bbbbbbb' }),
    ];
    const cycles = aRecord({ heads, acts }).reviewCycles;
    expect(cycles.map(({ requests, seen, responseCommit }) => [requests, seen, responseCommit])).toEqual([
      [2, true, 'bbbbbbb'],
      [1, false, null],
    ]);
  });

  test('know no threads that nobody resolved, and give each resolution to the request before it', () => {
    const acts = [
      anAct('ask-reviews', 21, { headSha: 'aaaaaaa' }),
      anAct('ask-reviews', 36, { headSha: 'bbbbbbb' }),
      anAct('resolve-threads', 50, { headSha: 'bbbbbbb', threads: ['PRRT_1'] }),
    ];
    const cycles = aRecord({ heads, acts }).reviewCycles;
    expect(cycles.map(({ threads, count, resolvedAt }) => [threads, count, resolvedAt])).toEqual([
      [null, null, null],
      [['PRRT_1'], 1, at(50)],
    ]);
  });

  test('are not conflict cycles', () => {
    const acts = [anAct('ask-conflict', 30, { headSha: 'aaaaaaa' })];
    const { reviewCycles, conflictCycles, totals } = aRecord({ heads, acts });
    expect([reviewCycles, conflictCycles]).toMatchObject([[], [{ instruction: 'ask-conflict' }]]);
    expect([totals.reviewCycles, totals.conflictCycles]).toEqual([0, 1]);
  });

  test('take no commit for the answer to a request about itself, though it was seen late', () => {
    const acts = [anAct('ask-reviews', 19, { headSha: 'aaaaaaa' })];
    expect(aRecord({ heads, acts }).reviewCycles[0]?.responseCommit).toBe('bbbbbbb');
  });

  test('believe no commit that says it is older than the request it answers', () => {
    const acts = [anAct('ask-reviews', 30, { headSha: 'aaaaaaa' })];
    const dated = [heads[0], aHead('bbbbbbb', 35, { committedAt: minute(-5_000) })].filter((head) => !!head);
    expect(aRecord({ heads: dated, acts }).reviewCycles[0]?.respondedAt).toBe(at(35));
  });
});

describe('CI runs', () => {
  test.each([
    ['a green one', {}, [['SUCCESS', [], at(23)]]],
    ['a red one', { checks: 'FAILURE', failedChecks: ['unit'] }, [['FAILURE', ['unit'], at(23)]]],
    ['a red one whose checks were not read', { checks: 'ERROR' }, [['ERROR', null, at(23)]]],
    ['none', { checks: null, checksAt: null }, []],
    [
      'red, and then green on the same commit',
      { failedChecks: ['unit'] },
      [
        ['FAILURE', ['unit'], null],
        ['SUCCESS', [], at(23)],
      ],
    ],
    [
      'red, and then running',
      { checks: null, checksAt: null, failedChecks: ['unit'] },
      [['FAILURE', ['unit'], null]],
    ],
  ])('%s', (_, head, runs) => {
    const { ciRuns, totals } = aRecord({ heads: [aHead('aaaaaaa', 20, head)] });
    expect(ciRuns.map((run) => [run.conclusion, run.failedChecks, run.at])).toEqual(runs);
    expect(totals.ciFailures).toBe(runs.filter(([conclusion]) => conclusion !== 'SUCCESS').length);
  });
});

test.each([
  [
    ['audit', 'Critical', 'security', 'quality', 'complexity:medium', 'single-file'],
    [true, 'critical', 'security', 'medium', 'single-file'],
  ],
  [
    ['severity:low', 'type:docs', 'scope:package'],
    [false, 'low', 'docs', null, 'package'],
  ],
  [['medium'], [false, 'medium', null, null, null]],
  [
    ['anything else', 'drop table journal'],
    [false, null, null, null, null],
  ],
])('the labels %j say where a child comes from', (labels, expected) => {
  const { fromAudit, severity, category, complexity, scope } = originByLabels(labels);
  expect([fromAudit, severity, category, complexity, scope]).toEqual(expected);
});

test('a record has no word of a label, a branch or a title in it', () => {
  const word = fc.string({ minLength: 12, unit: 'grapheme-ascii' }).map((text) => `SECRET${text}`);
  holds(
    fc.property(fc.array(word), (labels) => {
      const child = { ...theFacts().child, labels, title: labels.join(), body: labels.join() };
      const pull = {
        number: 1,
        author: null,
        createdAt: minute(1),
        mergedAt: null,
        head: 'SECRET',
        title: 'SECRET',
      };
      expect(JSON.stringify(journalRecord(theFacts({ child, pull })))).not.toContain('SECRET');
    }),
  );
});
