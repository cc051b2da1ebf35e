import { describe, expect, it, test } from 'vitest';
import { nextActForPullRequest, nextInLine, type PullSituation } from '../../src/domain/pull-act.js';
import type { PastAct, PullRequest } from '../../src/domain/pull-request.js';
import { aPullRequest, NOW } from '../support/builders/epics.js';

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

/** Two hours after its head commit: everybody has had their time. */
function decide(pull: Partial<PullRequest> = {}, situation: Partial<PullSituation> = {}) {
  const all = { headAt: minutes(-120), ...pull };
  return nextActForPullRequest(aPullRequest(all), {
    target: 'epic/118-mcp-daemon',
    inTurn: true,
    autoMergeAllowed: true,
    now: NOW,
    ...situation,
  });
}

const asked = (kind: string, more: Partial<PastAct> = {}): PastAct => ({
  kind,
  headSha: 'c0ffee1',
  at: minutes(-20),
  seen: true,
  ...more,
});
const earlier = (kind: string, more: Partial<PastAct> = {}) => asked(kind, { headSha: 'older', ...more });
const thread = (at: Date, id = 'T1') => ({ id, at });
const handedOver = { labels: ['needs-intervention'] };

describe('what is out of bounds', () => {
  test.each([
    [{ state: 'MERGED' as const }, 'nobody'],
    [{ state: 'CLOSED' as const }, 'nobody'],
    [{ fork: true }, 'person'],
    [{ base: 'dev' }, 'person'],
    [{ draft: true }, 'agent'],
  ])('is left alone: %j', (pull, on) => {
    const conflicting = { unresolvedThreads: 2, mergeable: 'CONFLICTING' as const };
    expect(decide({ ...conflicting, ...pull })).toMatchObject({ act: 'wait', on });
  });
});

describe('what nobody should merge', () => {
  it('has an epic without a branch: the default branch is not its own', () => {
    expect(decide({ base: 'dev' }, { target: null })).toMatchObject({ act: 'wait', on: 'person' });
  });

  it('was handed to a person, however green it is', () => {
    expect(decide(handedOver)).toMatchObject({ act: 'wait', on: 'person' });
  });

  it('is waited for while changes are requested, and for hours at most', () => {
    const refused = { reviewDecision: 'CHANGES_REQUESTED' };
    expect(decide(refused)).toMatchObject({ act: 'wait', on: 'reviewers' });
    expect(decide({ ...refused, headSeenAt: minutes(-6 * 60) })).toMatchObject({ act: 'escalate' });
  });

  it('bears a commit that its author has dated back', () => {
    const old = { headAt: new Date('1970-01-01T00:00:00Z'), headSeenAt: minutes(-1) };
    expect(decide(old)).toMatchObject({ act: 'wait', on: 'reviewers' });
  });

  it('came back from the merge queue on the same commit', () => {
    const queue = { queueRuled: true };
    expect(decide(queue)).toMatchObject({ act: 'enqueue' });
    expect(decide({ ...queue, history: [asked('enqueue')] })).toMatchObject({ act: 'wait', on: 'person' });
  });
});

describe('review threads', () => {
  const open = { unresolvedThreads: 1, threads: [thread(minutes(-60))], mergeState: 'BLOCKED' };
  const fixed = { ...open, history: [earlier('ask-reviews', { at: minutes(-40) })], headAt: minutes(-15) };

  it('are asked about before anything else', () => {
    expect(decide({ ...open, mergeable: 'CONFLICTING' })).toMatchObject({ act: 'ask-reviews' });
  });

  it('are asked about once for each head commit', () => {
    const waiting = { ...open, history: [asked('ask-reviews')] };
    expect(decide(waiting)).toMatchObject({
      act: 'wait',
      on: 'agent',
      why: expect.stringContaining('waiting'),
    });
  });

  it('are asked about again after an hour without a commit, and then no more', () => {
    const once = [asked('ask-reviews', { at: minutes(-61) })];
    expect(decide({ ...open, history: once })).toMatchObject({ act: 'ask-reviews' });
    const twice = [asked('ask-reviews', { at: minutes(-130) }), asked('ask-reviews', { at: minutes(-61) })];
    expect(decide({ ...open, history: twice })).toMatchObject({
      act: 'escalate',
      tried: [expect.anything(), expect.anything()],
    });
  });

  it('say so when nobody has seen the request within minutes', () => {
    const unseen = { ...open, history: [asked('ask-reviews', { seen: false, at: minutes(-6) })] };
    expect(decide(unseen)).toMatchObject({ act: 'wait', why: expect.stringContaining('no 👀') });
    const young = { ...open, history: [asked('ask-reviews', { seen: false, at: minutes(-4) })] };
    expect(decide(young)).toMatchObject({ act: 'wait', why: expect.not.stringContaining('👀') });
  });

  it('are resolved when a commit newer than they are followed the request', () => {
    expect(decide(fixed)).toEqual({ act: 'resolve-threads', threads: ['T1'], why: '1 older than the fix' });
  });

  it('that are younger than the commit are asked about instead', () => {
    expect(decide({ ...fixed, threads: [thread(minutes(-10))] })).toMatchObject({ act: 'ask-reviews' });
  });

  it('are resolved without those that are younger than the commit', () => {
    const both = {
      ...fixed,
      unresolvedThreads: 2,
      threads: [thread(minutes(-60)), thread(minutes(-10), 'T2')],
    };
    expect(decide(both)).toMatchObject({ act: 'resolve-threads', threads: ['T1'] });
  });

  test.each(['FAILURE', 'ERROR', 'PENDING', 'EXPECTED'])('are not resolved while checks are %s', (checks) => {
    expect(decide({ ...fixed, checks }).act).toBe('wait');
  });

  it('are resolved on the word of the commit alone where the repository has no checks', () => {
    expect(decide({ ...fixed, checks: null })).toMatchObject({ act: 'resolve-threads' });
  });

  it('are not resolved in the first minutes of a commit whose checks have not begun', () => {
    const young = { ...fixed, checks: null, headSeenAt: minutes(-9) };
    expect(decide(young)).toMatchObject({ act: 'wait', on: 'checks' });
  });

  it('are not resolved by a commit that is older than the request', () => {
    expect(decide({ ...fixed, headAt: minutes(-41) })).toMatchObject({ act: 'wait', on: 'agent' });
  });

  it('are not resolved without a request: a commit that nobody asked for fixes nothing by itself', () => {
    expect(decide({ ...fixed, history: [] })).toMatchObject({ act: 'ask-reviews' });
  });

  it('that somebody opened again on the same commit are a review like any other', () => {
    const reopened = [...fixed.history, asked('resolve-threads', { at: minutes(-12) })];
    expect(decide({ ...fixed, history: reopened })).toMatchObject({ act: 'ask-reviews' });
  });

  it('come to a person after many rounds of fixes that were none', () => {
    const history = [90, 80, 70, 60, 50, 40].map((ago) => earlier('ask-reviews', { at: minutes(-ago) }));
    expect(decide({ ...fixed, threads: [thread(minutes(-5))], history })).toMatchObject({ act: 'escalate' });
  });

  it('wait for the person who was called, and are asked about anew once the label is gone', () => {
    const history = [...fixed.history, asked('escalate')];
    expect(decide({ ...open, ...handedOver, history })).toMatchObject({ act: 'wait', on: 'person' });
    expect(decide({ ...open, history })).toMatchObject({ act: 'ask-reviews' });
  });
});

describe('a conflict', () => {
  const conflict = { mergeable: 'CONFLICTING' as const, mergeState: 'DIRTY' };

  it('is asked about in turn', () => {
    expect(decide(conflict)).toMatchObject({ act: 'ask-conflict' });
    expect(decide(conflict, { inTurn: false })).toMatchObject({ act: 'wait', on: 'line' });
  });

  it('is never read out of an answer that GitHub has not worked out', () => {
    expect(decide({ ...conflict, mergeable: 'UNKNOWN' })).toMatchObject({ act: 'wait', on: 'github' });
  });

  it('waits for a commit, and is asked about a second time when that fixed nothing', () => {
    expect(decide({ ...conflict, history: [asked('ask-conflict')] })).toMatchObject({
      act: 'wait',
      on: 'agent',
    });
    const fixed = { ...conflict, headAt: minutes(-15), history: [earlier('ask-conflict')] };
    expect(decide(fixed)).toMatchObject({ act: 'ask-conflict' });
  });

  it('is not asked about anew for a commit that was pushed while the request was being written', () => {
    const older = { ...conflict, headAt: minutes(-21), history: [earlier('ask-conflict')] };
    expect(decide(older)).toMatchObject({ act: 'wait', on: 'agent' });
  });

  it('comes to a person after two requests that no fix followed', () => {
    const history = [
      earlier('ask-conflict', { at: minutes(-70) }),
      earlier('ask-conflict', { at: minutes(-30) }),
    ];
    expect(decide({ ...conflict, headAt: minutes(-15), history })).toMatchObject({ act: 'escalate' });
  });

  it('is a new one when it was seen without conflict since the requests', () => {
    const history = [
      earlier('ask-conflict', { at: minutes(-70) }),
      earlier('ask-conflict', { at: minutes(-60) }),
    ];
    expect(decide({ ...conflict, history, mergeableAt: minutes(-50) })).toMatchObject({
      act: 'ask-conflict',
    });
  });

  it('that comes again for ever comes to a person all the same', () => {
    const history = [90, 80, 70, 60, 50, 40].map((ago) => earlier('ask-conflict', { at: minutes(-ago) }));
    expect(decide({ ...conflict, history, mergeableAt: minutes(-30) })).toMatchObject({ act: 'escalate' });
  });
});

describe('merging', () => {
  const clean = { mergeState: 'CLEAN' };
  const blocked = { mergeState: 'BLOCKED', checks: 'PENDING' };

  it('is done at once where nothing is in the way, since auto-merge is refused there', () => {
    expect(decide(clean)).toMatchObject({ act: 'merge' });
  });

  it('gives reviewers some minutes after each commit', () => {
    expect(decide({ ...clean, headAt: minutes(-9) })).toMatchObject({ act: 'wait', on: 'reviewers' });
    expect(decide({ ...blocked, headAt: minutes(-9) })).toMatchObject({ act: 'wait', on: 'reviewers' });
  });

  it('goes through the queue where one rules the branch', () => {
    expect(decide({ ...clean, queueRuled: true })).toMatchObject({ act: 'enqueue' });
    expect(decide({ ...clean, queueRuled: true, queued: true })).toMatchObject({ act: 'wait', on: 'github' });
  });

  it('is left to auto-merge where something is still to come', () => {
    expect(decide(blocked)).toMatchObject({ act: 'arm-auto-merge' });
    expect(decide({ ...blocked, autoMerge: true })).toMatchObject({ act: 'wait', on: 'checks' });
    expect(decide(blocked, { autoMergeAllowed: false })).toMatchObject({ act: 'wait', on: 'checks' });
  });

  it('does not switch auto-merge on again on a commit where somebody switched it off', () => {
    expect(decide({ ...blocked, history: [asked('arm-auto-merge')] })).toMatchObject({
      act: 'wait',
      on: 'person',
    });
    expect(decide({ ...blocked, history: [earlier('arm-auto-merge')] })).toMatchObject({
      act: 'arm-auto-merge',
    });
  });

  it('brings the base in where the branch wants that', () => {
    expect(decide({ mergeState: 'BEHIND' })).toMatchObject({ act: 'update-branch' });
  });

  it('waits for a green head, and calls a person after three red ones or a day of red', () => {
    const red = { mergeState: 'BLOCKED', checks: 'FAILURE' };
    expect(decide({ ...red, failedHeads: 2 })).toMatchObject({ act: 'wait', on: 'agent' });
    expect(decide({ ...red, failedHeads: 3 })).toMatchObject({ act: 'escalate' });
    expect(decide({ ...red, headAt: minutes(-6 * 60) })).toMatchObject({ act: 'escalate' });
    expect(decide({ ...red, ...handedOver, failedHeads: 3 })).toMatchObject({ act: 'wait', on: 'person' });
  });
});

describe('the line before a branch', () => {
  const conflicting = (number: number, more: Partial<PullRequest> = {}) =>
    aPullRequest({ number, mergeable: 'CONFLICTING', ...more });

  it('lets the one go first that is next to land', () => {
    const reviewed = conflicting(140, { unresolvedThreads: 1 });
    expect(nextInLine([reviewed, conflicting(142), conflicting(141), aPullRequest({ number: 1 })], NOW)).toBe(
      141,
    );
  });

  it('waits for the one that was asked, until an hour has gone by without a commit', () => {
    const waiting = (at: Date) => conflicting(142, { history: [asked('ask-conflict', { at })] });
    expect(nextInLine([conflicting(141), waiting(minutes(-59))], NOW)).toBe(142);
    expect(nextInLine([conflicting(141), waiting(minutes(-60))], NOW)).toBe(141);
    // GitHub is reckoning anew, after another merge.
    expect(nextInLine([conflicting(141), { ...waiting(minutes(-59)), mergeable: 'UNKNOWN' }], NOW)).toBe(142);
    expect(nextInLine([conflicting(141), { ...waiting(minutes(-59)), mergeable: 'MERGEABLE' }], NOW)).toBe(
      141,
    );
  });

  it('passes by those that wait for a person, drafts and forks', () => {
    const aside = [
      conflicting(1, handedOver),
      conflicting(2, { draft: true }),
      conflicting(3, { fork: true }),
    ];
    expect(nextInLine(aside, NOW)).toBeNull();
  });
});
