import { describe, expect, test } from 'vitest';
import { NEEDS_INTERVENTION } from '../../src/domain/act.js';
import { type ChildIssue, epicProgress } from '../../src/domain/epic.js';
import { takersOf, takingOf, whyLeft } from '../../src/domain/reassign.js';
import { aBudget } from '../support/builders/budgets.js';
import { aChild, anEpic, anIssue, aPullRequest } from '../support/builders/epics.js';

const handedOver = aPullRequest({ labels: [NEEDS_INTERVENTION] });
/** A child whose pull request Jules could not bring to an end. */
const failed = (more: Partial<ChildIssue> = {}) =>
  anIssue({
    ...{ pullRequest: handedOver, task: { id: 7, agent: 'jules' }, attempts: 1, dispatch: 'started' },
    ...more,
  });
const stalled = { pullRequest: null, silence: 'no-pull-request' } as const;

describe('a child may be taken from its agent', () => {
  test('when a person has its pull request: that attempt, that commit', () => {
    expect(takingOf(failed())).toEqual({
      ok: true,
      from: { agent: 'jules', task: 7, pullRequest: 140, headSha: 'c0ffee1' },
    });
  });

  test('when no pull request came in the usual time', () => {
    expect(takingOf(failed(stalled))).toEqual({
      ok: true,
      from: { agent: 'jules', task: 7, pullRequest: null, headSha: null },
    });
  });

  test.each<[string, Partial<ChildIssue>, string]>([
    ['is closed', { open: false }, 'it is closed'],
    ['is a person’s work', { task: null }, 'no agent had it'],
    ['was approved a moment ago', { dispatch: 'approved' }, 'it is being handed out'],
    ['may stand on GitHub already', { dispatch: 'unknown' }, 'it is being handed out'],
    ['is merged', { pullRequest: aPullRequest({ state: 'MERGED' }) }, 'it is merged'],
    ['has a pull request that goes on', { pullRequest: aPullRequest() }, 'its agent is still at it'],
    ['was handed out an hour ago', { pullRequest: null }, 'its agent is still at it'],
    ['was not noticed yet', { pullRequest: null, silence: 'unseen' }, 'its agent is still at it'],
    ['is poison', { attempts: 3 }, 'it was handed out 3 times: split it, or do it by hand'],
    ['is blocked', { blockedBy: ['dappcore/core#9'] }, 'it is blocked by dappcore/core#9'],
  ])('but not when it %s', (_what, more, why) => {
    expect(takingOf(failed(more))).toEqual({ ok: false, why });
  });
});

describe('who may take a child over', () => {
  const claude = { id: 2, agent: 'claude', quota: 40, concurrency: 5 };
  const of = (budgets: Parameters<typeof takersOf>[1]['budgets'], { phase = 1, issue = failed() } = {}) =>
    takersOf(issue, {
      progress: epicProgress(anEpic({ first: [aChild(119)], second: [aChild(120)] })),
      ...{ phase, budgets },
    });

  test('is every other agent with a task left for the repository', () => {
    expect(of([aBudget(), aBudget(claude)])).toEqual({ agents: ['claude'], refusals: [] });
  });

  test.each<[string, Partial<typeof claude> & { repos?: string[] }, string]>([
    ['is not connected', { repos: ['build'] }, 'claude is not connected to core'],
    ['has no task left', { quota: 0 }, 'claude has no task left'],
    ['has no seat free', { concurrency: 0 }, 'claude has as many tasks running as it may'],
  ])('is not one that %s', (_what, more, why) => {
    expect(of([aBudget(), aBudget({ ...claude, ...more })])).toEqual({ agents: [], refusals: [why] });
  });

  test('is nobody where the team has one agent alone: the same one would fail the same way', () => {
    expect(of([aBudget(), aBudget({ id: 3, member: 'bodane' })])).toEqual({
      ...{ agents: [], refusals: ['the team has no other agent'] },
    });
  });

  test('is one of whom another member has an account, where the first has none left', () => {
    const spent = aBudget({ ...claude, quota: 0 });
    expect(of([aBudget(), spent, aBudget({ ...claude, id: 3, member: 'bodane' })]).agents).toEqual([
      'claude',
    ]);
  });

  test('is nobody while its agent is at it, nor for a later phase', () => {
    const both = [aBudget(), aBudget(claude)];
    expect(of(both, { issue: failed({ pullRequest: aPullRequest() }) }).refusals).toEqual([
      ...['its agent is still at it'],
    ]);
    expect(of(both, { phase: 2 }).refusals).toEqual(['phase 1 is not closed']);
  });
});

describe('what was approved to be taken stays with its agent', () => {
  const from = { agent: 'jules', task: 7, pullRequest: 140, headSha: 'c0ffee1' };

  test.each([
    ['is merged', aPullRequest({ state: 'MERGED' }), '#140 was merged meanwhile'],
    ['has a new commit', { ...handedOver, headSha: 'new' }, 'jules has pushed to #140 meanwhile'],
    ['was handed back', aPullRequest(), '#140 was handed back to jules meanwhile'],
    ['cannot be seen', null, '#140 cannot be seen'],
  ])('when its pull request %s', (_what, pull, why) => expect(whyLeft(from, pull)).toBe(why));

  test('but not when it is as it was, nor when a person has closed it', () => {
    expect(whyLeft(from, handedOver)).toBeNull();
    expect(whyLeft(from, aPullRequest({ state: 'CLOSED' }))).toBeNull();
  });
});
