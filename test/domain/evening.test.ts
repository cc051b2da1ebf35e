import { describe, expect, test } from 'vitest';
import { candidates } from '../../src/domain/dispatch.js';
import { epicProgress } from '../../src/domain/epic.js';
import { planSummary, stageAdvice } from '../../src/domain/evening.js';
import type { InventoryRow, Stage } from '../../src/domain/inventory.js';
import { aChild, anEpic, feature } from '../support/builders/epics.js';

describe('a plan in numbers', () => {
  const chosen = (repo: string, numbers: number[], more: object = {}) =>
    candidates([
      epicProgress(anEpic({ work: numbers.map((number) => aChild(number, { repo, ...more })) }, { repo })),
    ]);

  test('counts tasks by repository, the most first, features among them and apart', () => {
    const plan = {
      chosen: [
        ...chosen('dappcore/core', [1]),
        ...chosen('dappcore/core-php', [1, 2]),
        ...chosen('dappcore/core', [3], feature),
      ],
      deferred: [],
    };
    expect(planSummary(plan)).toEqual({
      tasks: 4,
      repos: [
        { repo: 'dappcore/core', tasks: 2, features: 1 },
        { repo: 'dappcore/core-php', tasks: 2, features: 0 },
      ],
      deferred: 0,
      because: [],
    });
  });

  test('gives each reason for what is left out once', () => {
    const left = (tasks: number, why: string) => ({ repo: 'dappcore/core', tasks, why });
    const deferred = [left(3, 'the pool is used up'), left(4, 'the pool is used up'), left(1, 'w')];
    expect(planSummary({ chosen: [], deferred })).toEqual({
      tasks: 0,
      repos: [],
      deferred: 8,
      because: ['the pool is used up', 'w'],
    });
  });
});

describe('stage 1 or 2 comes next', () => {
  const row = (name: string, tier: number, stage: Stage, more: Partial<InventoryRow> = {}): InventoryRow => ({
    name,
    nameWithOwner: `dappcore/${name}`,
    open: 10,
    audits: stage === 'audits' ? 1 : 0,
    epics: stage === 'executing' ? [1] : [],
    defaultBranch: 'dev',
    language: null,
    stage,
    tier,
    ...more,
  });
  const names = (rows: InventoryRow[]) => stageAdvice(rows).repos.map(({ repo }) => repo.split('/')[1]);

  test('in the first tier in which a repository has no epic yet', () => {
    const rows = [row('a', 1, 'executing'), row('b', 2, 'executing'), row('c', 2, 'audits')];
    expect(stageAdvice([...rows, row('d', 3, 'audits')])).toEqual({
      tier: 2,
      repos: [{ repo: 'dappcore/c', stage: 1, audits: 1, open: 10 }],
      auditsDone: false,
    });
  });

  test('not in the next tier while one of this tier waits', () => {
    expect(names([row('a', 1, 'executing'), row('b', 1, 'organise'), row('c', 2, 'audits')])).toEqual(['b']);
  });

  test('a repository with nothing to do holds its tier back no longer', () => {
    expect(names([row('a', 1, 'idle'), row('b', 2, 'audits')])).toEqual(['b']);
  });

  test('with most audits first, then the features to be grouped, most open first', () => {
    const rows = [
      row('few', 1, 'organise', { open: 3 }),
      row('many', 1, 'organise', { open: 30 }),
      row('two', 1, 'audits', { audits: 2 }),
      row('nine', 1, 'audits', { audits: 9 }),
    ];
    expect(names(rows)).toEqual(['nine', 'two', 'many', 'few']);
  });

  test('goes back to audits that came up where epics run already', () => {
    const rows = [row('a', 1, 'executing'), row('b', 2, 'executing', { audits: 4 })];
    expect(stageAdvice(rows)).toMatchObject({ tier: 2, repos: [{ repo: 'dappcore/b', stage: 1 }] });
  });

  test('says when every audit is done', () => {
    expect(stageAdvice([row('a', 1, 'executing')])).toEqual({ tier: null, repos: [], auditsDone: true });
    expect(stageAdvice([row('a', 1, 'organise')])).toMatchObject({ tier: 1, auditsDone: true });
  });
});
