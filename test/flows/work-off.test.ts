import { beforeEach, expect, it } from 'vitest';
import { auditLog } from '../../db/schema.js';
import { sync } from '../../src/flows/sync.js';
import { aScene, expectDispatchedOnce, type Scene } from '../support/builders/scene.js';
import { forEachDatabase } from '../support/for-each-database.js';
import { dispatchOf, issueIn, posts, requestsAt, type SeenRequest } from '../support/world-watch.js';

const COMMENT = '/issues/119/comments';
const LABEL = '/issues/119/labels';
const MINUTE = 60;
const HOUR = 60 * MINUTE;

forEachDatabase('an approved dispatch', (open) => {
  let scene: Scene;
  let seen: SeenRequest[];
  const github = () => scene.world.github.world;

  beforeEach(async () => {
    scene = await aScene(open);
    seen = requestsAt(github());
  });

  it('names the branch, then adds the label, as the person who pays', async () => {
    await scene.approved(119);
    await scene.seconds(29);
    expect(dispatchOf(github(), 119)).toEqual({ labels: 0, comments: 0 });
    await scene.seconds(2);
    const { comments, events } = issueIn(github(), 119);
    const body = 'Target branch: `epic/118-mcp-daemon` (epic #118)';
    expect(comments.at(-1)).toMatchObject({ author: 'Snider', body });
    expect(events.at(-1)).toMatchObject({ label: 'jules', actor: 'Snider' });
    const writes = seen.filter(({ method, path }) => method === 'POST' && path !== '/graphql');
    expect(writes.map(({ path }) => path.split('/').at(-1))).toEqual(['comments', 'labels']);
    await expectDispatchedOnce(scene, 119);
  });

  it('writes down who had it done', async () => {
    const proposalId = await scene.approved(119);
    await scene.seconds(31);
    expect(
      (await scene.db.select().from(auditLog)).map(({ actor, event, subject }) => [actor, event, subject]),
    ).toEqual([
      ['Snider', 'approved', proposalId],
      ['Snider', 'dispatched', 'dappcore/core#119'],
    ]);
  });

  it('adds no comment to an issue outside every epic, whose work goes to the default branch', async () => {
    await scene.approved(112);
    await scene.seconds(31);
    expect(dispatchOf(github(), 112)).toEqual({ labels: 1, comments: 0 });
  });

  it('spaces the dispatches of one approval', async () => {
    await scene.approved(133);
    await scene.seconds(31);
    expect([137, 138].map((number) => dispatchOf(github(), number).labels)).toEqual([1, 0]);
    await scene.seconds(2);
    expect([137, 138].map((number) => dispatchOf(github(), number).labels)).toEqual([1, 1]);
  });

  it('says that it does not know while an answer is lost, and keeps the task set aside', async () => {
    github().faults.add({ kind: 'drop-after', match: { method: 'POST', path: LABEL } });
    await scene.approved(119);
    await scene.seconds(31);
    expect((await scene.actions(119))[0]?.status).toBe('unknown');
    expect(await scene.pool()).toEqual({ used: 0, reserved: 1, left: 599 });
  });

  it('does not add the label a second time when somebody took it off while the answer was lost', async () => {
    github().faults.add({ kind: 'drop-after', match: { method: 'POST', path: LABEL } });
    await scene.approved(119);
    await scene.seconds(31);
    scene.people.unlabel(119, 'bodane');
    await scene.watchOneTask(3);
    expect(posts(seen, LABEL)).toBe(1);
    await expectDispatchedOnce(scene, 119);
  });

  it('takes its own lost comment for done, and a stranger’s about another branch for nothing', async () => {
    github().faults.add({ kind: 'drop-after', match: { method: 'POST', path: COMMENT } });
    await scene.approved(119);
    await scene.seconds(31);
    scene.people.comment(119, 'passer-by', 'Target branch: `main`');
    await scene.watchOneTask(3);
    expect(posts(seen, COMMENT)).toBe(1);
    await expectDispatchedOnce(scene, 119);
  });

  it('is matched to the label that a read finds while its own answer is lost, and not booked twice', async () => {
    github().faults.add({ kind: 'drop-after', match: { method: 'POST', path: LABEL } });
    await scene.approved(119);
    await scene.seconds(31);
    await sync(scene.bot.context);
    expect(await scene.actions(119)).toHaveLength(1);
    await scene.watchOneTask(3);
    await expectDispatchedOnce(scene, 119);
  });

  it('waits for half an hour of GitHub being down, and then goes out once', async () => {
    github().faults.add({ kind: 'status', status: 503, times: -1 });
    await scene.approved(119);
    await scene.watchOneTask(30);
    expect((await scene.actions(119))[0]?.status).toBe('approved');
    github().faults.clear();
    await scene.watchOneTask(12);
    await expectDispatchedOnce(scene, 119);
  });

  it('asks a GitHub that is down less and less often', async () => {
    github().faults.add({ kind: 'drop', times: -1 });
    await scene.approved(119);
    await scene.seconds(10 * MINUTE);
    const early = seen.length;
    await scene.seconds(50 * MINUTE);
    const [late] = [seen.length - early];
    expect(late / 5).toBeLessThan(early);
    expect(late).toBeGreaterThan(0);
  });

  it('is given up when GitHub cannot be reached for half a day: nobody remembers that click', async () => {
    github().faults.add({ kind: 'drop', times: -1 });
    await scene.approved(119);
    await scene.seconds(13 * HOUR);
    github().faults.clear();
    await scene.seconds(15 * MINUTE);
    expect((await scene.actions(119))[0]).toMatchObject({
      status: 'expired',
      note: 'GitHub could not be reached for too long after the approval',
    });
    expect(dispatchOf(github(), 119)).toEqual({ labels: 0, comments: 0 });
    expect(await scene.pool()).toEqual({ used: 0, reserved: 0, left: 600 });
  });

  const changes: [what: string, change: () => unknown, status: string, why: string][] = [
    [
      'was edited',
      () => scene.people.edit(119, { body: 'other' }),
      'stale',
      'the issue was edited after the approval',
    ],
    ['was renamed', () => scene.people.rename(119, 'x'), 'stale', 'the issue was edited after the approval'],
    ['was closed', () => scene.people.close(119), 'stale', 'the issue was closed meanwhile'],
    [
      'was labelled by somebody else',
      () => scene.people.label(119, 'bodane'),
      'stale',
      'somebody else added jules first',
    ],
    [
      'was given to another agent by somebody else',
      () => scene.people.label(119, 'bodane', 'Claude'),
      'stale',
      'somebody else added claude first',
    ],
    [
      'may not be written to by the approver any more',
      () => scene.people.repo().collaborators.set('snider', 'read'),
      'failed',
      'Snider may not write to dappcore/core',
    ],
    [
      'cannot be seen by the account any more',
      () => scene.people.repo().issues.delete(119),
      'failed',
      'The issue cannot be seen with this account’s token.',
    ],
    [
      'cannot be reached with a token that was revoked',
      () => scene.people.revokeToken('Snider'),
      'failed',
      'GitHub does not accept the token (401): it may have expired.',
    ],
  ];

  it.each(changes)(
    'ends without a write, and gives the task back, when the issue %s',
    async (_, change, status, note) => {
      await scene.approved(119);
      await scene.seconds(20);
      change();
      await scene.seconds(20);
      expect((await scene.actions(119))[0]).toMatchObject({ status, note });
      expect(seen.filter(({ method, path }) => method === 'POST' && path !== '/graphql')).toEqual([]);
      expect((await scene.pool()).reserved).toBe(0);
      expect(scene.bot.failures).toEqual([]);
    },
  );

  it('counts the label that somebody else added meanwhile once, and for them', async () => {
    await scene.approved(119);
    scene.people.label(119, 'bodane');
    await sync(scene.bot.context);
    await scene.seconds(31);
    await sync(scene.bot.context);
    expect(await scene.pool()).toEqual({ used: 1, reserved: 0, left: 599 });
    const rows = await scene.actions(119);
    expect(rows.map(({ status, note }) => [status, note])).toEqual([
      ['stale', 'somebody else added jules first'],
      [expect.stringMatching(/confirmed|started|finished/), 'started outside the bot by bodane'],
    ]);
    expect(rows[1]?.accountId).not.toBe(rows[0]?.accountId);
  });
});
