import { beforeEach, expect, it } from 'vitest';
import { acts, auditLog } from '../../db/schema.js';
import { carryOn } from '../../src/flows/carry-on.js';
import { approve, undo } from '../../src/flows/decide.js';
import { pause, resume } from '../../src/flows/pause.js';
import { performActs } from '../../src/flows/perform.js';
import { proposeFor } from '../../src/flows/propose.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { unstick } from '../../src/flows/unstick.js';
import { pausedState } from '../../src/store/settings.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene, slackUserOf } from '../support/builders/scene.js';
import { aMember } from '../support/builders/team.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { dispatchOf, requestsAt, type SeenRequest } from '../support/world-watch.js';

const MUTATIONS = ['ResolveThread', 'ArmAutoMerge', 'Enqueue'];

/** Requests that change something on GitHub. GraphQL questions and an app's own token are POSTs too. */
function writes(seen: readonly SeenRequest[]): string[] {
  return seen
    .filter(({ method, path, operations }) =>
      path === '/graphql'
        ? operations.some((name) => MUTATIONS.includes(name))
        : method !== 'GET' && path.startsWith('/repos/'),
    )
    .map(({ method, path, operations }) => `${method} ${path}${operations.join()}`);
}

onOneDatabase('the kill switch', (open) => {
  let scene: Scene;
  const by = (name: Parameters<typeof aClick>[1] = 'Snider') => aClick('', name);
  const labels = (number: number, repo?: string) => dispatchOf(scene.world.github.world, number, repo).labels;
  const kinds = async (status: string) =>
    (await scene.db.select().from(acts))
      .filter((act) => act.status === status)
      .map(({ kind, subject }) => `${kind} ${subject}`)
      .sort();
  /** Ticks every minute for a while, as a bot does. */
  const live = async (minutes: number) => {
    for (let n = 0; n < minutes; n++) {
      await tick(scene.bot.context);
      await scene.seconds(60);
    }
  };

  beforeEach(async () => {
    const account = { repos: ['core', 'core-php'] };
    scene = await aScene(open, [
      aMember('Snider', { account }),
      aMember('bodane', { codeOwner: true, account: { repos: [] } }),
    ]);
    Object.assign(scene.bot.context.settings, {
      isCarried: (repo: string) => ['core', 'core-php'].includes(repo),
      // Nothing but what is asked for here is posted or offered.
      cadence: { ...scene.bot.context.settings.cadence, workdays: [] },
    });
    await sync(scene.bot.context);
  });

  it('stops every write: what is approved, what was decided, and what would be decided', async () => {
    const id = await scene.approved(119);
    await carryOn(scene.bot.context);
    const due = await kinds('due');
    expect(due.length).toBeGreaterThanOrEqual(4);
    const said = await pause(scene.bot.context, by(), null);
    expect(said).toBe(
      'Everything is paused: nothing is written to GitHub. What was approved waits. `/epic resume` goes on.',
    );
    const seen = requestsAt(scene.world.github.world);
    await performActs(scene.bot.context);
    await live(10);
    expect(seen.length).toBeGreaterThan(0);
    expect(writes(seen)).toEqual([]);
    expect(await kinds('due')).toEqual(due);
    expect(labels(119)).toBe(0);
    expect(await scene.status(id)).toMatchObject({ status: 'approved' });
    expect(await scene.pool()).toEqual({ used: 0, reserved: 1, left: 599 });
  });

  it('holds while it restarts, and as an approval that was taken back', async () => {
    const id = await scene.approved(119);
    await pause(scene.bot.context, by(), null);
    scene.bot.die();
    const again = await scene.another();
    const seen = requestsAt(scene.world.github.world);
    await tick(again.context);
    await scene.seconds(120);
    expect(writes(seen)).toEqual([]);
    expect(await undo(again.context, by())).toContain('do not know');
    expect(await undo(again.context, aClick(id))).toBeNull();
    await resume(again.context, by(), null);
    await tick(again.context);
    await scene.seconds(120);
    expect(labels(119)).toBe(0);
  });

  it('goes on at the next look, and has lost nothing', async () => {
    await scene.approved(119);
    await carryOn(scene.bot.context);
    const due = await kinds('due');
    await pause(scene.bot.context, by(), null);
    await live(5);
    expect(await resume(scene.bot.context, by('bodane'), null)).toBe('Everything goes on at the next look.');
    const seen = requestsAt(scene.world.github.world);
    await live(2);
    expect(dispatchOf(scene.world.github.world, 119)).toEqual({ labels: 1, comments: 1 });
    expect(writes(seen).length).toBeGreaterThan(2);
    const done = [...(await kinds('done')), ...(await kinds('moot'))];
    expect(due.filter((act) => !done.includes(act))).toEqual([]);
    expect(await scene.pool()).toEqual({ used: 1, reserved: 0, left: 599 });
    expect(scene.bot.failures).toEqual([]);
  });

  it('of one repository leaves the others going', async () => {
    const [php] = (await proposeFor(scene.bot.context, await anIssueOf('core-php'))).ids;
    await scene.approved(119);
    expect(await approve(scene.bot.context, aClick(php as string))).toBeNull();
    expect(await pause(scene.bot.context, by(), 'core')).toBe(
      'dappcore/core is paused: nothing is written to GitHub. What was approved waits. `/epic resume core` goes on.',
    );
    const seen = requestsAt(scene.world.github.world);
    await live(5);
    expect(writes(seen)).not.toEqual([]);
    expect(writes(seen).filter((one) => !one.includes('/repos/dappcore/core-php/'))).toEqual([]);
    expect(labels(119)).toBe(0);
    expect((await unstick(scene.bot.context, { repo: 'core', pullRequest: null })).paused).toBe(true);
    expect((await unstick(scene.bot.context, { repo: 'core-php', pullRequest: null })).paused).toBe(false);
    expect(await resume(scene.bot.context, by(), 'core')).toBe('dappcore/core goes on at the next look.');
    await live(2);
    expect(labels(119)).toBe(1);
  });

  it('is neither pulled nor let go by a stranger', async () => {
    for (const act of [pause, resume])
      await expect(act(scene.bot.context, by('passer-by'), null)).rejects.toThrow(
        'You are not an approver, so nothing was changed.',
      );
    expect(await pausedState(scene.db)).toEqual({ all: false, repos: [] });
    await pause(scene.bot.context, by(), null);
    await expect(resume(scene.bot.context, by('passer-by'), null)).rejects.toThrow('not an approver');
    await expect(resume(scene.bot.context, by('passer-by'), 'core')).rejects.toThrow('not an approver');
    expect(await pausedState(scene.db)).toEqual({ all: true, repos: [] });
  });

  it('is not let go by an approver whose Slack account was deleted, nor from another workspace', async () => {
    await pause(scene.bot.context, 'operator', null);
    await expect(resume(scene.bot.context, { ...by(), slackTeam: 'T0ELSEWHERE' }, null)).rejects.toThrow(
      'not an approver',
    );
    Object.assign(slackUserOf(scene.world, 'Snider'), { deleted: true });
    await expect(resume(scene.bot.context, by(), null)).rejects.toThrow('not an approver');
    expect((await pausedState(scene.db)).all).toBe(true);
    expect(await resume(scene.bot.context, 'operator', null)).toBe('Everything goes on at the next look.');
  });

  it('of everything is not let go for one repository alone, in words', async () => {
    await pause(scene.bot.context, by(), 'core');
    await pause(scene.bot.context, by(), null);
    await expect(resume(scene.bot.context, by(), 'core')).rejects.toMatchObject({
      message: 'Everything is paused, so one repository alone cannot go on.',
      hints: ['/epic resume'],
    });
    expect(await pausedState(scene.db)).toEqual({ all: true, repos: ['dappcore/core'] });
    await resume(scene.bot.context, by(), null);
    expect(await pausedState(scene.db)).toEqual({ all: false, repos: [] });
  });

  it('says so when nothing changes, and knows no repository that is not carried', async () => {
    expect(await resume(scene.bot.context, by(), null)).toBe('Everything is not paused.');
    expect(await resume(scene.bot.context, by(), 'core')).toBe('dappcore/core is not paused.');
    await pause(scene.bot.context, by(), 'core');
    expect(await pause(scene.bot.context, by(), 'dappcore/core')).toBe('dappcore/core is paused already.');
    await pause(scene.bot.context, by(), null);
    expect(await pause(scene.bot.context, by(), 'core-php')).toBe('dappcore/core-php is paused already.');
    await expect(pause(scene.bot.context, by(), 'nowhere')).rejects.toThrow();
  });

  it('refuses an approval meanwhile, sets nothing aside and leaves the proposal open', async () => {
    const id = await scene.propose(119);
    await pause(scene.bot.context, by(), 'core');
    expect(await approve(scene.bot.context, aClick(id))).toBe(
      'core is paused, so nothing was done and nothing spent. `/epic resume` first.',
    );
    expect(await scene.status(id)).toEqual({ status: 'open', reason: null });
    expect(await scene.pool()).toEqual({ used: 0, reserved: 0, left: 600 });
    await resume(scene.bot.context, by(), 'core');
    expect(await approve(scene.bot.context, aClick(id))).toBeNull();
    await scene.seconds(31);
    expect(labels(119)).toBe(1);
  });

  it('loses none of several that are pulled at once', async () => {
    const repos = ['core', 'core-php', 'core-mcp', 'core-api', 'core-admin', 'core-tenant'];
    scene.bot.context.settings.isCarried = (repo) => repos.includes(repo);
    await scene.seconds(180);
    await sync(scene.bot.context);
    await Promise.all(repos.map((name) => pause(scene.bot.context, by(), name)));
    expect((await pausedState(scene.db)).repos.sort()).toEqual(
      repos.map((name) => `dappcore/${name}`).sort(),
    );
    await Promise.all(repos.map((name) => resume(scene.bot.context, by(), name)));
    expect((await pausedState(scene.db)).repos).toEqual([]);
  });

  it('is written down with who pulled it', async () => {
    await pause(scene.bot.context, by(), 'core');
    await resume(scene.bot.context, by('bodane'), 'core');
    await pause(scene.bot.context, 'operator', null);
    const log = await scene.db.select().from(auditLog);
    expect(
      log
        .filter(({ event }) => ['paused', 'resumed'].includes(event))
        .map(({ actor, event, subject }) => [actor, event, subject]),
    ).toEqual([
      ['Snider', 'paused', 'dappcore/core'],
      ['bodane', 'resumed', 'dappcore/core'],
      ['operator', 'paused', 'everything'],
    ]);
  });

  /** An open issue of a repository that an agent may take as it is. */
  async function anIssueOf(repo: string) {
    for (const { number, state, title } of scene.people.repo(repo).issues.values())
      if (state === 'OPEN' && /^(fix|docs|test|chore|refactor)\(/.test(title)) return { repo, number };
    throw new Error(`The world has no such issue in ${repo}.`);
  }
});
