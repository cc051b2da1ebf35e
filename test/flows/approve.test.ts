import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { auditLog, proposals } from '../../db/schema.js';
import { approve, skip, undo } from '../../src/flows/decide.js';
import { expireProposals } from '../../src/flows/expire.js';
import { sync } from '../../src/flows/sync.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene, slackUserOf } from '../support/builders/scene.js';
import { forEachDatabase } from '../support/for-each-database.js';
import { dispatchOf } from '../support/world-watch.js';

const FULL = { used: 0, reserved: 0, left: 600 };
const HOUR = 3_600;

forEachDatabase('a click on a proposal', (open) => {
  let scene: Scene;
  const click = async (id: string, by?: Parameters<typeof aClick>[1]) =>
    approve(scene.bot.context, aClick(id, by));
  const labels = (number: number) => dispatchOf(scene.world.github.world, number).labels;

  beforeEach(async () => {
    scene = await aScene(open);
  });

  it('by an approver sets its task aside and queues it', async () => {
    const id = await scene.propose(119);
    expect(await scene.pool()).toEqual(FULL);
    expect(await click(id)).toBeNull();
    expect(await scene.status(id)).toEqual({ status: 'approved', reason: null });
    expect(await scene.pool()).toEqual({ used: 0, reserved: 1, left: 599 });
    expect((await scene.actions(119))[0]).toMatchObject({
      status: 'approved',
      approvedBy: 'Snider',
      cost: 1,
    });
  });

  it('counts once, whoever clicks again', async () => {
    const id = await scene.approved(119);
    expect(await click(id)).toBe('This was already approved by Snider; nothing more was spent.');
    expect(await click(id, 'bodane')).toBe('This was already approved by Snider; nothing more was spent.');
    expect(await scene.pool()).toEqual({ used: 0, reserved: 1, left: 599 });
  });

  it('by a stranger changes nothing, tells them why, and is written down', async () => {
    const id = await scene.propose(119);
    for (const act of [approve, skip, undo])
      expect(await act(scene.bot.context, aClick(id, 'passer-by'))).toContain('You are not an approver');
    expect(await scene.status(id)).toEqual({ status: 'open', reason: null });
    expect(await scene.pool()).toEqual(FULL);
    const log = await scene.db.select().from(auditLog).where(eq(auditLog.event, 'refused'));
    expect(log.map(({ actor }) => actor)).toEqual(Array(3).fill('slack:T0DAPPCORE/U0PASSERBY'));
  });

  it.each([
    ['was deleted', { deleted: true }],
    ['was made a guest', { isRestricted: true }],
  ])('by an approver whose Slack account %s changes nothing', async (_, change) => {
    const id = await scene.propose(119);
    Object.assign(slackUserOf(scene.world, 'Snider'), change);
    expect(await click(id)).toContain('You are not an approver');
    expect((await scene.status(id)).status).toBe('open');
  });

  it('by the same user id of another workspace changes nothing', async () => {
    const id = await scene.propose(119);
    expect(await approve(scene.bot.context, { ...aClick(id), slackTeam: 'T0ELSEWHERE' })).toContain(
      'not an approver',
    );
    expect((await scene.status(id)).status).toBe('open');
  });

  it('on a feature counts from the code owner alone', async () => {
    const id = await scene.propose(136);
    expect(await click(id)).toBe('A feature is started by the code owner alone. Nothing was spent.');
    expect(await click(id, 'bodane')).toBeNull();
    await scene.seconds(31);
    expect(labels(136)).toBe(1);
  });

  it('on a proposal that nobody knows says so', async () => {
    expect(await click('nothing')).toContain('I do not know this proposal any more; nothing was spent.');
  });

  const changes: [what: string, change: () => unknown, reason: string][] = [
    ['a child was closed', () => scene.people.close(137), '#137 was closed since this was shown.'],
    ['a child was edited', () => scene.people.edit(137), '#137 was edited since this was shown.'],
    [
      'a child was renamed',
      () => scene.people.rename(137, 'fix(help): x'),
      '#137 was renamed since this was shown.',
    ],
    [
      'a child became a feature',
      () => scene.people.rename(137, 'feat(help): x'),
      '#137 was renamed since this was shown.',
    ],
    [
      'a child was blocked',
      () => scene.people.block(138, 107),
      '#138 is blocked (blocked by dappcore/core#107) since this was shown.',
    ],
    [
      'a child was handed out by hand',
      () => scene.people.label(138, 'bodane'),
      '#138 was dispatched since this was shown.',
    ],
    [
      'the epic’s branch moved',
      () => scene.people.push('epic/133-help-system', 'f'.repeat(40)),
      '`epic/133-help-system` moved since this was shown.',
    ],
    [
      'the epic’s branch is gone',
      () => scene.people.repo().branches.delete('epic/133-help-system'),
      '`epic/133-help-system` moved since this was shown.',
    ],
    [
      'a child left the epic',
      () => scene.people.edit(133, { body: '### Phase 1: x\n- [ ] #137 - x' }),
      '#138 can no longer be seen since this was shown.',
    ],
    [
      'a child of an earlier phase was reopened',
      () => Object.assign(scene.people.edit(134), { state: 'OPEN', closedAt: null }),
      '#137 is later (phase 1 is not closed) since this was shown.',
    ],
  ];

  it.each(changes)('ends it without spending when %s since it was shown', async (_, change, reason) => {
    const id = await scene.propose(133);
    const before = (await scene.pool()).used;
    await scene.seconds(5);
    change();
    await sync(scene.bot.context);
    expect(await click(id)).toBe(`Not dispatched, nothing spent. ${reason}`);
    expect(await scene.status(id)).toEqual({ status: 'stale', reason });
    await scene.seconds(60);
    expect(labels(137)).toBe(0);
    const { used, reserved } = await scene.pool();
    expect([used - before, reserved]).toEqual([reason.includes('dispatched') ? 1 : 0, 0]);
  });

  it('ends the second of two proposals for the same child', async () => {
    const one = await scene.propose(133);
    const [row] = await scene.db.select().from(proposals).where(eq(proposals.id, one));
    await scene.db.update(proposals).set({ shown: { ...row?.shown, why: 'shown before' } as never });
    const other = await scene.propose(133);
    expect(other).not.toBe(one);
    expect(await click(other)).toBeNull();
    expect(await click(one)).toContain('#137 was dispatched since this was shown.');
    expect(await scene.pool()).toEqual({ used: 0, reserved: 2, left: 598 });
  });

  it('on Skip takes it off the table for good', async () => {
    const id = await scene.propose(119);
    expect(await skip(scene.bot.context, aClick(id))).toBeNull();
    expect(await scene.status(id)).toMatchObject({ status: 'skipped' });
    expect(await click(id)).toBe('This was already skipped by Snider; nothing more was spent.');
    expect(await skip(scene.bot.context, aClick(id))).toContain('already skipped');
    expect(await scene.pool()).toEqual(FULL);
  });

  it('on Undo takes an approval back before anything is sent', async () => {
    const id = await scene.approved(119);
    expect(await undo(scene.bot.context, aClick(id, 'bodane'))).toBeNull();
    await scene.seconds(60);
    expect(labels(119)).toBe(0);
    expect(await scene.pool()).toEqual(FULL);
    expect(await undo(scene.bot.context, aClick(id))).toBe(
      'This was already undone by bodane; nothing more was spent.',
    );
  });

  it('on Undo comes too late for what went out, and says which', async () => {
    const id = await scene.approved(119);
    await scene.seconds(31);
    expect(await undo(scene.bot.context, aClick(id))).toContain('Too late: #119 went out already.');
    expect((await scene.status(id)).status).toBe('approved');
    expect((await scene.pool()).used).toBe(1);
  });

  it('on Undo takes back what did not go out yet, and says what did', async () => {
    const id = await scene.approved(133);
    await scene.seconds(31);
    expect(await undo(scene.bot.context, aClick(id))).toBe(
      'Taken back, except #137, which went out already.',
    );
    await scene.seconds(60);
    expect([labels(137), labels(138)]).toEqual([1, 0]);
    expect(await scene.pool()).toMatchObject({ used: 1, reserved: 0 });
  });

  it('may be proposed and approved again after an Undo', async () => {
    await undo(scene.bot.context, aClick(await scene.approved(119)));
    await scene.approved(119);
    await scene.seconds(31);
    expect(labels(119)).toBe(1);
    expect((await scene.actions(119)).map(({ status }) => status)).toEqual(['undone', 'confirmed']);
  });

  it('comes too late after half a day, even where nothing has ended the proposal yet', async () => {
    const id = await scene.propose(119);
    await scene.seconds(12 * HOUR);
    expect(await click(id)).toContain('Not dispatched, nothing spent. It had expired');
    expect(await scene.status(id)).toMatchObject({ status: 'expired' });
  });

  it('is not waited for longer than half a day', async () => {
    const id = await scene.propose(119);
    await scene.seconds(12 * HOUR - 1);
    await expireProposals(scene.bot.context);
    expect((await scene.status(id)).status).toBe('open');
    await scene.seconds(1);
    await expireProposals(scene.bot.context);
    expect((await scene.status(id)).status).toBe('expired');
    expect((await scene.actions(119))[0]?.status).toBe('expired');
  });
});
