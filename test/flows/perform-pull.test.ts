import { beforeEach, describe, expect, it } from 'vitest';
import { disableAutoMerge } from '../../sandbox/github/acts/auto-merge.js';
import { completeChecks, headCommit } from '../../sandbox/github/acts/checks.js';
import { pushCommit, pushToBranch } from '../../sandbox/github/acts/pushes.js';
import { addReview } from '../../sandbox/github/acts/reviews.js';
import type { WorldEvent } from '../../sandbox/github/events.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import { INTERVENTIONS, NEEDS_INTERVENTION } from '../../src/domain/act.js';
import { tick } from '../../src/flows/tick.js';
import { anEngine, type Engine, justBefore } from '../support/builders/engine.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { requestsAt, type SeenRequest } from '../support/world-watch.js';

/** Of the seed: two that are ready to merge into one branch, one that conflicts, and one with two open threads. */
const [READY, NEXT, CONFLICTING, REVIEWED] = [321, 322, 323, 324];
const LOST = ['status-after', 'drop-after'] as const;
const requests = [
  ['ask-reviews', REVIEWED],
  ['ask-conflict', CONFLICTING],
] as const;
const lostRequests = requests.flatMap(([kind, number]) =>
  LOST.map((fault) => [kind, number, fault] as const),
);

onOneDatabase('an act on a pull request', (open) => {
  let engine: Engine;
  let seen: SeenRequest[];
  let events: WorldEvent[];

  const github = () => engine.world.github.world;
  const pull = (number: number) => {
    const found = engine.people.repo().pullRequests.get(number);
    if (!found) throw new Error(`The world has no pull request #${number}.`);
    return found;
  };
  const snider = () => {
    const account = github().account('Snider');
    if (!account) throw new Error('The world has no Snider.');
    return account;
  };
  const said = (number: number) => pull(number).comments.map(({ body }) => body);
  const push = (number: number) => pushCommit(github(), pull(number), { by: snider() });
  const green = (number: number) => completeChecks(github(), headCommit(pull(number)), 'SUCCESS');
  const happened = (type: WorldEvent['type']) => events.filter((event) => event.type === type).length;
  const resolved = (number: number) => pull(number).threads.map(({ isResolved }) => isResolved);
  const statuses = async (...about: Parameters<Engine['acts']>) =>
    (await engine.acts(...about)).map(({ status }) => status);
  const loseAnswer = (kind: (typeof LOST)[number], path: string) =>
    github().faults.add({ kind, status: 502, match: { path } });

  beforeEach(async () => {
    engine = await anEngine(open);
    seen = requestsAt(github());
    events = [];
    github().on((event) => events.push(event));
  });

  describe('that asks', () => {
    it.each(requests)('%s says its sentence once, however often the loop comes by', async (kind, number) => {
      await engine.run(5);
      expect(said(number)).toEqual([INTERVENTIONS[kind]]);
      expect(await statuses(kind, number)).toEqual(['done']);
      expect(engine.bot.failures).toEqual([]);
    });

    it.each(lostRequests)(
      '%s #%i after a lost answer (%s) leaves one comment',
      async (kind, number, fault) => {
        loseAnswer(fault, `/issues/${number}/comments`);
        await engine.decide();
        await engine.perform();
        expect(await statuses(kind, number)).toEqual(['sending']);
        await engine.run(4);
        expect(said(number)).toEqual([INTERVENTIONS[kind]]);
        const [act, ...others] = await engine.acts(kind, number);
        expect(others).toEqual([]);
        expect(act).toMatchObject({
          status: 'done',
          attempts: 2,
          commentId: pull(number).comments[0]?.nodeId,
        });
      },
    );

    it.each(requests)('%s is moot and writes nothing when the head moved', async (kind, number) => {
      await engine.decide();
      push(number);
      await engine.perform();
      expect(said(number)).toEqual([]);
      expect(await engine.acts(kind, number)).toMatchObject([{ status: 'moot', note: 'its head moved' }]);
    });

    it.each(requests)('%s writes one comment when two instances tick at once', async (kind, number) => {
      const other = await engine.another();
      Object.assign(other.context.settings, engine.bot.context.settings);
      await engine.decide();
      await Promise.all([tick(engine.bot.context), tick(other.context)]);
      await Promise.all([tick(other.context), tick(engine.bot.context)]);
      expect(said(number)).toEqual([INTERVENTIONS[kind]]);
      expect([...engine.bot.failures, ...other.failures]).toEqual([]);
    });
  });

  it('writes nothing to a pull request from a fork', async () => {
    for (const number of [READY, CONFLICTING, REVIEWED]) pull(number).isFork = true;
    await engine.run(3);
    for (const number of [READY, CONFLICTING, REVIEWED]) {
      expect([number, pull(number).state, said(number)]).toEqual([number, 'OPEN', []]);
      const about = new RegExp(`/(issues|pulls)/${number}(/|$)`);
      expect(seen.filter(({ method, path }) => method !== 'GET' && about.test(path))).toEqual([]);
    }
    expect(happened('thread-resolved')).toBe(0);
  });

  describe('that resolves threads', () => {
    /** Asked, and answered by a commit twelve minutes later, on which a reviewer then remarks one thing more. */
    const answered = async () => {
      await engine.decide();
      await engine.perform();
      await engine.seconds(12 * 60);
      push(REVIEWED);
      await engine.seconds(30);
      const [{ path } = { path: '' }] = pull(REVIEWED).threads;
      addReview(github(), pull(REVIEWED), { author: snider(), threads: [{ path, line: 3 }] });
    };

    it('resolves those older than the newest commit alone, and only once its checks are green', async () => {
      await answered();
      await engine.run(2);
      expect(resolved(REVIEWED)).toEqual([false, false, false]);
      green(REVIEWED);
      await engine.run(2);
      expect(resolved(REVIEWED)).toEqual([true, true, false]);
      expect(happened('thread-resolved')).toBe(2);
    });

    it('resolves none on a head whose checks fail', async () => {
      await answered();
      completeChecks(github(), headCommit(pull(REVIEWED)), 'FAILURE');
      await engine.run(3);
      expect(resolved(REVIEWED)).toEqual([false, false, false]);
    });

    it('resolves none when a commit comes between decision and act', async () => {
      await answered();
      green(REVIEWED);
      await engine.decide();
      expect(await statuses('resolve-threads', REVIEWED)).toEqual(['due']);
      push(REVIEWED);
      await engine.perform();
      expect(resolved(REVIEWED)).toEqual([false, false, false]);
      expect(await statuses('resolve-threads', REVIEWED)).toEqual(['moot']);
    });

    it.each(LOST)('resolves each once after a lost answer (%s)', async (fault) => {
      await answered();
      green(REVIEWED);
      loseAnswer(fault, 'ResolveThread');
      await engine.run(4);
      expect(resolved(REVIEWED)).toEqual([true, true, false]);
      expect(happened('thread-resolved')).toBe(2);
      expect(await statuses('resolve-threads', REVIEWED)).toEqual(['done']);
    });
  });

  describe('that merges', () => {
    const reviewed = () => Object.assign(pull(READY), { reviewDecision: 'REVIEW_REQUIRED' });

    it.each(LOST)('merges once after a lost answer (%s)', async (fault) => {
      loseAnswer(fault, `/pulls/${READY}/merge`);
      await engine.run(4);
      expect(pull(READY).state).toBe('MERGED');
      expect(seen.filter(({ path }) => path.endsWith(`/pulls/${READY}/merge`))).toHaveLength(1);
      expect(await statuses('merge', READY)).toEqual(['done']);
    });

    it('is moot when the head moved before it looked', async () => {
      await engine.decide();
      push(READY);
      green(READY);
      await engine.perform();
      expect(pull(READY).state).toBe('OPEN');
      expect(await engine.acts('merge', READY)).toMatchObject([{ status: 'moot', note: 'its head moved' }]);
    });

    it('does not merge a green commit pushed between its look and its write', async () => {
      await engine.decide();
      justBefore(
        github(),
        ({ path }) => path.endsWith(`/pulls/${READY}/merge`),
        () => {
          push(READY);
          green(READY);
        },
      );
      await engine.perform();
      expect(pull(READY).state).toBe('OPEN');
      expect(await statuses('merge', READY)).not.toContain('done');
    });

    it('enqueues where a merge queue rules the branch, once even after a lost answer', async () => {
      engine.people.repo().settings.mergeQueues.add(pull(READY).baseRefName);
      loseAnswer('drop-after', 'Enqueue');
      await engine.run(2);
      expect(seen.filter(({ path }) => path.endsWith('/merge'))).toEqual([]);
      await engine.run(4);
      const mine = events.filter((event) => event.type === 'enqueued' && event.pullRequest.number === READY);
      expect(mine).toHaveLength(1);
      expect(pull(READY).state).toBe('MERGED');
      expect(await statuses('enqueue', READY)).toEqual(['done']);
    });

    it('arms auto-merge once even after a lost answer', async () => {
      reviewed();
      loseAnswer('drop-after', 'ArmAutoMerge');
      await engine.run(4);
      expect(pull(READY).autoMerge).toMatchObject({ method: 'SQUASH' });
      expect(happened('auto-merge-enabled')).toBe(1);
      expect(await statuses('arm-auto-merge', READY)).toEqual(['done']);
    });

    it('leaves auto-merge off that a person switched off, until a new commit comes', async () => {
      reviewed();
      await engine.run(1);
      expect(pull(READY).autoMerge).not.toBeNull();
      disableAutoMerge(github(), pull(READY), { by: snider() });
      await engine.run(4);
      expect(pull(READY).autoMerge).toBeNull();
      expect(happened('auto-merge-enabled')).toBe(1);
      push(READY);
      green(READY);
      await engine.run(3, 6 * 60);
      expect(pull(READY).autoMerge).not.toBeNull();
    });
  });

  describe('that calls a person', () => {
    const HOUR = 61 * 60;
    const labelled = () =>
      events.filter((event) => event.type === 'labeled' && event.label.name === NEEDS_INTERVENTION);
    const told = () =>
      engine.world.desk.state.messages
        .map(({ channel, blocks }) => ({ channel, text: JSON.stringify(blocks) }))
        .filter(({ channel, text }) => channel === sandboxSlack.channel && text.includes(`#${CONFLICTING}`));

    /** Asked twice, an hour apart, with no commit in answer. */
    beforeEach(async () => {
      Object.assign(engine.bot.context.settings, { gatekeepers: [sandboxSlack.users.bodane] });
      await engine.run(2, HOUR);
      expect(said(CONFLICTING)).toEqual([INTERVENTIONS['ask-conflict'], INTERVENTIONS['ask-conflict']]);
      expect(told()).toEqual([]);
    });

    const expectOnce = async () => {
      expect(
        labelled().filter((event) => 'subject' in event && event.subject.number === CONFLICTING),
      ).toHaveLength(1);
      expect(told()).toHaveLength(1);
      expect(told()[0]?.text).toContain(sandboxSlack.users.bodane);
      expect(said(CONFLICTING)).toHaveLength(2);
      expect(await statuses('escalate', CONFLICTING)).toEqual(['done']);
    };

    it('labels it once and tells the code owner once', async () => {
      await engine.run(4);
      await expectOnce();
    });

    it.each(LOST)('does so once after a lost answer at the label (%s)', async (fault) => {
      loseAnswer(fault, `/issues/${CONFLICTING}/labels`);
      await engine.run(4);
      await expectOnce();
    });

    it('does so once after a lost answer at the message', async () => {
      engine.world.fault({
        target: 'slack',
        kind: 'drop-after',
        match: { method: 'chat.postMessage' },
        times: 2,
      });
      await engine.run(6);
      await expectOnce();
    });
  });

  it('asks about conflicts on one base one at a time', async () => {
    const repo = engine.people.repo();
    const branch = repo.branches.get(pull(READY).baseRefName);
    if (!branch) throw new Error('The world has no such branch.');
    const paths = [READY, NEXT].flatMap((number) =>
      pull(number)
        .files.slice(0, 1)
        .map(({ path }) => path),
    );
    pushToBranch(github(), repo, { branch, paths, by: snider() });
    await engine.run(4);
    expect([said(READY), said(NEXT)]).toEqual([[INTERVENTIONS['ask-conflict']], []]);
    pushCommit(github(), pull(READY), { by: snider(), mergedBase: true });
    await engine.run(3);
    expect([said(READY), said(NEXT)]).toEqual([
      [INTERVENTIONS['ask-conflict']],
      [INTERVENTIONS['ask-conflict']],
    ]);
  });
});
