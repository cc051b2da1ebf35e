import { expect, it } from 'vitest';
import { editConversation, reopenIssue } from '../../sandbox/github/acts/issues.js';
import { mergePullRequest } from '../../sandbox/github/acts/merge.js';
import { resolveThread } from '../../sandbox/github/acts/reviews.js';
import { closePullRequest } from '../../sandbox/github/acts/states.js';
import { compare } from '../../sandbox/github/history.js';
import { carryOn } from '../../src/flows/carry-on.js';
import { approve } from '../../src/flows/decide.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { proposalStates, saveProposal } from '../../src/store/proposals.js';
import { changePaused } from '../../src/store/settings.js';
import { aClick } from '../support/builders/context.js';
import { anEngine, type Engine } from '../support/builders/engine.js';
import { aScene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { dispatchOf } from '../support/world-watch.js';

function found<T>(thing: T | undefined | null): T {
  if (thing === undefined || thing === null) throw new Error('The world has no such thing.');
  return thing;
}
const w = (e: { world: Engine['world'] }) => e.world.github.world;
const by = (e: { world: Engine['world'] }) => found(w(e).account('Snider'));
const ALL = { all: true, repos: [] };
const NONE = { all: false, repos: [] };
const scene = async (open: Parameters<typeof aScene>[0]) => {
  const e = (await aScene(open)) as Engine;
  const { settings } = e.bot.context;
  Object.assign(settings, { cadence: { ...settings.cadence, workdays: [] } });
  return e;
};
const rewrite = (e: Engine, epic: number, change: (body: string) => string) =>
  editConversation(w(e), e.people.issue(epic), { body: change(e.people.issue(epic).body), by: by(e) });
const read = async (e: Engine) => {
  await e.seconds(180);
  await sync(e.bot.context);
};

onOneDatabase('a single issue that became a child of a later phase', (open) => {
  const intoPhase2 = (e: Engine) =>
    rewrite(e, 118, (body) => body.replace('- [ ] #120', '- [ ] #112 - fix(doctor): moved here\n- [ ] #120'));

  it('is not approved from an old message', async () => {
    const e = await scene(open);
    const id = await e.propose(112);
    intoPhase2(e);
    await read(e);
    expect(await approve(e.bot.context, aClick(id))).toContain('#112 became a child of #118');
    await e.seconds(60);
    expect(dispatchOf(w(e), 112)).toEqual({ labels: 0, comments: 0 });
  });

  it('is not sent, when it became one after the approval', async () => {
    const e = await scene(open);
    const id = await e.approved(112);
    await changePaused(e.db, () => ALL);
    intoPhase2(e);
    await read(e);
    await changePaused(e.db, () => NONE);
    await e.seconds(150);
    await tick(e.bot.context);
    expect(dispatchOf(w(e), 112)).toEqual({ labels: 0, comments: 0 });
    expect((await proposalStates(e.db, [id])).get(id)?.actions[0]?.note).toBe('it became a child of #118');
  });
});

onOneDatabase('a child that is listed twice', (open) => {
  const twice = (e: Engine) =>
    rewrite(e, 133, (body) =>
      body.replace('- [ ] #138', '- [ ] https://github.com/dappcore/core/issues/137\n- [ ] #138'),
    );

  it('is one child, and goes out once', async () => {
    const e = await scene(open);
    twice(e);
    await read(e);
    const id = await e.propose(133);
    expect(await approve(e.bot.context, aClick(id))).toBeNull();
    await e.seconds(60);
    expect(dispatchOf(w(e), 137)).toEqual({ labels: 1, comments: 1 });
  });

  it('holds up no other epic in auto mode', async () => {
    const e = await anEngine(open, 'auto');
    twice(e);
    await read(e);
    await carryOn(e.bot.context);
    await e.seconds(120);
    await tick(e.bot.context);
    expect(e.bot.failures).toEqual([]);
    expect(dispatchOf(w(e), 119).labels).toBe(1);
  });
});

onOneDatabase('a child of two epics', (open) => {
  it('waits for the phase of each of them', async () => {
    const e = await scene(open);
    rewrite(e, 127, (body) => body.replace('- [ ] #129', '- [ ] #119 - also here\n- [ ] #129'));
    await read(e);
    await expect(e.propose(119)).rejects.toThrow('Nothing of core #119 is ready');
  });

  it('is not sent when the other epic took it in after the approval', async () => {
    const e = await scene(open);
    const id = await e.approved(119);
    await changePaused(e.db, () => ALL);
    rewrite(e, 127, (body) => body.replace('- [ ] #129', '- [ ] #119 - also here\n- [ ] #129'));
    await read(e);
    await changePaused(e.db, () => NONE);
    await e.seconds(150);
    await tick(e.bot.context);
    expect(dispatchOf(w(e), 119).labels).toBe(0);
    expect((await proposalStates(e.db, [id])).get(id)?.actions[0]?.note).toMatch(/^phase \d of #127 is open/);
  });
});

onOneDatabase('a child of phase 2', (open) => {
  it('is held back when phase 1 was opened again within the time for Undo', async () => {
    const e = await scene(open);
    await e.approved(133);
    reopenIssue(w(e), e.people.issue(134), { by: by(e) });
    await e.seconds(60);
    expect([dispatchOf(w(e), 137), dispatchOf(w(e), 138)]).toEqual([
      { labels: 0, comments: 0 },
      { labels: 0, comments: 0 },
    ]);
  });

  it('is held back when phase 1 was opened again while GitHub could not be read for hours', async () => {
    const e = await scene(open);
    const id = await e.propose(133);
    w(e).faults.add({ kind: 'status', status: 502, match: { path: 'PullRequests' }, times: 999 });
    reopenIssue(w(e), e.people.issue(134), { by: by(e) });
    for (let n = 0; n < 30; n++) {
      await e.seconds(360);
      await tick(e.bot.context);
    }
    await approve(e.bot.context, aClick(id));
    await e.seconds(60);
    expect(dispatchOf(w(e), 137).labels).toBe(0);
  });
});

onOneDatabase('a first attempt that was shown twice', (open) => {
  it('is stale once the other one has come to nothing: this would be a second task', async () => {
    const e = await scene(open);
    const first = await e.propose(112);
    const shown = found((await proposalStates(e.db, [first])).get(first)).proposal.shown;
    const now = e.world.clock.now();
    const expiresAt = new Date(now.getTime() + 12 * 3_600_000);
    const other = await saveProposal(e.db, { ...shown, why: 'shown in the morning' }, { now, expiresAt });
    expect(await approve(e.bot.context, aClick(first))).toBeNull();
    for (let n = 0; n < 40; n++) {
      await e.seconds(150);
      await tick(e.bot.context);
    }
    expect(dispatchOf(w(e), 112).labels).toBe(1);
    const pull = [...e.people.repo().pullRequests.values()].find(({ headRefName }) =>
      headRefName.includes('112'),
    );
    closePullRequest(w(e), found(pull), { by: by(e) });
    e.people.unlabel(112, 'Snider');
    await e.seconds(180);
    await tick(e.bot.context);
    expect(await approve(e.bot.context, aClick(other))).toContain('#112 was handed out, to no end,');
    await e.seconds(60);
    expect(dispatchOf(w(e), 112).labels).toBe(1);
    const again = await e.propose(112);
    expect((await proposalStates(e.db, [again])).get(again)?.proposal.shown.retry).toBe(true);
  });
});

onOneDatabase('what auto mode decided and has not done', (open) => {
  /** The next process reads a team file in which the repository is no longer `auto`. */
  const switchedOff = async (e: Engine) => {
    await changePaused(e.db, () => ALL);
    const settings = { ...e.bot.context.settings, modeOf: () => 'approve' as const };
    const next = await e.another({ settings });
    e.bot.die();
    await e.seconds(3_600);
    await changePaused(e.db, () => NONE);
    for (let n = 0; n < 4; n++) {
      await tick(next.context);
      await e.seconds(150);
    }
  };

  it('is not dispatched once the repository is off auto', async () => {
    const e = await anEngine(open, 'auto');
    await sync(e.bot.context);
    w(e).faults.add({ kind: 'secondary-limit', match: { path: '/comments' }, times: 50 });
    await tick(e.bot.context);
    expect(await e.actions(119)).toHaveLength(1);
    w(e).faults.clear();
    await switchedOff(e);
    expect(dispatchOf(w(e), 119).labels).toBe(0);
  });

  it('is not merged into the default branch once the repository is off auto', async () => {
    const e = await anEngine(open, 'auto');
    const pull = found(e.people.repo().pullRequests.get(324));
    for (const thread of pull.threads) resolveThread(w(e), pull, { thread, by: by(e) });
    mergePullRequest(w(e), pull, { by: by(e), method: 'SQUASH' });
    for (let n = 0; n < 6 && (await e.acts('merge-epic', 301)).length === 0; n++) {
      await e.decide();
      if ((await e.acts('merge-epic', 301)).length === 0) await e.perform();
      await e.seconds(60);
    }
    expect((await e.acts('merge-epic', 301)).map(({ status }) => status)).toEqual(['due']);
    const sha = found(e.people.repo().branches.get('epic/301-release-pipeline')).oid;
    await switchedOff(e);
    const dev = found(e.people.repo().branches.get('dev')).oid;
    expect(compare(e.people.repo(), { base: dev, head: sha }).aheadBy).not.toBe(0);
  });
});
