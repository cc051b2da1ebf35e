import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalFacts } from '../../src/domain/journal.js';
import { clean, isComplete } from '../../src/domain/journal-clean.js';
import { aHead, anAct, aRecord, minute } from '../support/builders/journal.js';
import { holds } from '../support/property.js';

describe('a record', () => {
  const pull = { number: 140, author: null, createdAt: minute(20), mergedAt: minute(60) };
  test.each<[string, Partial<JournalFacts>, boolean]>([
    ['is complete when it was dispatched, opened, passed and merged', {}, true],
    [
      'is complete without CI, where there is none',
      { heads: [aHead('aaaaaaa', 20, { checks: null })] },
      true,
    ],
    ['is not without a dispatch', { tasks: [] }, false],
    [
      'is not when its pull request came first',
      { tasks: [{ agent: 'jules', cost: 1, at: minute(21) }] },
      false,
    ],
    ['is not without a merge', { pull: { ...pull, mergedAt: null } }, false],
    ['is not without a pull request', { pull: null }, false],
    ['is not when it was given up', { outcome: 'poison' }, false],
    ['is not when its pull request was closed', { outcome: 'closed' }, false],
    ['is not when it was only seen to fail', { heads: [aHead('aaaaaaa', 20, { checks: 'FAILURE' })] }, false],
  ])('%s', (_, facts, complete) => {
    expect(isComplete(aRecord(facts))).toBe(complete);
    expect(clean(aRecord(facts)) !== null).toBe(complete);
  });

  test('is clean when its moments are seconds since the dispatch', () => {
    const acts = [
      anAct('ask-reviews', 30, { headSha: 'aaaaaaa' }),
      anAct('resolve-threads', 40, { threads: ['PRRT_1'] }),
    ];
    const heads = [aHead('aaaaaaa', 20), aHead('bbbbbbb', 35)];
    expect(clean(aRecord({ acts, heads }))).toMatchObject({
      repo: 'core',
      times: {
        ...{ issueCreatedAt: -36_000, dispatchedAt: 0, pullRequestOpenedAt: 1_200 },
        ...{ firstCiPassAt: 1_380, mergedAt: 3_600, finishedAt: 3_660 },
      },
      commits: [{ at: 1_200 }, { at: 2_100 }],
      reviewCycles: [{ requestedAt: 1_800, respondedAt: 2_100, count: 1, resolvedAt: 2_400 }],
      ciRuns: [{ at: 1_380 }, { at: 2_280 }],
      automations: [{ at: 1_800 }, { at: 2_400 }],
      dispatches: [{ at: 0 }],
      implementer: { agent: 'jules', provider: 'google' },
    });
  });
});

test('nothing clean names an organisation, a person, a thread or a moment, whatever they are called', () => {
  const name = fc.stringMatching(/^[a-z]{8,20}$/).map((text) => `zq${text}`);
  const minutes = fc.integer({ min: -10_000, max: 10_000 });
  holds(
    fc.property(name, name, name, minutes, (owner, author, thread, created) => {
      const record = aRecord({
        repo: { owner, name: 'core' },
        child: { number: 119, createdAt: minute(created), labels: [] },
        pull: { number: 140, author, createdAt: minute(20), mergedAt: minute(60) },
        acts: [
          anAct('ask-reviews', 30, { headSha: 'aaaaaaa' }),
          anAct('resolve-threads', 40, { threads: [thread] }),
          anAct('ask-conflict', 41, { headSha: 'aaaaaaa' }),
        ],
      });
      const text = JSON.stringify(clean(record));
      for (const secret of [owner, author, thread, '2026-']) expect(text).not.toContain(secret);
      expect(clean(record)?.times.issueCreatedAt).toBe(created * 60);
    }),
  );
});
