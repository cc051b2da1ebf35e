import { describe, expect, test } from 'vitest';
import { epicProgress } from '../../src/domain/epic.js';
import { type Conflict, conflictsIn, freshConflicts, whyNoMore } from '../../src/domain/midday.js';
import type { Pace } from '../../src/domain/pace.js';
import { aBudget } from '../support/builders/budgets.js';
import { aChild, anEpic, aPullRequest } from '../support/builders/epics.js';

const conflicting = (number: number, more: Parameters<typeof aPullRequest>[0] = {}) =>
  aPullRequest({ number, mergeable: 'CONFLICTING', ...more });
const childWith = (number: number, pullRequest: ReturnType<typeof aPullRequest>) =>
  aChild(number, { issue: { pullRequest } });
const conflict = (pullRequest: number, more: Partial<Conflict> = {}): Conflict => ({
  repo: 'dappcore/core',
  pullRequest,
  epic: 118,
  base: 'epic/118-mcp-daemon',
  ...more,
});

describe('the conflicts of open epics', () => {
  const inEpic = (...children: ReturnType<typeof aChild>[]) =>
    conflictsIn([epicProgress(anEpic({ work: children }))]);

  test('are open pull requests that GitHub has found to conflict', () => {
    expect(
      inEpic(
        childWith(119, conflicting(140)),
        childWith(120, aPullRequest({ number: 141 })),
        childWith(121, aPullRequest({ number: 142, mergeable: 'UNKNOWN' })),
        childWith(122, conflicting(143, { state: 'CLOSED' })),
        aChild(123),
        aChild(124, { issue: null }),
      ),
    ).toEqual([conflict(140)]);
  });

  test('are told even where review threads wait, too', () => {
    expect(inEpic(childWith(119, conflicting(140, { unresolvedThreads: 2 })))).toEqual([conflict(140)]);
  });

  test('are told once when one pull request stands for several children', () => {
    const pull = conflicting(140);
    expect(inEpic(childWith(119, pull), childWith(120, pull))).toHaveLength(1);
  });

  test('of an epic that is closed are nobody’s business any more', () => {
    const closed = anEpic({ work: [childWith(119, conflicting(140))] }, { open: false });
    expect(conflictsIn([epicProgress(closed)])).toEqual([]);
  });
});

describe('new conflicts', () => {
  test('are those that were not there before, in whichever repository', () => {
    const elsewhere = conflict(140, { repo: 'dappcore/core-php' });
    expect(freshConflicts([conflict(140), conflict(141), elsewhere], [conflict(140)], [])).toEqual([
      { ...conflict(141), mergesBefore: 0 },
      { ...elsewhere, mergesBefore: 0 },
    ]);
  });

  test('come with the merges into the same base since then, the most likely cascades first', () => {
    const merged = [
      { repo: 'dappcore/core', base: 'epic/118-mcp-daemon' },
      { repo: 'dappcore/core', base: 'epic/118-mcp-daemon' },
      { repo: 'dappcore/core', base: 'dev' },
      { repo: 'dappcore/core-php', base: 'epic/118-mcp-daemon' },
    ];
    const other = conflict(150, { base: 'epic/127-unify-log' });
    const found = freshConflicts([other, conflict(141)], [], merged);
    expect(found.map(({ pullRequest, mergesBefore }) => [pullRequest, mergesBefore])).toEqual([
      [141, 2],
      [150, 0],
    ]);
  });
});

describe('more is dispatched at midday', () => {
  const pace = (advice: Pace['advice']): Pace => ({ advice, used: 1, plan: 20 });

  test.each([
    ['tasks are left and an agent is idle', [aBudget()], null],
    ['one of two accounts has both', [{ ...aBudget(), left: 0 }, aBudget({ id: 2 })], null],
    ['no account has a repository', [aBudget({ repos: [] })], 'no account is connected to a repository'],
    ['there is no account', [], 'no account is connected to a repository'],
    [
      'only an account without repositories has tasks',
      [{ ...aBudget(), left: 0 }, aBudget({ id: 2, repos: [] })],
      'the pool is used up',
    ],
    [
      'all are at work',
      [{ ...aBudget({ concurrency: 3 }), inFlight: 3 }],
      'every agent is busy, with 3 tasks',
    ],
    [
      'those at work have tasks left, and the idle one has none',
      [
        { ...aBudget({ concurrency: 3 }), inFlight: 4 },
        { ...aBudget({ id: 2 }), left: 0 },
      ],
      'every agent is busy, with 4 tasks',
    ],
  ])('or not, with the reason, when %s', (_when, budgets, why) => {
    expect(whyNoMore(budgets, null)).toBe(why);
  });

  test.each([
    ['raise', null],
    ['steady', null],
    ['throttle', 'most of the day’s plan is used, and what is stuck comes first'],
  ] as const)('unless the day has gone too fast: %s', (advice, why) => {
    expect(whyNoMore([aBudget()], pace(advice))).toBe(why);
  });
});
