import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalFacts } from '../../src/domain/journal.js';
import { clean } from '../../src/domain/journal-clean.js';
import { cleanSchema, journalSchema } from '../../src/store/journal-schema.js';
import { aHead, anAct, aRecord, minute } from '../support/builders/journal.js';
import { holds } from '../support/property.js';

const moments = fc.integer({ min: -10_000, max: 10_000 });
const shas = fc.constantFrom('aaaaaaa', 'bbbbbbb', 'ccccccc');
const heads = fc.uniqueArray(
  fc
    .record({ sha: shas, at: moments, checks: fc.constantFrom(null, 'SUCCESS', 'FAILURE', 'ERROR') })
    .map(({ sha, at, checks }) => aHead(sha, at, { checks, failedChecks: checks && ['unit tests'] })),
  { selector: ({ sha }) => sha },
);
const acts = fc.array(
  fc
    .record({
      kind: fc.constantFrom('ask-reviews', 'ask-conflict', 'resolve-threads', 'tick'),
      sha: shas,
      at: moments,
    })
    .map(({ kind, sha, at }) => anAct(kind, at, { headSha: sha, threads: ['PRRT_1'] })),
);
const tasks = fc.array(moments.map((at) => ({ agent: 'jules', cost: 1, at: minute(at) })));
const pull = fc.option(
  fc.record({ createdAt: moments.map(minute), mergedAt: fc.option(moments.map(minute)) }).map((times) => ({
    ...{ number: 140, author: 'Snider' },
    ...times,
  })),
);
const facts: fc.Arbitrary<Partial<JournalFacts>> = fc.record({
  ...{ heads, acts, tasks, pull },
  outcome: fc.constantFrom('merged', 'closed', 'poison'),
  labels: fc.array(fc.constantFrom('audit', 'high', 'docs', 'package')),
});

describe('the schema of the journal', () => {
  it('takes every record that can be made, also after it was JSON', () => {
    holds(
      fc.property(facts, (some) => {
        const record = aRecord(some);
        expect(journalSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
        const cleaned = clean(record);
        if (cleaned) expect(cleanSchema.parse(JSON.parse(JSON.stringify(cleaned)))).toEqual(cleaned);
      }),
    );
  });

  const record = aRecord({ acts: [anAct('ask-reviews', 30, { headSha: 'aaaaaaa' })] });
  it.each<[string, object]>([
    ['a field that it does not know', { title: 'fix(mcp): close the socket' }],
    [
      'a sentence for a thread',
      { reviewCycles: [{ ...record.reviewCycles[0], threads: ['please fix this'] }] },
    ],
    ['a word for a commit', { commits: [{ sha: 'main', at: minute(0).toISOString() }] }],
    ['a label of somebody’s for a severity', { origin: { ...record.origin, severity: 'urgent!' } }],
    ['a day for a moment', { times: { ...record.times, finishedAt: '2026-02-04' } }],
    ['an outcome of its own', { outcome: 'abandoned' }],
    ['another version', { version: 2 }],
  ])('refuses %s', (_, more) => {
    expect(journalSchema.safeParse(record).success).toBe(true);
    expect(journalSchema.safeParse({ ...record, ...more }).success).toBe(false);
  });

  it('refuses who and when in what is clean', () => {
    const cleaned = clean(record);
    expect(cleanSchema.safeParse(cleaned).success).toBe(true);
    expect(cleanSchema.safeParse(record).success).toBe(false);
    const login = { ...cleaned, implementer: { ...cleaned?.implementer, login: 'Snider' } };
    expect(cleanSchema.safeParse(login).success).toBe(false);
  });
});
