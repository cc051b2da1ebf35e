import { beforeEach, describe, expect, it } from 'vitest';
import { closeIssue, editConversation, reopenIssue } from '../../sandbox/github/acts/issues.js';
import { mergePullRequest } from '../../sandbox/github/acts/merge.js';
import { pushToBranch } from '../../sandbox/github/acts/pushes.js';
import { resolveThread } from '../../sandbox/github/acts/reviews.js';
import type { WorldEvent } from '../../sandbox/github/events.js';
import { compare } from '../../sandbox/github/history.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import { isRetry, nextChildren } from '../../src/domain/epic.js';
import { loadFacts } from '../../src/store/facts.js';
import { listRepos } from '../../src/store/repos.js';
import { changePaused } from '../../src/store/settings.js';
import { anEngine, type Engine, justBefore } from '../support/builders/engine.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { requestsAt, type SeenRequest } from '../support/world-watch.js';

/** Of the seed: an epic of which one child is left, whose pull request has two open threads. */
const [EPIC, CHILD, PULL] = [301, 313, 324];
const BRANCH = 'epic/301-release-pipeline';
const LOST = ['status-after', 'drop-after'] as const;

onOneDatabase('an act on an epic', (open) => {
  let engine: Engine;
  let seen: SeenRequest[];
  let events: WorldEvent[];

  const github = () => engine.world.github.world;
  const repo = () => engine.people.repo();
  const epic = () => engine.people.issue(EPIC);
  const child = () => engine.people.issue(CHILD);
  const snider = () => found(github().account('Snider'));
  const branch = (name: string) => found(repo().branches.get(name));
  const closings = (number: number) =>
    events.filter((event) => event.type === 'closed' && event.subject.number === number).length;
  const edits = () => events.filter((event) => event.type === 'edited' && event.subject === epic()).length;
  const deletions = () =>
    events.filter((event) => event.type === 'branch-deleted' && event.branch.name === BRANCH).length;
  const merges = () => seen.filter(({ path }) => path.endsWith('/merges')).length;
  const arrived = (oid: string) => compare(repo(), { base: branch('dev').oid, head: oid }).aheadBy === 0;
  const commit = (name: string, path: string) =>
    pushToBranch(github(), repo(), { branch: branch(name), paths: [path], by: snider() }).oid;
  const edit = (body: string) => editConversation(github(), epic(), { body, by: snider() });
  const ticked = (body: string) => body.replace(`- [ ] #${CHILD}`, `- [x] #${CHILD}`);
  const statuses = async (...about: Parameters<Engine['acts']>) =>
    (await engine.acts(...about)).map(({ status }) => status);
  /** Decides and performs until an act of that kind waits to be done. */
  const until = async (kind: Parameters<Engine['acts']>[0]) => {
    for (let n = 0; n < 6; n++) {
      await engine.decide();
      if ((await statuses(kind, EPIC)).includes('due')) return;
      await engine.perform();
      await engine.seconds(60);
    }
    throw new Error(`No ${kind} became due.`);
  };

  /** The last child's pull request is merged into the epic's branch: GitHub does not close the child for that. */
  beforeEach(async () => {
    engine = await anEngine(open, 'auto');
    const pull = found(repo().pullRequests.get(PULL));
    for (const thread of pull.threads) resolveThread(github(), pull, { thread, by: snider() });
    mergePullRequest(github(), pull, { by: snider(), method: 'SQUASH' });
    expect(child().state).toBe('OPEN');
    seen = requestsAt(github());
    events = [];
    github().on((event) => events.push(event));
  });

  it('closes a merged child and ticks it, merges, deletes and ends, each once', async () => {
    const [body, { oid }] = [epic().body, branch(BRANCH)];
    await engine.run(10);
    expect([child().state, epic().state, epic().body]).toEqual(['CLOSED', 'CLOSED', ticked(body)]);
    expect([closings(CHILD), edits(), merges(), deletions(), closings(EPIC)]).toEqual([1, 1, 1, 1, 1]);
    expect(arrived(oid)).toBe(true);
    expect(engine.bot.failures).toEqual([]);
  });

  const writes: [name: string, path: string, method: string][] = [
    ['the closing of a child', `/issues/${CHILD}`, 'PATCH'],
    ['the tick', `/issues/${EPIC}`, 'PATCH'],
    ['the merge', '/merges', 'POST'],
    ['the deletion of the branch', '/git/refs', 'DELETE'],
  ];
  const lost = writes.flatMap(([name, path, method]) =>
    LOST.map((kind) => [name, kind, { method, path }] as const),
  );

  const expectEachOnce = async (body: string) => {
    expect([child().state, epic().state, epic().body]).toEqual(['CLOSED', 'CLOSED', ticked(body)]);
    expect([closings(CHILD), edits(), merges(), deletions(), closings(EPIC)]).toEqual([1, 1, 1, 1, 1]);
    for (const kind of ['tick', 'merge-epic', 'delete-branch', 'close-epic'] as const)
      expect([kind, await statuses(kind, EPIC)]).toEqual([kind, ['done']]);
    expect(engine.bot.failures).toEqual([]);
  };

  it.each(lost)('has one effect when the answer to %s is lost (%s)', async (_, kind, match) => {
    const { body } = epic();
    github().faults.add({ kind, status: 502, match });
    await engine.run(12);
    await expectEachOnce(body);
  });

  it.each(LOST)('has one effect when the answer to the closing of the epic is lost (%s)', async (kind) => {
    const { body } = epic();
    github().on(({ type }) => {
      if (type !== 'branch-deleted' || repo().branches.has(BRANCH)) return;
      github().faults.add({ kind, status: 502, match: { method: 'PATCH', path: `/issues/${EPIC}` } });
    });
    await engine.run(12);
    await expectEachOnce(body);
  });

  it('outlasts an outage of hours and a refusal after it', async () => {
    const { body } = epic();
    const match = { method: 'PATCH', path: `/issues/${CHILD}` };
    github().faults.add({ kind: 'status', status: 502, match, times: 999 });
    await engine.run(5);
    await engine.run(20, 600);
    expect(child().state).toBe('OPEN');
    github().faults.clear();
    github().faults.add({ kind: 'status', status: 403, match });
    await engine.run(18, 1_800);
    await expectEachOnce(body);
  });

  it('leaves a child open that a person opened again, and offers it as a retry that needs a click', async () => {
    await engine.decide();
    await engine.perform();
    expect(child().state).toBe('CLOSED');
    await engine.seconds(60);
    reopenIssue(github(), child(), { by: snider() });
    const labels = child().events.length;
    await engine.run(5);
    expect([child().state, closings(CHILD), child().events.length]).toEqual(['OPEN', 1, labels]);
    const [facts] = await loadFacts(
      engine.db,
      (await listRepos(engine.db)).filter(({ name }) => name === 'core'),
    );
    const progress = found(facts?.epics.find(({ epic: { number } }) => number === EPIC));
    const { dispatch, retries } = nextChildren(progress);
    expect([dispatch.map(({ number }) => number), retries.map(({ number }) => number)]).toEqual([
      [],
      [CHILD],
    ]);
    expect(retries.every(({ issue }) => issue !== null && isRetry(issue))).toBe(true);
    expect(merges()).toBe(0);
  });

  it('leaves a child open that people closed and opened again themselves', async () => {
    closeIssue(github(), child(), { by: snider() });
    await engine.seconds(5);
    reopenIssue(github(), child(), { by: snider() });
    await engine.run(5);
    expect([child().state, closings(CHILD), merges()]).toEqual(['OPEN', 1, 0]);
  });

  describe('that ticks', () => {
    const words = '\r\nA person’s own words — «as they are»  \r\n\r\n- [ ] not a child\r\n';

    it('leaves what a person wrote after the decision byte for byte', async () => {
      await until('tick');
      edit(`${epic().body}${words}`);
      const body = epic().body;
      await engine.perform();
      expect(epic().body).toBe(ticked(body));
      expect(edits()).toBe(2);
    });

    it('ticks again what a person wrote over it, and leaves the person’s words byte for byte', async () => {
      await until('tick');
      const mine = `${epic().body}${words}`;
      let written = false;
      github().on((event) => {
        if (event.type === 'edited') written = true;
      });
      justBefore(
        github(),
        ({ operations }) => written && operations.some((name) => name.endsWith('Bodies')),
        () => edit(mine),
      );
      await engine.perform();
      expect(edits()).toBe(3);
      expect(epic().body).toBe(ticked(mine));
      expect(await statuses('tick', EPIC)).toEqual(['done']);
    });
  });

  describe('that brings the default branch into the branch', () => {
    const OTHER = 'epic/118-mcp-daemon';
    const brought = (oid: string) => compare(repo(), { base: branch(OTHER).oid, head: oid }).aheadBy === 0;
    const calls = () =>
      engine.world.desk.state.messages.filter(({ blocks }) =>
        JSON.stringify(blocks).includes(`conflicts with ${OTHER}`),
      ).length;
    const day = async () => {
      await engine.seconds(24 * 3_600);
      await engine.run(4);
    };
    /** Whatever is to be brought today is there. */
    beforeEach(() => engine.run(6));

    it('does so once a day, and only when there is something new', async () => {
      const today = commit('dev', 'new.go');
      await engine.run(5);
      expect(brought(today)).toBe(false);
      await day();
      const { oid } = branch(OTHER);
      expect([brought(today), repo().commits.get(oid)?.parents.length]).toEqual([true, 2]);
      await day();
      expect(branch(OTHER).oid).toBe(oid);
      expect(
        (await engine.acts('update-epic', 118)).map(({ status, note }) => [status, note]).slice(1),
      ).toEqual([
        ['done', null],
        ['done', 'nothing new'],
      ]);
      expect(engine.bot.failures).toEqual([]);
    });

    it.each(LOST)('has one effect when the answer is lost (%s)', async (kind) => {
      const oid = commit('dev', 'new.go');
      github().faults.add({ kind, status: 502, match: { method: 'POST', path: '/merges' } });
      const before = branch(OTHER).oid;
      await day();
      expect(brought(oid)).toBe(true);
      // One merge of what was there before with what is new, and none on top of it.
      expect(repo().commits.get(branch(OTHER).oid)?.parents).toEqual([before, oid]);
    });

    it('calls a person for a conflict once, however many days it stays', async () => {
      commit(OTHER, 'both.go');
      const oid = commit('dev', 'both.go');
      await day();
      await day();
      await day();
      expect([calls(), brought(oid)]).toEqual([1, false]);
    });
  });

  describe('that merges the branch', () => {
    it('is moot when the branch moved, and is decided anew for the new commit', async () => {
      await until('merge-epic');
      const late = commit(BRANCH, 'late.go');
      await engine.perform();
      expect([merges(), arrived(late)]).toEqual([0, false]);
      expect(await statuses('merge-epic', EPIC)).toEqual(['moot']);
      await engine.run(3);
      expect([merges(), arrived(late)]).toEqual([1, true]);
      expect((await engine.acts('merge-epic', EPIC)).map(({ status, headSha }) => [status, headSha])).toEqual(
        [
          ['moot', expect.not.stringContaining(late)],
          ['done', late],
        ],
      );
    });

    it('merges the commit that it looked at, though another comes before its write', async () => {
      await until('merge-epic');
      const decided = branch(BRANCH).oid;
      let late = '';
      justBefore(
        github(),
        ({ path }) => path.endsWith('/merges'),
        () => {
          late = commit(BRANCH, 'late.go');
        },
      );
      await engine.perform();
      expect([arrived(decided), arrived(late)]).toEqual([true, false]);
      expect(branch(BRANCH).oid).toBe(late);
      await engine.run(5);
      expect([arrived(late), epic().state]).toEqual([true, 'CLOSED']);
    });

    it('tells the code owner once when GitHub refuses the merge', async () => {
      const match = { method: 'POST', path: '/merges' };
      github().faults.add({ kind: 'status', status: 403, match, times: 99 });
      await engine.run(4);
      await engine.run(12, 600);
      const told = engine.world.desk.state.messages.filter(({ blocks }) =>
        JSON.stringify(blocks).includes('GitHub refuses to merge the epic’s branch'),
      );
      expect(told).toHaveLength(1);
      expect((await engine.acts('merge-epic', EPIC)).map(({ attempts }) => attempts > 2)).toEqual([true]);
      expect([deletions(), epic().state]).toEqual([0, 'OPEN']);
    });

    it('tells the code owner of a conflict once, not at every look', async () => {
      Object.assign(engine.bot.context.settings, { gatekeepers: [sandboxSlack.users.bodane] });
      commit('dev', 'both.go');
      commit(BRANCH, 'both.go');
      const told = () =>
        engine.world.desk.state.messages
          .map(({ channel, blocks }) => ({ channel, text: JSON.stringify(blocks) }))
          .filter(
            ({ channel, text }) => channel === sandboxSlack.channel && text.includes('conflicts with dev'),
          );
      await engine.run(12);
      expect(told()).toHaveLength(1);
      expect(told()[0]?.text).toContain(sandboxSlack.users.bodane);
      expect((await engine.acts('merge-epic', EPIC)).map(({ attempts }) => attempts)).toEqual([1]);
      expect([deletions(), epic().state]).toEqual([0, 'OPEN']);
    });

    it('tells of a refusal, too, when it told of a conflict before', async () => {
      commit('dev', 'both.go');
      commit(BRANCH, 'both.go');
      await engine.run(12);
      const match = { method: 'POST', path: '/merges' };
      github().faults.add({ kind: 'status', status: 403, match, times: -1 });
      await engine.run(7, 600);
      const told = engine.world.desk.state.messages.map(({ blocks }) => JSON.stringify(blocks));
      expect(told.filter((text) => text.includes('conflicts with dev'))).toHaveLength(1);
      expect(told.filter((text) => text.includes('GitHub refuses to merge'))).toHaveLength(1);
    });
  });

  describe('that deletes the branch', () => {
    it('leaves it when a commit came after the merge, until that has arrived too', async () => {
      await until('delete-branch');
      const late = commit(BRANCH, 'late.go');
      await engine.perform();
      expect([deletions(), await statuses('delete-branch', EPIC)]).toEqual([0, ['moot']]);
      await engine.run(5);
      expect([arrived(late), deletions(), epic().state]).toEqual([true, 1, 'CLOSED']);
    });

    it('leaves it when its commits are no longer in the default branch', async () => {
      const before = branch('dev').oid;
      await until('delete-branch');
      branch('dev').oid = before;
      await engine.perform();
      expect(deletions()).toBe(0);
      expect(branch(BRANCH)).toBeDefined();
    });
  });

  it.each([
    ['everything', { all: true, repos: [] }],
    ['the repository', { all: false, repos: ['dappcore/core'] }],
  ])('writes nothing at all while %s is paused, and goes on afterwards', async (_, paused) => {
    await engine.decide();
    await changePaused(engine.db, () => paused);
    await engine.run(4);
    const reads = ({ path }: SeenRequest) => path.endsWith('/graphql');
    expect(seen.filter((request) => request.method !== 'GET' && !reads(request))).toEqual([]);
    expect(
      events.filter(({ type }) => ['commented', 'closed', 'edited', 'merged', 'labeled'].includes(type)),
    ).toEqual([]);
    await changePaused(engine.db, () => ({ all: false, repos: [] }));
    await engine.run(8);
    expect([child().state, epic().state, closings(CHILD)]).toEqual(['CLOSED', 'CLOSED', 1]);
  });
});

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('The world has no such thing.');
  return thing;
}
