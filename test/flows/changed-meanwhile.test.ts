import { expect, it } from 'vitest';
import { proposals } from '../../db/schema.js';
import { createBranch, deleteBranch } from '../../sandbox/github/acts/branches.js';
import { closeIssue, editConversation, reopenIssue } from '../../sandbox/github/acts/issues.js';
import { mergePullRequest } from '../../sandbox/github/acts/merge.js';
import { pushToBranch } from '../../sandbox/github/acts/pushes.js';
import { resolveThread } from '../../sandbox/github/acts/reviews.js';
import { compare } from '../../sandbox/github/history.js';
import { makeBranch, makeCommit, makeIssue, makePullRequest } from '../../sandbox/github/make.js';
import { approve } from '../../src/flows/decide.js';
import { tick } from '../../src/flows/tick.js';
import { workOff } from '../../src/flows/work-off.js';
import type { GitHub } from '../../src/ports.js';
import { changePaused } from '../../src/store/settings.js';
import { saveTeam } from '../../src/store/team.js';
import { aClick } from '../support/builders/context.js';
import { anEngine, type Engine } from '../support/builders/engine.js';
import { aScene } from '../support/builders/scene.js';
import { aTeam } from '../support/builders/team.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { dispatchOf, requestsAt } from '../support/world-watch.js';

const [EPIC, CHILD, PULL] = [301, 313, 324];
const BRANCH = 'epic/301-release-pipeline';
function found<T>(thing: T | undefined | null): T {
  if (thing === undefined || thing === null) throw new Error('The world has no such thing.');
  return thing;
}
const w = (e: { world: Engine['world'] }) => e.world.github.world;
const by = (e: { world: Engine['world'] }) => found(w(e).account('Snider'));
const finished = (e: Engine) => {
  const pull = found(e.people.repo().pullRequests.get(PULL));
  for (const thread of pull.threads) resolveThread(w(e), pull, { thread, by: by(e) });
  mergePullRequest(w(e), pull, { by: by(e), method: 'SQUASH' });
};
const ALL = { all: true, repos: [] };
const NONE = { all: false, repos: [] };
async function until(
  e: Engine,
  kind: 'merge-epic' | 'delete-branch' | 'close-epic' | 'tick' | 'close-child',
) {
  for (let n = 0; n < 6; n++) {
    await e.decide();
    if ((await e.acts(kind, kind === 'close-child' ? CHILD : EPIC)).some(({ status }) => status === 'due'))
      return;
    await e.perform();
    await e.seconds(60);
  }
  throw new Error(`No ${kind} became due.`);
}
const quietReports = (e: { bot: Engine['bot'] }) =>
  Object.assign(e.bot.context.settings, { cadence: { ...e.bot.context.settings.cadence, workdays: [] } });
const pushed = (e: Engine, name: string, path: string) =>
  pushToBranch(w(e), e.people.repo(), {
    branch: found(e.people.repo().branches.get(name)),
    paths: [path],
    by: by(e),
  }).oid;
const arrived = (e: Engine, oid: string) =>
  compare(e.people.repo(), { base: found(e.people.repo().branches.get('dev')).oid, head: oid }).aheadBy === 0;

/** An act may wait for hours, for GitHub or for a pause, and the world moves on. */
onOneDatabase('what was decided before the world moved', (open) => {
  it('does not close an epic that got another child', async () => {
    const e = await anEngine(open, 'auto');
    finished(e);
    await until(e, 'close-epic');
    await changePaused(e.db, () => ALL);
    const epic = e.people.issue(EPIC);
    makeIssue(w(e), e.people.repo(), {
      number: 901,
      title: 'fix(x): one more',
      body: '',
      author: by(e),
      createdAt: w(e).now(),
    });
    editConversation(w(e), epic, { body: `${epic.body}\n- [ ] #901 - one more\n`, by: by(e) });
    await e.run(3);
    await changePaused(e.db, () => NONE);
    await e.run(2);
    expect(epic.state).toBe('OPEN');
  });

  it('does not delete a branch that got another pull request', async () => {
    const e = await anEngine(open, 'auto');
    finished(e);
    await until(e, 'delete-branch');
    await changePaused(e.db, () => ALL);
    const repo = e.people.repo();
    const base = found(repo.branches.get(BRANCH));
    const c = makeCommit(repo, {
      oid: 'ab'.repeat(20),
      parents: [base.oid],
      committedAt: w(e).now(),
      paths: ['late.go'],
    });
    makeBranch(w(e), repo, { name: 'snider/late', oid: c.oid });
    const pr = makePullRequest(w(e), repo, {
      number: 902,
      title: 'late',
      body: '',
      author: by(e),
      createdAt: w(e).now(),
      baseRefName: BRANCH,
      headRefName: 'snider/late',
      commits: [c],
      files: [{ path: 'late.go', additions: 1, deletions: 0 }],
      refersTo: [],
    });
    await e.run(3);
    await changePaused(e.db, () => NONE);
    await e.run(2);
    expect([repo.branches.has(BRANCH), pr.state]).toEqual([true, 'OPEN']);
  });

  it('does not tick a child that was opened again', async () => {
    const e = await anEngine(open, 'auto');
    finished(e);
    await until(e, 'tick');
    await changePaused(e.db, () => ALL);
    reopenIssue(w(e), e.people.issue(CHILD), { by: by(e) });
    await e.run(3);
    await changePaused(e.db, () => NONE);
    await e.run(2);
    expect(e.people.issue(EPIC).body).toContain(`- [ ] #${CHILD}`);
  });

  for (const [what, change] of [
    [
      'the epic is closed as not planned',
      (e: Engine) => closeIssue(w(e), e.people.issue(EPIC), { by: by(e), reason: 'NOT_PLANNED' }),
    ],
    [
      'its checklist is emptied',
      (e: Engine) => editConversation(w(e), e.people.issue(EPIC), { body: 'Start over.', by: by(e) }),
    ],
  ] as const)
    it(`does not merge what was approved when ${what}`, async () => {
      const e = await anEngine(open, 'approve');
      finished(e);
      await e.run(6);
      const sha = found(e.people.repo().branches.get(BRANCH)).oid;
      const rows = await e.db.select().from(proposals);
      const merge = found(
        rows.find(({ shown, status }) => (shown as { act: string }).act === 'merge' && status === 'open'),
      );
      expect(await approve(e.bot.context, aClick(merge.id))).toBeNull();
      await changePaused(e.db, () => ALL);
      change(e);
      await e.run(3, 24 * 3600);
      await changePaused(e.db, () => NONE);
      await e.run(2);
      expect(arrived(e, sha)).toBe(false);
    });

  for (const [what, change] of [
    [
      'its epic is closed as not planned',
      (e: Engine) => closeIssue(w(e), e.people.issue(118), { by: by(e), reason: 'NOT_PLANNED' }),
    ],
    [
      'it is taken out of its epic',
      (e: Engine) =>
        editConversation(w(e), e.people.issue(118), {
          body: e.people.issue(118).body.replace('- [ ] #119', '- #119'),
          by: by(e),
        }),
    ],
    [
      'it is moved to another epic',
      (e: Engine) => {
        editConversation(w(e), e.people.issue(118), {
          body: e.people.issue(118).body.replace('- [ ] #119', '- #119'),
          by: by(e),
        });
        editConversation(w(e), e.people.issue(127), {
          body: `${e.people.issue(127).body}\n- [ ] #119 - moved\n`,
          by: by(e),
        });
      },
    ],
    [
      'the epic’s branch is deleted',
      (e: Engine) => deleteBranch(w(e), e.people.repo(), { name: 'epic/118-mcp-daemon', by: by(e) }),
    ],
    ['it is blocked by another issue', (e: Engine) => void e.people.block(119, 120)],
  ] as const)
    it(`does not send what was approved when ${what}`, async () => {
      const e = (await aScene(open)) as Engine;
      quietReports(e);
      await e.approved(119);
      await changePaused(e.db, () => ALL);
      change(e);
      for (let n = 0; n < 3; n++) {
        await e.seconds(150);
        await tick(e.bot.context);
      }
      await changePaused(e.db, () => NONE);
      await e.seconds(150);
      await tick(e.bot.context);
      expect(dispatchOf(w(e), 119)).toEqual({ labels: 0, comments: 0 });
    });

  it('leaves the label off when the kill switch is pulled after the comment', async () => {
    const e = (await aScene(open)) as Engine;
    quietReports(e);
    const seen = requestsAt(w(e));
    const other = await e.another({
      github: (real: GitHub) => ({
        ...real,
        comment: async (...args: Parameters<GitHub['comment']>) => {
          const done = await real.comment(...args);
          await changePaused(e.db, () => ALL);
          return done;
        },
      }),
      settings: { isCarried: (r: string) => r === 'core' },
    });
    e.bot.die();
    await e.approved(119).catch(() => undefined);
    await e.seconds(31);
    await workOff(other.context);
    expect(
      seen
        .filter(({ method, path }) => method === 'POST' && path.includes('/issues/119/'))
        .map(({ path }) => path.split('/119/')[1]),
    ).toEqual(['comments']);
  });

  it('spends no more than the team file allows by now, whatever was set aside', async () => {
    const e = (await aScene(open)) as Engine;
    quietReports(e);
    for (const number of [119, 128, 137]) await e.approved(number);
    await saveTeam(
      e.db,
      aTeam().map((member) => ({
        ...member,
        accounts: member.accounts.map((account) => ({ ...account, quota: 1 })),
      })),
    );
    await e.seconds(120);
    const sent = [119, 128, 137].filter((number) => dispatchOf(w(e), number).labels === 1);
    expect(sent).toHaveLength(1);
    expect(await e.pool()).toEqual({ used: 1, reserved: 0, left: 1 });
  });

  it('spends nothing of a member who has left the team file', async () => {
    const e = (await aScene(open)) as Engine;
    quietReports(e);
    await e.approved(119);
    await saveTeam(
      e.db,
      aTeam().filter(({ login }) => login !== 'Snider'),
    );
    await e.seconds(120);
    expect(dispatchOf(w(e), 119)).toEqual({ labels: 0, comments: 0 });
  });

  it('merges and deletes nothing when the default branch has another name', async () => {
    const e = await anEngine(open, 'auto');
    finished(e);
    await until(e, 'delete-branch');
    const repo = e.people.repo();
    Object.assign(repo, { defaultBranch: 'main' });
    repo.branches.delete('dev');
    await e.perform();
    expect(repo.branches.has(BRANCH)).toBe(true);
  });

  it('keeps to the branch of an epic when another one is named like it', async () => {
    const e = await anEngine(open, 'auto');
    await e.decide();
    const repo = e.people.repo();
    createBranch(w(e), repo, { name: `${BRANCH}-spike`, oid: found(repo.branches.get(BRANCH)).oid });
    const wip = pushed(e, `${BRANCH}-spike`, 'wip.go');
    finished(e);
    await e.run(10);
    expect(arrived(e, wip)).toBe(false);
    expect(repo.branches.has(`${BRANCH}-spike`)).toBe(true);
    expect(e.people.issue(EPIC).state).toBe('CLOSED');
  });

  it('hands nothing out twice when somebody puts the label on before it is sent', async () => {
    const e = (await aScene(open)) as Engine;
    quietReports(e);
    await e.approved(119);
    await e.seconds(5);
    e.people.label(119, 'Snider');
    await tick(e.bot.context, ['dappcore/core']);
    await e.seconds(150);
    await tick(e.bot.context);
    await expect(e.propose(119)).rejects.toThrow('Nothing of core #119 is ready');
    expect(dispatchOf(w(e), 119).labels).toBe(1);
  });
});
