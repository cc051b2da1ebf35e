import { describe, expect, test } from 'vitest';
import { quiet, wild } from '../../../sandbox/behaviour.js';
import { enableAutoMerge } from '../../../sandbox/github/acts/auto-merge.js';
import { addLabel } from '../../../sandbox/github/acts/labels.js';
import type { Issue } from '../../../sandbox/github/model.js';
import { mayWrite } from '../../../sandbox/github/world.js';
import { aPull, person, pullOf, repoOf } from '../github/people.js';
import { aTown, busy, childOf, HOUR, happened, MINUTE, newPulls, sessionFor } from './town.js';

/** From nine to just before eleven: the chances of ten o'clock have been taken. */
const TWO_HOURS = 2 * HOUR - MINUTE;

describe('a person', () => {
  test('closes a child of an epic by hand', async () => {
    const town = await aTown(busy({ closeChild: 1 }));
    await town.clock.advanceBy(TWO_HOURS);
    expect(happened(town, 'closed')).toMatchObject([{ by: { login: 'mirela' }, subject: { kind: 'Issue' } }]);
  });

  test('opens a closed child again', async () => {
    const town = await aTown(busy({ reopenChild: 1 }));
    await town.clock.advanceBy(TWO_HOURS);
    expect(happened(town, 'reopened')).toMatchObject([{ subject: { stateReason: 'REOPENED' } }]);
  });

  test('force-pushes a pull request of the agent', async () => {
    const town = await aTown(busy({ forcePush: 1 }));
    await town.clock.advanceBy(TWO_HOURS);
    expect(happened(town, 'pushed')).toMatchObject([{ forced: true, by: { login: 'mirela' } }]);
  });

  test('closes a pull request unmerged', async () => {
    const town = await aTown(busy({ closePull: 1 }));
    await town.clock.advanceBy(TWO_HOURS);
    expect(happened(town, 'closed')).toMatchObject([{ subject: { kind: 'PullRequest', state: 'CLOSED' } }]);
  });

  test('leads a pull request into the default branch', async () => {
    const town = await aTown(busy({ retarget: 1 }));
    await town.clock.advanceBy(TWO_HOURS);
    expect(happened(town, 'retargeted')).toMatchObject([
      { from: expect.stringMatching(/^epic\//), pullRequest: { baseRefName: 'dev' } },
    ]);
  });

  test('edits the midst of a checklist: a line more, or a tick less', async () => {
    const town = await aTown(busy({ editEpic: 1 }));
    const before = new Map([...repoOf(town).issues.values()].map((issue) => [issue, issue.body]));
    await town.clock.advanceBy(10 * HOUR);
    const kinds = new Set<string>();
    for (const { subject } of happened(town, 'edited')) {
      const [old, now] = [before.get(subject as Issue)?.split('\n') ?? [], subject.body.split('\n')];
      kinds.add(now.length > old.length ? 'line' : 'tick');
      expect(subject.title).toMatch(/^epic\(/);
    }
    expect([...kinds].sort()).toEqual(['line', 'tick']);
  });

  test('tells the bot what to do, whether or not she may write', async () => {
    const town = await aTown(busy({ instruct: 1 }));
    await town.clock.advanceBy(10 * HOUR);
    const authors = happened(town, 'commented').map(({ comment }) => comment.author.login);
    expect([...new Set(authors)].sort()).toEqual(['mirela', 'passer-by']);
  });

  test('names another child on a pull request, which leaves a reference there', async () => {
    const town = await aTown(busy({ mention: 1 }));
    await town.clock.advanceBy(TWO_HOURS);
    const comments = happened(town, 'commented');
    expect(comments).toHaveLength(1);
    for (const { subject, comment } of comments) {
      const other = childOf(town, Number(/#(\d+)/.exec(comment.body)?.[1]));
      expect(other.events.at(-1)).toMatchObject({ type: 'CrossReferencedEvent', willCloseTarget: false });
      expect(other.events.at(-1)).toMatchObject({ source: subject });
      expect(subject.kind === 'PullRequest' && subject.refersTo.includes(other)).toBe(false);
    }
  });

  test('switches auto-merge off', async () => {
    const town = await aTown(busy({ disarm: 1 }));
    const pull = aPull(town, { green: false });
    pull.isDraft = true;
    enableAutoMerge(town.world, pull, { by: person(town), method: 'SQUASH' });
    await town.clock.advanceBy(TWO_HOURS);
    expect(pull.autoMerge).toBeNull();
    expect(happened(town, 'auto-merge-disabled')).toMatchObject([{ by: { login: 'mirela' } }]);
  });

  test('does a child herself and merges it by hand, which closes it', async () => {
    const town = await aTown(busy({ takeOver: 1 }));
    await town.clock.advanceTo(new Date('2026-02-04T16:00:00Z'));
    const merged = happened(town, 'merged').map(({ pullRequest }) => pullRequest);
    expect(merged.length).toBeGreaterThan(0);
    for (const { mergedBy, refersTo, baseRefName } of merged) {
      expect(mergedBy?.login).toBe('mirela');
      expect(refersTo[0]).toMatchObject({ state: 'CLOSED', assignees: [{ login: 'mirela' }] });
      expect(baseRefName).toMatch(/^epic\//);
    }
  });

  test('takes needs-intervention off after some hours', async () => {
    const town = await aTown(busy({ unlabel: 1 }));
    const pull = pullOf(town, 321);
    addLabel(town.world, pull, { name: 'needs-intervention', session: sessionFor(town) });
    await town.clock.advanceBy(2 * HOUR - MINUTE);
    expect(pull.labels.map(({ name }) => name)).toContain('needs-intervention');
    await town.clock.advanceBy(6 * HOUR + MINUTE);
    expect(pull.labels.map(({ name }) => name)).not.toContain('needs-intervention');
  });
});

test('a stranger says that a fork fixes a child', async () => {
  const town = await aTown(busy({ fork: 1 }));
  await town.clock.advanceBy(TWO_HOURS);
  const [pull] = newPulls(town);
  const child = pull?.refersTo[0];
  expect(pull).toMatchObject({
    isFork: true,
    author: { login: 'passer-by' },
    body: `Fixes #${child?.number}`,
  });
  expect(child?.state).toBe('OPEN');
  expect(pull && mayWrite(pull.repo, pull.author)).toBe(false);
});

test('nobody is about at night, and nobody at all in a quiet world', async () => {
  const night = await aTown(busy({ closeChild: 1 }));
  await night.clock.advanceTo(new Date('2026-02-04T21:00:00Z'));
  const evening = happened(night, 'closed').length;
  await night.clock.advanceTo(new Date('2026-02-05T06:59:00Z'));
  expect(happened(night, 'closed')).toHaveLength(evening);
  const silent = await aTown();
  await silent.clock.advanceBy(48 * HOUR);
  expect(silent.seen).toEqual([]);
  expect(silent.clock.nextAt()).toBeUndefined();
  expect(silent.world.account('mirela')).toBeUndefined();
});

test('shares are read when they count: people can be sent home', async () => {
  const people = { ...wild.people };
  const town = await aTown({ people });
  await town.clock.advanceBy(10 * HOUR);
  expect(town.seen.length).toBeGreaterThan(0);
  Object.assign(people, quiet.people);
  await town.clock.advanceBy(13 * HOUR);
  const before = town.seen.length;
  await town.clock.advanceBy(48 * HOUR);
  expect(town.seen).toHaveLength(before);
});
