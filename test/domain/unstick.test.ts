import { describe, expect, it, test } from 'vitest';
import { epicProgress } from '../../src/domain/epic.js';
import type { PullPlan } from '../../src/domain/epic-act.js';
import type { PullAct } from '../../src/domain/pull-act.js';
import { stalledRows, type UnstickRow, unstickRows, worstRowsFirst } from '../../src/domain/unstick.js';
import { aChild, anEpic, aPullRequest } from '../support/builders/epics.js';

const plan = (act: PullAct, number = 140): PullPlan => ({
  child: aChild(number - 20),
  pull: aPullRequest({ number }),
  act,
  again: false,
});

const rowOf = (act: PullAct) => unstickRows(118, [plan(act)])[0];

describe('a row of unstick', () => {
  it('names the pull request, its child and its epic', () => {
    expect(rowOf({ act: 'wait', on: 'checks', why: 'checks are running' })).toEqual({
      pullRequest: 140,
      child: 120,
      epic: 118,
      why: 'checks are running',
      next: 'wait for the checks',
      turn: 'checks',
      again: false,
    });
  });

  test.each<[PullAct, string]>([
    [{ act: 'ask-reviews', why: 'x' }, 'I ask the agent to fix the reviews'],
    [{ act: 'ask-conflict', why: 'x' }, 'I ask the agent to fix the conflict'],
    [
      { act: 'resolve-threads', threads: ['T1'], why: 'x' },
      'I resolve the threads that the fix has answered',
    ],
    [{ act: 'update-branch', why: 'x' }, 'I bring its base into it'],
    [{ act: 'arm-auto-merge', why: 'x' }, 'I switch auto-merge on'],
    [{ act: 'enqueue', why: 'x' }, 'I put it into the merge queue'],
    [{ act: 'merge', why: 'x' }, 'I merge it'],
    [{ act: 'escalate', why: 'x', tried: [] }, 'I call the code owner'],
  ])('says what the bot does itself: %j', (act, next) => {
    expect(rowOf(act)).toMatchObject({ next, turn: 'bot', why: 'x' });
  });

  test.each([
    ['agent', 'wait for the agent'],
    ['checks', 'wait for the checks'],
    ['reviewers', 'wait for the reviewers'],
    ['github', 'ask GitHub again'],
    ['line', 'wait for its turn'],
    ['person', 'a person has to look'],
    ['nobody', 'nothing'],
  ] as const)('says whom it waits for: %s', (on, next) => {
    expect(rowOf({ act: 'wait', on, why: 'x' })).toMatchObject({ next, turn: on });
  });
});

describe('a child whose agent has brought nothing', () => {
  it('has a row of its own, for a person to look at', () => {
    const silent = aChild(119, { issue: { dispatch: 'started', attempts: 1, silence: 'no-pull-request' } });
    const unseen = aChild(120, { issue: { dispatch: 'started', attempts: 1, silence: 'unseen' } });
    expect(stalledRows(epicProgress(anEpic({ work: [silent, unseen] })))).toEqual([
      {
        ...{ pullRequest: null, child: 119, epic: 118, turn: 'person', again: false },
        ...{ why: 'no pull request from the agent after hours', next: 'a person has to look' },
      },
    ]);
  });
});

describe('the order of the rows', () => {
  const row = (turn: UnstickRow['turn'], pullRequest: number): UnstickRow => ({
    pullRequest,
    child: 1,
    epic: 118,
    why: '',
    next: '',
    turn,
    again: false,
  });

  it('begins with those that need a person, then what the bot does, and ends with what takes only time', () => {
    const turns: UnstickRow['turn'][] = [
      'nobody',
      'github',
      'checks',
      'reviewers',
      'line',
      'agent',
      'bot',
      'person',
    ];
    expect(worstRowsFirst(turns.map((turn, index) => row(turn, index + 1))).map(({ turn }) => turn)).toEqual([
      'person',
      'bot',
      'agent',
      'line',
      'reviewers',
      'checks',
      'github',
      'nobody',
    ]);
  });

  it('goes by number among equals, and leaves what it was given as it was', () => {
    const rows = [row('bot', 9), row('person', 7), row('bot', 8), row('person', 12)];
    const before = structuredClone(rows);
    expect(worstRowsFirst(rows).map(({ pullRequest }) => pullRequest)).toEqual([7, 12, 8, 9]);
    expect(rows).toEqual(before);
  });
});
