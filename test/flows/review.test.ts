import { eq, sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { members, proposals, reviewChanges } from '../../db/schema.js';
import type { OpenReview } from '../../src/domain/modal.js';
import { draftAudits } from '../../src/flows/audit.js';
import { approve, skip } from '../../src/flows/decide.js';
import { goOnWithReview, noteChange, startReview, submitReview } from '../../src/flows/review.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { lockProposal, settleProposal } from '../../src/store/proposals.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { onPostgres } from '../support/for-each-database.js';

const REPO = 'core-mcp';

onPostgres('a review', (open) => {
  /** A draft of several findings, and what Snider sees of it. */
  async function aDraftToReview(): Promise<{ scene: Scene; id: string; keys: string[] }> {
    const scene = await aScene(open);
    const { settings } = scene.bot.context;
    Object.assign(settings, {
      isCarried: (repo: string) => repo === REPO,
      cadence: { ...settings.cadence, workdays: [] },
    });
    await scene.seconds(180);
    await sync(scene.bot.context);
    await draftAudits(scene.bot.context, { repo: REPO, number: null });
    const rows = await scene.db.select().from(proposals);
    const longest = rows.sort((a, b) => sizeOf(b) - sizeOf(a))[0];
    return { scene, id: longest?.id ?? '', keys: longest?.shown.draft?.issues.map(({ key }) => key) ?? [] };
  }

  const sizeOf = ({ shown }: typeof proposals.$inferSelect) => shown.draft?.issues.length ?? 0;
  const drop = (scene: Scene, id: string, finding = '') =>
    noteChange(scene.bot.context, aClick(id), { finding, change: { fate: 'drop' } });
  const kept = (scene: Scene) => scene.db.select().from(reviewChanges);
  /** The open proposal that took the place of another. */
  const openOnes = async (scene: Scene) =>
    (await scene.db.select().from(proposals).where(eq(proposals.status, 'open'))).map(({ id }) => id);

  it('keeps each of many clicks at once', async () => {
    const { scene, id, keys } = await aDraftToReview();
    expect(keys.length).toBeGreaterThan(2);
    await Promise.all(keys.map((key) => drop(scene, id, key)));
    const review = (await goOnWithReview(scene.bot.context, aClick(id))) as OpenReview;
    expect([...review.changes.keys()].sort()).toEqual([...keys].sort());
    expect(review.by).toBe('Snider');
  });

  it('puts one draft in the place of the old one, however often it is submitted', async () => {
    const { scene, id, keys } = await aDraftToReview();
    const before = await openOnes(scene);
    await drop(scene, id, keys[0]);
    const submit = () => submitReview(scene.bot.context, aClick(id));
    const answers = await Promise.all([submit(), submit(), submit()]);
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(answers.filter((answer) => answer?.includes('taken over already'))).toHaveLength(2);
    const after = await openOnes(scene);
    expect(after).toHaveLength(before.length);
    const [fresh = ''] = after.filter((one) => !before.includes(one));
    expect(await scene.status(id)).toEqual({ status: 'skipped', reason: 'edited' });
    const [row] = await scene.db.select().from(proposals).where(eq(proposals.id, fresh));
    expect(row?.shown.draft?.issues.map(({ key }) => key)).toEqual(keys.slice(1));
    expect(await kept(scene)).toEqual([]);
  });

  it('notes nothing of a draft that ends while a click is taken in', async () => {
    const { scene, id, keys } = await aDraftToReview();
    const begun: Promise<unknown>[] = [];
    await scene.db.transaction(async (tx) => {
      const proposal = await lockProposal(tx, id);
      begun.push(drop(scene, id, keys[0]));
      await vi.waitFor(async () => {
        const waiting = await scene.db.execute(
          sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      });
      const end = { status: 'skipped', actionStatus: 'skipped', by: 'bodane', reason: null } as const;
      await settleProposal(tx, proposal?.id ?? '', { ...end, now: scene.bot.context.clock.now() });
    });
    expect(await begun[0]).toContain('already skipped by bodane');
    expect(await kept(scene)).toEqual([]);
  });

  it('changes nothing when nothing was changed, or all was dropped', async () => {
    const { scene, id, keys } = await aDraftToReview();
    const before = await openOnes(scene);
    expect(await submitReview(scene.bot.context, aClick(id))).toBeNull();
    for (const key of keys) await drop(scene, id, key);
    expect(await submitReview(scene.bot.context, aClick(id))).toContain('Nothing was kept');
    expect(await openOnes(scene)).toEqual(before);
    await noteChange(scene.bot.context, aClick(id), { finding: keys[0] ?? '', change: null });
    expect(await kept(scene)).toHaveLength(keys.length - 1);
  });

  it('does not replace a draft by its like', async () => {
    const { scene, id, keys } = await aDraftToReview();
    const finding = keys[0] ?? '';
    const look = (of: string) => noteChange(scene.bot.context, aClick(of), { finding, change: {} });
    const before = await openOnes(scene);
    await look(id);
    expect(await submitReview(scene.bot.context, aClick(id))).toBeNull();
    const [fresh = ''] = (await openOnes(scene)).filter((one) => !before.includes(one));
    await look(fresh);
    expect(await submitReview(scene.bot.context, aClick(fresh))).toBeNull();
    expect((await scene.status(fresh)).status).toBe('open');
  });

  it.each(['skipped', 'approved', 'expired'])(
    'is over, and leaves nothing behind, once its draft is %s',
    async (end) => {
      const { scene, id, keys } = await aDraftToReview();
      await drop(scene, id, keys[0]);
      if (end === 'skipped') await skip(scene.bot.context, aClick(id, 'bodane'));
      if (end === 'approved') await approve(scene.bot.context, aClick(id, 'bodane'));
      if (end === 'expired') {
        await scene.seconds(13 * 3_600);
        await tick(scene.bot.context);
      }
      expect(await scene.status(id)).toMatchObject({ status: end });
      for (const answer of [
        await startReview(scene.bot.context, aClick(id)),
        await drop(scene, id, keys[1]),
        await submitReview(scene.bot.context, aClick(id)),
      ])
        expect(answer).toContain(`already ${end}`);
      expect(await kept(scene)).toEqual([]);
    },
  );

  it('takes nothing from a stranger, from somebody who lost their right, or of no draft', async () => {
    const { scene, id, keys } = await aDraftToReview();
    const stranger = aClick(id, 'passer-by');
    expect(await startReview(scene.bot.context, stranger)).toContain('not an approver');
    expect(await submitReview(scene.bot.context, stranger)).toContain('not an approver');
    await scene.db.update(members).set({ approver: false }).where(eq(members.login, 'Snider'));
    expect(await drop(scene, id, keys[0])).toContain('not an approver');
    expect(await startReview(scene.bot.context, aClick('gone', 'bodane'))).toContain('do not know');
    expect(await kept(scene)).toEqual([]);
  });
});
