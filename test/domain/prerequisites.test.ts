import { describe, expect, it } from 'vitest';
import { type Conditions, lacksOf } from '../../src/domain/prerequisites.js';

const ready: Conditions = {
  ...{ archived: false, issuesEnabled: true, mayWrite: true, autoMergeAllowed: true },
  ...{ hasLabel: true, hasChecks: true, brokenOwners: [], label: 'jules' },
  payers: [{ login: 'Snider', mayWrite: true }],
};

describe('a repository', () => {
  it('that has everything lacks nothing', () => expect(lacksOf(ready)).toEqual([]));

  it.each<[string, Partial<Conditions>, boolean, RegExp]>([
    ['is archived', { archived: true }, true, /archived.*Unarchive/],
    ['has no issues', { issuesEnabled: false }, true, /Features → Issues/],
    ['lets the bot read only', { mayWrite: false }, true, /write access/],
    [
      'lets the payer read only',
      { payers: [{ login: 'bodane', mayWrite: false }] },
      true,
      /^bodane.*label cannot/,
    ],
    ['is connected to no account', { payers: [] }, false, /team file/],
    ['lacks the label', { hasLabel: false }, false, /“jules” does not exist/],
    ['has no checks', { hasChecks: false }, false, /reviews alone/],
    ['has no CODEOWNERS', { brokenOwners: null }, false, /no CODEOWNERS/],
    ['has a broken CODEOWNERS', { brokenOwners: [3, 7] }, false, /line 3, 7/],
    ['has auto-merge off', { autoMergeAllowed: false }, false, /Allow auto-merge/],
  ])('that %s is told so, with what to do', (_, over, isMissing, words) => {
    expect(lacksOf({ ...ready, ...over })).toEqual([{ isMissing, words: expect.stringMatching(words) }]);
  });

  it('tells first what nothing can be done without', () => {
    const all = lacksOf({ ...ready, hasLabel: false, archived: true });
    expect(all.map(({ isMissing }) => isMissing)).toEqual([true, false]);
  });
});
