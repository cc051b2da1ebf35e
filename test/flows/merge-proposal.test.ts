import { and, desc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { acts, proposals } from '../../db/schema.js';
import { pushToBranch } from '../../sandbox/github/acts/pushes.js';
import { closePullRequest } from '../../sandbox/github/acts/states.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import type { Shown } from '../../src/domain/approval.js';
import { approve, skip, undo } from '../../src/flows/decide.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { dispatchOf, posts, requestsAt } from '../support/world-watch.js';

const EPIC = 301;
const BRANCH = 'epic/301-release-pipeline';
const FULL = { used: 0, reserved: 0, left: 600 };

onOneDatabase('what needs a click', (open) => {
  let scene: Scene;

  /** Ticks every 20 seconds for a while, as a bot does when GitHub tells it of things. */
  const live = async (minutes: number) => {
    for (let n = 0; n < minutes * 3; n++) {
      await tick(scene.bot.context);
      await scene.seconds(20);
    }
  };
  const mode = (which: 'approve' | 'auto') =>
    Object.assign(scene.bot.context.settings, {
      modeOf: () => which,
      // No reports: what is in the channel is what the loop itself offered.
      cadence: { ...scene.bot.context.settings.cadence, workdays: [] },
    });
  const closePull = (number: number) => {
    const pull = scene.people.repo().pullRequests.get(number);
    const by = scene.world.github.world.account('Snider');
    if (!pull || !by) throw new Error(`The world has no pull request #${number}.`);
    closePullRequest(scene.world.github.world, pull, { by });
  };
  const said = () =>
    scene.world.desk.state.messages.filter(({ channel }) => channel === sandboxSlack.channel);
  const look = async () => {
    await scene.seconds(5);
    await sync(scene.bot.context);
  };

  beforeEach(async () => {
    scene = await aScene(open);
    mode('approve');
  });

  describe('the merge of a finished epic', () => {
    let sha: string;
    const branch = (name: string) => scene.people.repo().branches.get(name);
    /** Somebody commits straight onto the epic's branch. */
    const push = () => {
      const { world } = scene.world.github;
      const [at, by] = [branch(BRANCH), world.account('Snider')];
      if (!at || !by) throw new Error('The world has no such branch or person.');
      return pushToBranch(world, scene.people.repo(), { branch: at, paths: ['late.go'], by }).oid;
    };
    const newest = async () => {
      const rows = await scene.db.select().from(proposals).orderBy(desc(proposals.createdAt));
      return rows.filter(({ shown }) => (shown as Shown).act === 'merge');
    };
    const offered = async () => {
      const [row, ...others] = await newest();
      expect(others).toEqual([]);
      if (!row) throw new Error('No merge was offered.');
      return row;
    };
    const mergeAct = async () => {
      const rows = await scene.db
        .select()
        .from(acts)
        .where(and(eq(acts.kind, 'merge-epic'), eq(acts.subject, EPIC)));
      return rows.map(({ status, headSha, approvedBy }) => ({ status, headSha, approvedBy }));
    };
    /** Whether the default branch contains a commit. */
    const contains = (oid: string) => {
      const { commits } = scene.people.repo();
      const [seen, next] = [new Set<string>(), [branch('dev')?.oid ?? '']];
      for (let at = next.pop(); at !== undefined; at = next.pop()) {
        if (seen.has(at)) continue;
        seen.add(at);
        next.push(...(commits.get(at)?.parents ?? []));
      }
      return seen.has(oid);
    };

    beforeEach(async () => {
      sha = branch(BRANCH)?.oid ?? '';
      scene.people.close(313);
      closePull(324);
      await look();
    });

    it('is offered once, with its branch and its commit, and nothing is merged without the click', async () => {
      await live(5);
      const { shown } = await offered();
      expect(shown).toMatchObject({
        act: 'merge',
        cost: 0,
        children: [],
        into: 'dev',
        epic: { number: EPIC, branch: BRANCH, branchSha: sha },
      });
      const about = said().filter(({ blocks }) => JSON.stringify(blocks).includes('Approve merge'));
      expect(about).toHaveLength(1);
      expect(JSON.stringify(about[0]?.blocks)).toContain(`merge \`${BRANCH}\` into \`dev\` · no task`);
      expect(contains(sha)).toBe(false);
      expect(await mergeAct()).toEqual([]);
    });

    it('is offered anew when nobody answers for a day, and the new buttons work', async () => {
      await live(1);
      const { id } = await offered();
      await scene.seconds(23 * 3_600);
      await live(1);
      expect(await offered()).toMatchObject({ id, status: 'open' });
      await scene.seconds(3_600);
      await live(1);
      const [fresh, old] = await newest();
      expect(old).toMatchObject({ id, status: 'expired' });
      const shown = said().filter(({ blocks }) => JSON.stringify(blocks).includes('Approve merge'));
      expect(shown).toHaveLength(1);
      expect(JSON.stringify(shown[0]?.blocks)).toContain(fresh?.id);
      expect(await approve(scene.bot.context, aClick(fresh?.id ?? ''))).toBeNull();
      await scene.seconds(31);
      expect(contains(sha)).toBe(true);
    });

    it('is left alone for a day after Skip', async () => {
      await live(1);
      const { id } = await offered();
      expect(await skip(scene.bot.context, aClick(id))).toBeNull();
      await scene.seconds(23 * 3_600);
      await live(1);
      expect(await offered()).toMatchObject({ id, status: 'skipped' });
      await scene.seconds(3_600);
      await live(1);
      expect((await newest()).map(({ status }) => status)).toEqual(['open', 'skipped']);
    });

    it('is not asked for while it waits for GitHub', async () => {
      await live(1);
      const { id } = await offered();
      scene.world.fault({
        kind: 'status',
        status: 502,
        match: { method: 'POST', path: '/merges' },
        times: -1,
      });
      await approve(scene.bot.context, aClick(id));
      await scene.seconds(26 * 3_600);
      await look();
      await live(1);
      expect(await offered()).toMatchObject({ id, status: 'approved' });
      expect((await mergeAct())[0]).toMatchObject({ status: 'sending' });
    });

    it('goes out 30 seconds after the click, for exactly that commit, and costs no task', async () => {
      await live(1);
      const { id } = await offered();
      const seen = requestsAt(scene.world.github.world);
      expect(await approve(scene.bot.context, aClick(id))).toBeNull();
      await scene.seconds(29);
      expect(posts(seen, '/merges')).toBe(0);
      expect(contains(sha)).toBe(false);
      await scene.seconds(2);
      expect(posts(seen, '/merges')).toBe(1);
      expect(contains(sha)).toBe(true);
      expect(await mergeAct()).toEqual([{ status: 'done', headSha: sha, approvedBy: 'Snider' }]);
      expect(await scene.pool()).toEqual(FULL);
      await live(10);
      expect(posts(seen, '/merges')).toBe(1);
      expect(branch(BRANCH)).toBeUndefined();
      expect(scene.people.issue(EPIC).state).toBe('CLOSED');
      expect(scene.bot.failures).toEqual([]);
    });

    it('counts once, whoever clicks again', async () => {
      await live(1);
      const { id } = await offered();
      await approve(scene.bot.context, aClick(id));
      expect(await approve(scene.bot.context, aClick(id, 'bodane'))).toBe(
        'This was already approved by Snider; nothing more was spent.',
      );
    });

    it('can be taken back for 30 seconds', async () => {
      await live(1);
      const { id } = await offered();
      await approve(scene.bot.context, aClick(id));
      await scene.seconds(20);
      expect(await undo(scene.bot.context, aClick(id, 'bodane'))).toBeNull();
      await live(10);
      expect(contains(sha)).toBe(false);
      expect(scene.people.issue(EPIC).state).toBe('OPEN');
      expect(await scene.status(id)).toMatchObject({ status: 'undone' });
    });

    it('is too late to take back when it went out', async () => {
      await live(1);
      const { id } = await offered();
      await approve(scene.bot.context, aClick(id));
      await scene.seconds(31);
      expect(await undo(scene.bot.context, aClick(id))).toContain(
        'Too late: its first steps are on GitHub already.',
      );
    });

    it('can be approved again after it was taken back', async () => {
      await live(1);
      const { id } = await offered();
      await approve(scene.bot.context, aClick(id));
      await undo(scene.bot.context, aClick(id));
      await live(1);
      const again = (await newest()).find(({ status }) => status === 'open');
      expect(again).toBeDefined();
      expect(await approve(scene.bot.context, aClick(again?.id ?? ''))).toBeNull();
      await scene.seconds(31);
      expect(contains(sha)).toBe(true);
    });

    it('is stale when the branch has moved before the click', async () => {
      await live(1);
      const { id } = await offered();
      push();
      await look();
      const why = `\`${BRANCH}\` moved since this was shown.`;
      expect(await approve(scene.bot.context, aClick(id))).toBe(`Not merged, nothing spent. ${why}`);
      expect(await scene.status(id)).toEqual({ status: 'stale', reason: why });
      await scene.seconds(60);
      expect(await mergeAct()).toEqual([]);
    });

    it('is stale when a child was opened again before the click', async () => {
      await live(1);
      const { id } = await offered();
      Object.assign(scene.people.edit(313), { state: 'OPEN', closedAt: null });
      await look();
      expect(await approve(scene.bot.context, aClick(id))).toBe(
        'Not merged, nothing spent. A child of the epic is open again.',
      );
      expect(await scene.status(id)).toMatchObject({ status: 'stale' });
      await scene.seconds(60);
      expect(contains(sha)).toBe(false);
    });

    it('does not go out when the branch has moved after the click, and the new commit is offered anew', async () => {
      await live(1);
      const { id } = await offered();
      await approve(scene.bot.context, aClick(id));
      const seen = requestsAt(scene.world.github.world);
      const late = push();
      await scene.seconds(31);
      expect(posts(seen, '/merges')).toBe(0);
      expect((await mergeAct())[0]).toMatchObject({ status: 'moot', headSha: sha });
      await look();
      await live(1);
      const fresh = (await newest()).filter(({ status }) => status === 'open');
      expect(fresh.map(({ shown }) => (shown as Shown).epic?.branchSha)).toEqual([late]);
      expect(contains(sha)).toBe(false);
    });

    it('does not go out when a child was opened again after the click', async () => {
      await live(1);
      const { id } = await offered();
      await approve(scene.bot.context, aClick(id));
      Object.assign(scene.people.edit(313), { state: 'OPEN', closedAt: null });
      await look();
      await scene.seconds(31);
      expect(contains(sha)).toBe(false);
    });

    it('is not a stranger’s to approve or to take back', async () => {
      await live(1);
      const { id } = await offered();
      expect(await approve(scene.bot.context, aClick(id, 'passer-by'))).toContain('You are not an approver');
      expect(await scene.status(id)).toMatchObject({ status: 'open' });
      await approve(scene.bot.context, aClick(id));
      expect(await undo(scene.bot.context, aClick(id, 'passer-by'))).toContain('You are not an approver');
      await scene.seconds(31);
      expect(contains(sha)).toBe(true);
    });

    it('needs no click in auto mode', async () => {
      mode('auto');
      await live(3);
      expect(await newest()).toEqual([]);
      expect(contains(sha)).toBe(true);
      expect(await mergeAct()).toEqual([{ status: 'done', headSha: sha, approvedBy: null }]);
    });
  });

  describe('in auto mode', () => {
    const labels = (number: number) => dispatchOf(scene.world.github.world, number).labels;
    const openFor = async (number: number) =>
      (await scene.db.select().from(proposals)).filter(
        ({ shown, status }) =>
          status === 'open' && (shown as Shown).children.some((child) => child.number === number),
      );
    /** #137 was handed out by hand and its pull request closed unmerged; a sibling has just moved the epic on. */
    const handedOutBefore = async () => {
      scene.people.label(137, 'Snider');
      for (let minute = 0; pullFor(137) === undefined && minute < 60; minute++) await scene.seconds(60);
      closePull(pullFor(137) ?? 0);
      scene.people.close(138);
      await look();
    };
    const pullFor = (number: number) =>
      [...scene.people.repo().pullRequests.values()].find(
        ({ state, headRefName }) => state === 'OPEN' && headRefName.startsWith(`jules/${number}-`),
      )?.number;

    it('dispatches what is READY by itself, once each, but never a feature', async () => {
      mode('auto');
      await live(3);
      for (const number of [119, 128, 137, 138, 307]) expect([number, labels(number)]).toEqual([number, 1]);
      for (const number of [136, 314, 315]) expect([number, labels(number)]).toEqual([number, 0]);
      expect(await scene.actions(136)).toSatisfy((rows: { status: string }[]) =>
        rows.every(({ status }) => status === 'proposed'),
      );
    });

    it('leaves a child that GitHub refuses to label to people, and comments on it once', async () => {
      mode('auto');
      const match = { method: 'POST', path: '/issues/119/labels' };
      scene.world.github.world.faults.add({ kind: 'status', status: 403, match, times: -1 });
      await live(10);
      const words = scene.people.issue(119).comments.filter(({ body }) => body.startsWith('Target branch'));
      expect([labels(119), words.length]).toEqual([0, 1]);
      expect((await scene.actions(119)).map(({ status }) => status)).toEqual(['failed']);
      expect(labels(128)).toBe(1);
      await scene.seconds(24 * 3_600);
      await live(2);
      expect((await scene.actions(119)).length).toBeGreaterThan(1);
    });

    it('offers a feature when its epic goes on, with the code owner’s name on it', async () => {
      mode('auto');
      scene.people.close(137);
      await look();
      await live(2);
      const [feature, ...others] = await openFor(136);
      expect(others).toEqual([]);
      expect(feature?.shown).toMatchObject({ needsCodeOwner: true });
      const about = said().filter(({ blocks }) => JSON.stringify(blocks).includes('code owner only'));
      expect(about).toHaveLength(1);
      expect(labels(136)).toBe(0);
    });

    it('offers a child that was handed out before instead of dispatching it', async () => {
      await handedOutBefore();
      mode('auto');
      await live(3);
      const [retry, ...others] = await openFor(137);
      expect(others).toEqual([]);
      expect(retry?.shown).toMatchObject({ retry: true, needsCodeOwner: false, cost: 1 });
      expect(labels(137)).toBe(1);
      const about = said().filter(({ blocks }) => JSON.stringify(blocks).includes('handed out before'));
      expect(about).toHaveLength(1);
    });

    it('takes the old label off an approved retry, and comments, labels and pays once', async () => {
      await handedOutBefore();
      mode('auto');
      await live(1);
      const before = await scene.pool();
      const [retry] = await openFor(137);
      const seen = requestsAt(scene.world.github.world);
      expect(await approve(scene.bot.context, aClick(retry?.id ?? ''))).toBeNull();
      await scene.seconds(29);
      expect(seen.filter(({ path }) => path.includes('/issues/137/'))).toEqual([]);
      await live(4);
      const about = seen.filter(({ method, path }) => method !== 'GET' && path.includes('/issues/137/'));
      expect(about.map(({ method, path }) => `${method} ${path.split('/137/')[1]}`)).toEqual([
        'DELETE labels/jules',
        'POST comments',
        'POST labels',
      ]);
      expect(dispatchOf(scene.world.github.world, 137)).toEqual({ labels: 2, comments: 1 });
      const rows = (await scene.actions(137)).filter(({ approvedBy }) => approvedBy === 'Snider');
      expect(rows).toHaveLength(1);
      expect(rows[0]?.labelEventId).not.toBeNull();
      const { used, reserved } = await scene.pool();
      expect([used, reserved]).toEqual([before.used + 1, 0]);
      expect(scene.bot.failures).toEqual([]);
    });
  });
});
