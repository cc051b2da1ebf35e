import { describe, expect, test } from 'vitest';
import { type Epic, epicProgress, nextChildren, readyChildren } from '../../src/domain/epic.js';
import { aChild, anEpic, aPullRequest, closed, feature, unseen } from '../support/builders/epics.js';

const states = (epic: Epic) =>
  epicProgress(epic).states.map(({ child, state }) => `#${child.number} ${state}`);

function next(epic: Epic) {
  const { dispatch, features, blocking } = nextChildren(epicProgress(epic));
  return {
    dispatch: dispatch.map(({ number }) => number),
    features: features.map((c) => c.number),
    blocking,
  };
}

describe('the phases of an epic', () => {
  test('do not start phase 2 while one child of phase 1 is open', () => {
    const epic = anEpic({ one: [aChild(1, closed), aChild(2)], two: [aChild(3)] });
    expect(states(epic)).toEqual(['#1 done', '#2 ready', '#3 later']);
    expect(epicProgress(epic).activePhase).toBe(1);
    expect(next(epic).dispatch).toEqual([2]);
  });

  test('start phase 2 when the last child of phase 1 is closed', () => {
    const epic = anEpic({ one: [aChild(1, closed)], two: [aChild(2), aChild(3)], three: [aChild(4)] });
    expect(epicProgress(epic).phases).toEqual([
      { number: 1, name: 'one', done: 1, total: 1, active: false },
      { number: 2, name: 'two', done: 0, total: 2, active: true },
      { number: 3, name: 'three', done: 0, total: 1, active: false },
    ]);
    expect(next(epic).dispatch).toEqual([2, 3]);
  });

  test('go back to phase 1 when one of its children is reopened, and phase 2 waits again', () => {
    const epic = anEpic({ one: [aChild(1, { checked: true })], two: [aChild(2)] });
    expect(states(epic)).toEqual(['#1 ready', '#2 later']);
  });

  test('are counted by the issues, never by the ticks', () => {
    const epic = anEpic({ one: [aChild(1, { ...closed, checked: false }), aChild(2, { checked: true })] });
    expect(epicProgress(epic)).toMatchObject({ done: 1, total: 2 });
  });

  test('stay closed behind a child that the bot cannot see', () => {
    const epic = anEpic({ one: [aChild(1, { ...unseen, checked: true })], two: [aChild(2)] });
    expect(epicProgress(epic).states).toMatchObject([
      { state: 'unseen', why: 'the bot cannot see this issue' },
      { state: 'later', why: 'phase 1 is not closed' },
    ]);
    expect(next(epic)).toMatchObject({ dispatch: [], features: [] });
  });

  test('may be numbered with gaps and out of order', () => {
    const epic = { ...anEpic({}), children: [aChild(1, { phase: 7 }), aChild(2, { phase: 3 })] };
    expect(epicProgress(epic).phases.map(({ number, active }) => [number, active])).toEqual([
      [3, true],
      [7, false],
    ]);
  });

  test('are none, and nothing is next, in an epic without children', () => {
    expect(epicProgress(anEpic({}))).toMatchObject({ done: 0, total: 0, phases: [], activePhase: null });
    expect(next(anEpic({}))).toMatchObject({ dispatch: [], features: [] });
  });

  test('are over, and nothing is next, when every child is closed', () => {
    const epic = anEpic({ one: [aChild(1, closed)] });
    expect(epicProgress(epic).activePhase).toBeNull();
    expect(next(epic)).toMatchObject({ dispatch: [], features: [] });
  });
});

describe('a blocking phase', () => {
  const phase = 'blockers (blocking)';

  test('sends its first child alone', () => {
    expect(next(anEpic({ [phase]: [aChild(1), aChild(2)] }))).toEqual({
      dispatch: [1],
      features: [],
      blocking: true,
    });
  });

  test('sends nothing while its first child is under way', () => {
    const epic = anEpic({ [phase]: [aChild(1, { issue: { dispatch: 'started' } }), aChild(2)] });
    expect(next(epic).dispatch).toEqual([]);
  });

  test('sends the others side by side when its first child is done', () => {
    expect(next(anEpic({ [phase]: [aChild(1, closed), aChild(2), aChild(3)] })).dispatch).toEqual([2, 3]);
  });

  test('waits for a person when its first child is a feature', () => {
    expect(next(anEpic({ [phase]: [aChild(1, feature), aChild(2)] }))).toMatchObject({
      dispatch: [],
      features: [1],
    });
  });
});

describe('a child', () => {
  test('that is a feature is put apart, and is not READY', () => {
    const epic = anEpic({ one: [aChild(1), aChild(2, feature)] });
    expect(next(epic)).toEqual({ dispatch: [1], features: [2], blocking: false });
    expect(readyChildren(epicProgress(epic)).map(({ number }) => number)).toEqual([1]);
  });

  test.each([
    ['an agent’s label is on it', { agentLabel: 'jules' }],
    ['its dispatch is reserved', { dispatch: 'approved' as const }],
    ['its dispatch is in doubt', { dispatch: 'unknown' as const }],
    ['it has an open pull request', { pullRequest: aPullRequest() }],
  ])('is in flight when %s', (_why, issue) => {
    const epic = anEpic({ one: [aChild(1, { issue })] });
    expect(states(epic)).toEqual(['#1 in-flight']);
    expect(next(epic).dispatch).toEqual([]);
  });

  test('is stuck, with the reason, when its pull request is', () => {
    const pullRequest = aPullRequest({ mergeable: 'CONFLICTING' });
    const epic = anEpic({ one: [aChild(1, { issue: { pullRequest, dispatch: 'started' } })] });
    expect(epicProgress(epic).states).toMatchObject([
      { state: 'stuck', why: 'conflicts with epic/118-mcp-daemon' },
    ]);
  });

  test('is blocked while a native link says so, and names what by', () => {
    const blockedBy = ['dappcore/core#7', 'dappcore/core-php#8'];
    const epic = anEpic({ one: [aChild(1, { issue: { blockedBy } }), aChild(2)] });
    expect(epicProgress(epic).states[0]).toMatchObject({
      state: 'blocked',
      why: 'blocked by dappcore/core#7, dappcore/core-php#8',
    });
    expect(next(epic).dispatch).toEqual([2]);
  });

  test('of a later phase that is already in flight is shown so, not as later', () => {
    const epic = anEpic({ one: [aChild(1)], two: [aChild(2, { issue: { dispatch: 'started' } })] });
    expect(states(epic)).toEqual(['#1 ready', '#2 in-flight']);
  });

  test('that is closed is done, whatever else is on it', () => {
    const issue = { open: false, agentLabel: 'jules', blockedBy: ['dappcore/core#7'] };
    expect(states(anEpic({ one: [aChild(1, { issue })] }))).toEqual(['#1 done']);
  });
});
