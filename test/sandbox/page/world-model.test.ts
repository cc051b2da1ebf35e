import { describe, expect, it } from 'vitest';
import type { World, WorldIssue, WorldPullRequest } from '../../../sandbox/page/wire.js';
import { changesBetween, eventInWords, filterWorld, progressOf } from '../../../sandbox/page/world-model.js';

function issue(about: Partial<WorldIssue> = {}): WorldIssue {
  const lists = { labels: [], comments: [], reactions: [], events: [] };
  return { number: 119, title: 'fix(mcp): one', state: 'OPEN', body: '', ...lists, ...about };
}

function world(issues: WorldIssue[], pullRequests: WorldPullRequest[] = []): World {
  const about = { nameWithOwner: 'dappcore/core', defaultBranch: 'dev', language: 'Go' };
  const repo = { name: 'core', ...about, open: issues.length, audits: 0, epics: [], issues, pullRequests };
  return { now: '2026-02-04T09:00:00Z', repos: [repo], requests: { rest: 0, graphql: 0 } };
}

const pull: WorldPullRequest = {
  number: 320,
  title: 'one',
  state: 'OPEN',
  base: 'epic/118-mcp-daemon',
  head: 'one',
  author: 'Snider',
  linkedIssues: [119],
};

const comment = { id: 1, author: 'Snider', body: '', createdAt: '', reactions: ['EYES'] };

describe('changes', () => {
  it.each<[string, Partial<WorldIssue>, Partial<WorldIssue>, string[]]>([
    ['nothing', {}, {}, []],
    ['labels', { labels: ['a'] }, { labels: ['b', 'c'] }, ['labelled b, c', 'label a removed']],
    ['closing', {}, { state: 'CLOSED' }, ['closed']],
    ['reopening', { state: 'CLOSED' }, {}, ['reopened']],
    ['a ticked box', { body: '- [ ] #1' }, { body: '- [x] #1' }, ['a box ticked']],
    ['another body', { body: 'a' }, { body: 'b' }, ['body edited']],
    ['a comment and its reaction', {}, { comments: [comment] }, ['comment by Snider', 'reaction added']],
  ])('tell of %s', (_, before, after, what) => {
    const changes = changesBetween(world([issue(before)]), world([issue(after)]));
    expect(changes).toEqual(what.map((each) => ({ key: 'core#119', where: 'core#119', what: each })));
  });

  it('tell of new issues and pull requests, and of what becomes of them', () => {
    const opened = changesBetween(world([]), world([issue()], [pull]));
    expect(opened).toEqual([
      { key: 'core#119', where: 'core#119', what: 'opened: fix(mcp): one' },
      { key: 'core!320', where: 'core#320', what: 'pull request opened by Snider' },
    ]);
    const merged = changesBetween(world([], [pull]), world([], [{ ...pull, state: 'MERGED' }]));
    expect(merged.map(({ what }) => what)).toEqual(['merged']);
  });
});

describe('the filter', () => {
  const full = world([issue(), issue({ number: 120, state: 'CLOSED', labels: ['security'] })], [pull]);
  const numbers = (text: string, show: 'open' | 'all' | 'changed', changed: string[] = []) =>
    filterWorld(full, { text, show }, new Set(changed)).flatMap((repo) =>
      [...repo.issues, ...repo.pullRequests].map(({ number }) => number),
    );

  it('shows what is open, and what has just been closed', () => {
    expect(numbers('', 'open')).toEqual([119, 320]);
    expect(numbers('', 'open', ['core#120'])).toEqual([119, 120, 320]);
  });

  it('finds words in repo, number, title, state and labels, all of them', () => {
    expect(numbers('security core', 'all')).toEqual([120]);
    expect(numbers('#119 mcp', 'all')).toEqual([119]);
    expect(numbers('security mcp #119', 'all')).toEqual([]);
  });

  it('shows changes alone, and drops repos without any', () => {
    expect(numbers('', 'changed', ['core!320'])).toEqual([320]);
    expect(filterWorld(full, { text: '', show: 'changed' }, new Set())).toEqual([]);
  });

  it('keeps a repo in which nothing is open while nothing is being filtered', () => {
    expect(filterWorld(world([]), { text: '', show: 'open' }, new Set())).toHaveLength(1);
  });
});

it('counts the boxes that stand for issues', () => {
  expect(progressOf('- [x] #1 - a\n* [ ] core#2\n- [ ] no issue')).toEqual({ done: 1, all: 2 });
});

it('puts events into words, unknown ones too', () => {
  expect(eventInWords({ type: 'LabeledEvent', label: 'jules' })).toBe('added jules');
  expect(eventInWords({ type: 'ClosedEvent' })).toBe('closed this');
  expect(eventInWords({ type: 'PinnedEvent' })).toBe('pinned');
});
