import { describe, expect, test } from 'vitest';
import { type RepoStatus, repoStatus, worstFirst } from '../../src/domain/status.js';
import { aChild, anEpic, aPullRequest, closed, feature, unseen } from '../support/builders/epics.js';
import { aRepo } from '../support/builders/repos.js';

const conflicting = { pullRequest: aPullRequest({ mergeable: 'CONFLICTING' }), dispatch: 'started' as const };
const underWay = { issue: { dispatch: 'started' as const } };

describe('a repository’s status', () => {
  test('sums up its open epics', () => {
    const one = anEpic({ a: [aChild(1), aChild(2, underWay), aChild(3, { issue: conflicting })] });
    const two = anEpic({ a: [aChild(4), aChild(5)] }, { number: 127 });
    const over = anEpic({ a: [aChild(6)] }, { number: 133, open: false });
    expect(repoStatus(aRepo({ epics: [one, two, over] }))).toMatchObject({
      ready: 3,
      inFlight: 1,
      stuck: 1,
      epics: [118, 127],
    });
  });

  test('tells of each child where it stands and why', () => {
    const epic = anEpic({
      a: [aChild(1, closed), aChild(2, { issue: conflicting })],
      b: [aChild(3), aChild(4, unseen)],
    });
    const [status] = repoStatus(aRepo({ epics: [epic] })).epicStatus;
    expect(status).toMatchObject({
      done: 1,
      total: 4,
      stuck: [
        {
          pullRequest: 140,
          child: 2,
          why: 'conflicts with epic/118-mcp-daemon',
          next: 'ask the agent to fix the conflict',
        },
      ],
      children: [
        { number: 1, state: 'done', phase: 1 },
        { number: 2, state: 'stuck', phase: 1, pullRequest: 140 },
        { number: 3, state: 'later', why: 'phase 1 is not closed', phase: 2 },
        { number: 4, state: 'unseen', title: '', phase: 2 },
      ],
    });
  });
});

describe('the next click', () => {
  test.each([
    ['its checklist names no issue yet', anEpic({})],
    ['every child is done: merge its branch', anEpic({ a: [aChild(1, closed)] })],
    ['create the branch epic/118-… to dispatch into', anEpic({ a: [aChild(1)] }, { branch: null })],
    ['`/epic dispatch core #118` (2 tasks)', anEpic({ a: [aChild(1), aChild(2)] })],
    ['`/epic dispatch core #118` (1 task)', anEpic({ a: [aChild(1), aChild(2, feature)] })],
    ['the code owner starts #2, #3', anEpic({ a: [aChild(2, feature), aChild(3, feature)] })],
    ['#2 is stuck: conflicts with epic/118-mcp-daemon', anEpic({ a: [aChild(2, { issue: conflicting })] })],
    ['nothing to click: agents are at work', anEpic({ a: [aChild(1, underWay)] })],
  ])('of an epic is: %s', (click, epic) => {
    expect(repoStatus(aRepo({ epics: [epic] })).epicStatus[0]?.nextClick).toBe(click);
  });

  test('of a repository is that of the epic where most waits for a click', () => {
    const busy = anEpic({ a: [aChild(1, underWay)] }, { number: 1 });
    const waiting = anEpic({ a: [aChild(2, feature)] }, { number: 2 });
    const ready = anEpic({ a: [aChild(3)] }, { number: 3 });
    const clickOf = (...epics: (typeof busy)[]) => repoStatus(aRepo({ epics })).nextClick;
    expect(clickOf(busy, waiting, ready)).toBe('`/epic dispatch core #3` (1 task)');
    expect(clickOf(busy, waiting)).toBe('the code owner starts #2');
    expect(clickOf(busy)).toBe('nothing to click: agents are at work');
  });

  test.each([
    ['2 audits wait to become issues', ['[Audit] a', '[Audit] b']],
    ['1 audit waits to become issues', ['[Audit] a', 'fix: b']],
    ['2 issues wait to be grouped into epics', ['fix: a', 'fix: b']],
    ['nothing to do', []],
  ])('of a repository without epics is: %s', (click, titles) => {
    const openIssues = titles.map((title) => ({ title, labels: [], authorAssociation: 'MEMBER', number: 1 }));
    expect(repoStatus(aRepo({ openIssues })).nextClick).toBe(click);
  });
});

test('the worst repository comes first: most stuck, most READY, most open, then by name', () => {
  const repo = (name: string, more: Partial<RepoStatus>): RepoStatus => ({
    ...repoStatus(aRepo({ name })),
    ...more,
  });
  const repos = [
    repo('b', { open: 5 }),
    repo('a', { open: 5 }),
    repo('open', { open: 9 }),
    repo('ready', { ready: 1 }),
    repo('stuck', { stuck: 1 }),
  ];
  expect(worstFirst(repos).map(({ name }) => name)).toEqual(['stuck', 'ready', 'open', 'a', 'b']);
});
