import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, candidates, inOrder, planDispatch, TASKS_A_DAY } from '../../src/domain/dispatch.js';
import { type Child, type Epic, epicProgress } from '../../src/domain/epic.js';
import { aBudget } from '../support/builders/budgets.js';
import { aChild, anEpic, closed, feature } from '../support/builders/epics.js';
import { holds } from '../support/property.js';

const of = (...epics: Epic[]) => candidates(epics.map(epicProgress));
const named = (list: readonly Candidate[]) =>
  list.map(({ progress, children }) => [progress.epic.number, ...children.map(({ number }) => number)]);
const range = (from: number, count: number, more: Parameters<typeof aChild>[1] = {}) =>
  Array.from({ length: count }, (_, index) => aChild(from + index, more));

/** An epic of another repository, its children there too. */
function elsewhere(number: number, children: readonly Child[]): Epic {
  const repo = `dappcore/repo-${number}`;
  return anEpic({ work: children.map((child) => ({ ...child, repo })) }, { number, repo });
}

const EVERYWHERE = ['core', ...Array.from({ length: 10 }, (_, index) => `repo-${index}`)];
const seat = (quota: number, more: Parameters<typeof aBudget>[0] = {}) =>
  aBudget({ quota, concurrency: quota, repos: EVERYWHERE, ...more });
const julesHas = (tasks: number) => ({ accounts: [seat(tasks)], agentOf: () => 'jules' });
const wide = {
  ...julesHas(1_000),
  strategy: 'aggressive',
  dispatchedToday: new Map(),
  shareCap: 1,
} as const;

describe('candidates', () => {
  test('are the next children of each open epic with a branch; each feature is one by itself', () => {
    const epic = anEpic({ work: [aChild(1), aChild(2), aChild(3, feature), aChild(4, feature)] });
    expect(named(of(epic))).toEqual([
      [118, 1, 2],
      [118, 3],
      [118, 4],
    ]);
    expect(of(epic).map((candidate) => candidate.feature)).toEqual([false, true, true]);
  });

  test('come from no closed epic and from none without a branch', () => {
    const phases = { work: [aChild(1)] };
    expect(of(anEpic(phases, { open: false }), anEpic(phases, { branch: null }))).toEqual([]);
  });

  test('leave out a child of another repository: branch and account are not its own', () => {
    expect(named(of(anEpic({ work: [aChild(1, { repo: 'dappcore/core-php' }), aChild(2)] })))).toEqual([
      [118, 2],
    ]);
  });
});

describe('the order of dispatch', () => {
  const labelled = (number: number, label: string) => aChild(number, { issue: { labels: [label] } });

  test('puts critical before high, and both before the repository with most work left', () => {
    const all = of(
      elsewhere(1, range(10, 5)),
      elsewhere(2, [labelled(20, 'high')]),
      elsewhere(3, [labelled(30, 'critical')]),
    );
    expect(inOrder(all).map(({ progress }) => progress.epic.number)).toEqual([3, 2, 1]);
  });

  test.each(['CRITICAL', 'severity:critical', 'Severity:High'])('knows %s as people write it', (label) => {
    const all = of(elsewhere(1, range(10, 5)), elsewhere(2, [labelled(20, label)]));
    expect(inOrder(all).map(({ progress }) => progress.epic.number)).toEqual([2, 1]);
  });

  test('does not put medium or low before unlabelled work', () => {
    const all = of(elsewhere(1, [labelled(10, 'medium'), labelled(11, 'low')]), elsewhere(2, range(20, 3)));
    expect(inOrder(all).map(({ progress }) => progress.epic.number)).toEqual([2, 1]);
  });

  test('puts the repository with most work left first, over all of its epics and without what is done', () => {
    const busy = [anEpic({ a: range(10, 2) }, { number: 5 }), anEpic({ a: range(20, 2) }, { number: 6 })];
    const finished = elsewhere(7, [...range(30, 3, closed), ...range(40, 3)]);
    expect(named(inOrder(of(finished, ...busy))).map(([epic]) => epic)).toEqual([5, 6, 7]);
  });

  test('puts severity before blockers, and blockers before their equals', () => {
    const blocker = anEpic({ 'blockers (blocking)': range(10, 2) }, { number: 1 });
    const plain = anEpic({ work: range(20, 2) }, { number: 2 });
    const urgent = anEpic({ work: [labelled(30, 'critical')] }, { number: 3 });
    expect(named(inOrder(of(plain, blocker, urgent))).map(([epic]) => epic)).toEqual([3, 1, 2]);
  });

  test('puts features last, even critical ones', () => {
    const issue = { title: 'feat(x): y', labels: ['critical'] };
    const all = of(elsewhere(1, [aChild(10, { issue })]), elsewhere(2, [aChild(20)]));
    expect(named(inOrder(all))).toEqual([
      [2, 20],
      [1, 10],
    ]);
  });

  test('breaks ties by number, whatever order they came in', () => {
    const epics = [1, 2, 3, 4].map((number) => elsewhere(number, [aChild(number * 10)]));
    holds(
      fc.property(fc.shuffledSubarray(epics, { minLength: 4 }), (shuffled) => {
        expect(inOrder(of(...shuffled)).map(({ progress }) => progress.epic.number)).toEqual([1, 2, 3, 4]);
      }),
      20,
    );
  });
});

describe('the day’s plan', () => {
  test('stops one repository at its share of the day, and says so', () => {
    const plan = planDispatch(of(anEpic({ work: range(1, 50) })), {
      ...wide,
      strategy: 'conservative',
      shareCap: 0.5,
    });
    expect(plan.chosen.flatMap(({ children }) => children)).toHaveLength(10);
    expect(plan.deferred).toEqual([
      { repo: 'dappcore/core', tasks: 40, why: 'one repository takes at most 10 tasks a day' },
    ]);
  });

  test('counts what was dispatched today, and gives other repositories their turn', () => {
    const dispatchedToday = new Map([['dappcore/core', 9]]);
    const limits = { ...wide, strategy: 'conservative', shareCap: 0.5, dispatchedToday } as const;
    const plan = planDispatch(of(anEpic({ work: range(1, 5) }), elsewhere(9, range(90, 5))), limits);
    expect(plan.chosen.map(({ children }) => children.length).sort()).toEqual([1, 5]);
  });

  test('stops at the strategy’s tasks a day, and says so', () => {
    const epics = [1, 2, 3].map((number) => elsewhere(number, range(number * 100, 10)));
    const plan = planDispatch(of(...epics), { ...wide, strategy: 'conservative' });
    expect(named(plan.chosen).map(([epic]) => epic)).toEqual([1, 2]);
    expect(plan.deferred).toEqual([
      { repo: 'dappcore/repo-3', tasks: 10, why: 'the strategy stops at 20 tasks a day' },
    ]);
  });

  test('stops where the pool ends, and says so', () => {
    const plan = planDispatch(of(anEpic({ work: range(1, 5) })), { ...wide, ...julesHas(3) });
    expect(named(plan.chosen)).toEqual([[118, 1, 2, 3]]);
    expect(plan.deferred).toEqual([{ repo: 'dappcore/core', tasks: 2, why: 'the pool is used up' }]);
  });

  test('asks for no more than an account may run at once, and says so', () => {
    const accounts = [{ ...seat(15, { concurrency: 3 }), inFlight: 1 }];
    const plan = planDispatch(of(anEpic({ work: range(1, 5) })), { ...wide, accounts });
    expect(named(plan.chosen)).toEqual([[118, 1, 2]]);
    expect(plan.deferred).toEqual([
      { repo: 'dappcore/core', tasks: 3, why: 'no account may run more tasks at once' },
    ]);
  });

  test('spends on a repository the tasks of the accounts that are connected to it alone', () => {
    const accounts = [seat(2, { repos: ['repo-1'] }), seat(9, { id: 2, repos: ['repo-2'] })];
    const plan = planDispatch(of(elsewhere(1, range(10, 3)), elsewhere(2, range(20, 3))), {
      ...wide,
      accounts,
    });
    expect(named(plan.chosen)).toEqual([
      [1, 10, 11],
      [2, 20, 21, 22],
    ]);
  });

  test('shows the work of a repository without an account, since the click says what to mend', () => {
    const accounts = [seat(9, { repos: ['repo-1'] })];
    expect(named(planDispatch(of(elsewhere(2, range(20, 3))), { ...wide, accounts }).chosen)).toEqual([
      [2, 20, 21, 22],
    ]);
  });

  test('takes the tasks of one agent for the work of that agent alone', () => {
    const plan = planDispatch(of(elsewhere(1, range(10, 3)), elsewhere(2, range(20, 3))), {
      ...wide,
      accounts: [seat(1), seat(2, { id: 2, agent: 'claude' })],
      agentOf: (repo) => (repo === 'dappcore/repo-1' ? 'jules' : 'claude'),
    });
    expect(named(plan.chosen)).toEqual([
      [1, 10],
      [2, 20, 21],
    ]);
    expect(plan.deferred.map(({ why }) => why)).toEqual(['the pool is used up', 'the pool is used up']);
  });

  test('gives a repository one task a day even when its share is less than one', () => {
    const plan = planDispatch(of(anEpic({ work: range(1, 2) })), { ...wide, shareCap: 0.001 });
    expect(named(plan.chosen)).toEqual([[118, 1]]);
  });

  test('never passes a limit, and accounts for every child', () => {
    const limits = fc.record({
      left: fc.nat(60),
      strategy: fc.constantFrom('conservative', 'moderate', 'aggressive'),
      shareCap: fc.double({ min: 0.01, max: 1, noNaN: true }),
      today: fc.array(fc.nat(120), { minLength: 4, maxLength: 4 }),
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
    holds(
      fc.property(sizes, limits, (counts, { today, left, ...more }) => {
        const all = of(...counts.map((count, index) => elsewhere(index, range(index * 100 + 1, count))));
        const dispatchedToday = new Map(today.map((tasks, index) => [`dappcore/repo-${index}`, tasks]));
        const { chosen, deferred } = planDispatch(all, { ...more, ...julesHas(left), dispatchedToday });
        const day = TASKS_A_DAY[more.strategy];
        const before = today.reduce((sum, tasks) => sum + tasks, 0);
        const tasks = chosen.reduce((sum, { children }) => sum + children.length, 0);
        expect(tasks).toBeLessThanOrEqual(Math.min(left, Math.max(0, day - before)));
        for (const { progress, children } of chosen) {
          const taken = dispatchedToday.get(progress.epic.repo) ?? 0;
          expect(taken + children.length).toBeLessThanOrEqual(Math.max(1, Math.floor(day * more.shareCap)));
        }
        expect(tasks + deferred.reduce((sum, one) => sum + one.tasks, 0)).toBe(
          counts.reduce((a, b) => a + b),
        );
      }),
    );
  });
});
