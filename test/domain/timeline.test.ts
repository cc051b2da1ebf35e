import { describe, expect, it, test } from 'vitest';
import type { ActKind } from '../../src/domain/act.js';
import { epicProgress } from '../../src/domain/epic.js';
import { type EpicMemory, timelineOf } from '../../src/domain/timeline.js';
import { aChild, anEpic, aPullRequest, NOW, unseen } from '../support/builders/epics.js';

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const NOTHING: EpicMemory = { tasks: [], acts: [] };

const act = (kind: ActKind, more: Partial<EpicMemory['acts'][number]> = {}) => ({
  kind,
  subject: 140,
  child: 119,
  at: minutes(0),
  by: null,
  ...more,
});

function happened(memory: Partial<EpicMemory>, epic = anEpic({ work: [] })) {
  return timelineOf(epicProgress(epic), { ...NOTHING, ...memory });
}

describe('the timeline of an epic', () => {
  it('is empty where nothing has happened yet', () => {
    expect(happened({}, anEpic({ work: [aChild(119), aChild(120, unseen)] }))).toEqual([]);
  });

  it('tells tasks, pull requests and acts in one order, oldest first', () => {
    const pullRequest = aPullRequest({ state: 'MERGED', createdAt: minutes(20), mergedAt: minutes(50) });
    const child = aChild(119, { issue: { open: false, closedAt: minutes(52), pullRequest } });
    const memory = {
      tasks: [{ child: 119, agent: 'jules', at: minutes(1) }],
      acts: [
        act('close-epic', { subject: 118, child: null, at: minutes(90) }),
        act('tick', { subject: 118, at: minutes(55) }),
        act('ask-reviews', { at: minutes(30) }),
      ],
    };
    expect(happened(memory, anEpic({ work: [child] }))).toEqual([
      { at: minutes(1).toISOString(), what: '#119 went to jules' },
      { at: minutes(20).toISOString(), what: '#140 was opened for #119' },
      { at: minutes(30).toISOString(), what: 'asked for the reviews of #140 to be fixed' },
      { at: minutes(50).toISOString(), what: '#140 was merged' },
      { at: minutes(52).toISOString(), what: '#119 was closed' },
      { at: minutes(55).toISOString(), what: 'ticked #119' },
      { at: minutes(90).toISOString(), what: 'closed the epic' },
    ]);
  });

  it('tells what happened at one moment in the order of the flow, task first', () => {
    const pullRequest = aPullRequest({ createdAt: minutes(0) });
    const memory = { tasks: [{ child: 119, agent: 'jules', at: minutes(0) }], acts: [act('ask-reviews')] };
    expect(
      happened(memory, anEpic({ work: [aChild(119, { issue: { pullRequest } })] })).map(({ what }) => what),
    ).toEqual([
      '#119 went to jules',
      '#140 was opened for #119',
      'asked for the reviews of #140 to be fixed',
    ]);
  });

  test.each<[ActKind, string]>([
    ['ask-reviews', 'asked for the reviews of #140 to be fixed'],
    ['ask-conflict', 'asked for the conflict of #140 to be fixed'],
    ['resolve-threads', 'resolved the answered threads of #140'],
    ['update-branch', 'brought #140 up to date'],
    ['arm-auto-merge', 'switched auto-merge on for #140'],
    ['enqueue', 'put #140 into the merge queue'],
    ['escalate', 'called a person for #140, which is for #119'],
    ['call-off', 'called nobody for #140 any more'],
    ['tick', 'ticked #119'],
    ['update-epic', 'brought the default branch into the epic’s'],
    ['merge-epic', 'merged the epic’s branch'],
    ['delete-branch', 'deleted the epic’s branch'],
    ['close-epic', 'closed the epic'],
  ])('has words for %s', (kind, what) => {
    expect(happened({ acts: [act(kind)] })).toEqual([{ at: minutes(0).toISOString(), what }]);
  });

  it('says who approved the merge', () => {
    expect(happened({ acts: [act('merge-epic', { by: 'bodane' })] })[0]?.what).toBe(
      'merged the epic’s branch, approved by bodane',
    );
  });

  it('names no child where a person was called for the branch', () => {
    expect(happened({ acts: [act('escalate', { subject: 118, child: null })] })[0]?.what).toBe(
      'called a person for #118',
    );
  });

  test.each<[ActKind, number | null]>([
    ['merge', 119],
    ['close-child', 119],
    ['offer', null],
    ['tick', null],
  ])('does not tell twice what the children’s own state tells: %s', (kind, child) => {
    expect(happened({ acts: [act(kind, { child })] })).toEqual([]);
  });
});
