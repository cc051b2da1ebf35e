import { expect, it } from 'vitest';
import { auditLog, messages, reports } from '../../db/schema.js';
import type { Slot } from '../../src/domain/cadence.js';
import type { MessageContent } from '../../src/domain/message.js';
import {
  claimMessage,
  messageDead,
  messageLater,
  messageShown,
  saveMessage,
  wantRedraw,
} from '../../src/store/messages.js';
import { firstDelivery, forgetDeliveries, record } from '../../src/store/records.js';
import { claimReport, saveSlot, updateReport } from '../../src/store/reports.js';
import { after, NOW } from '../support/builders/rows.js';
import { forEachDatabase, onPostgres } from '../support/for-each-database.js';

const SLOT: Slot = { id: 'morning:2026-02-04', kind: 'morning', dueAt: NOW, late: false };
const CONTENT: MessageContent = { view: 'notice', text: 'hello', hints: [] };
const claimReportAs = (db: Parameters<typeof claimReport>[0], owner: string, now = NOW) =>
  claimReport(db, { owner, now, until: new Date(now.getTime() + 120_000), notOlderThan: after(-86_400) });

forEachDatabase('the log of who did what', (open) => {
  it('can be added to and not be changed', async () => {
    const { db } = await open();
    await record(db, { at: NOW, actor: 'Snider', event: 'approved', subject: 'x' });
    for (const change of [() => db.update(auditLog).set({ actor: 'nobody' }), () => db.delete(auditLog)])
      await expect(change()).rejects.toMatchObject({
        cause: { message: expect.stringContaining('append only') },
      });
    expect((await db.select().from(auditLog)).map(({ actor, detail }) => [actor, detail])).toEqual([
      ['Snider', {}],
    ]);
  });
});

forEachDatabase('requests of Slack', (open) => {
  it('are taken in once, and forgotten when no redelivery can come any more', async () => {
    const { db } = await open();
    expect(await firstDelivery(db, 'click:1', NOW)).toBe(true);
    expect(await firstDelivery(db, 'click:1', after(60))).toBe(false);
    expect(await firstDelivery(db, 'click:2', after(60))).toBe(true);
    await forgetDeliveries(db, after(30));
    expect(await firstDelivery(db, 'click:1', after(90))).toBe(true);
    expect(await firstDelivery(db, 'click:2', after(90))).toBe(false);
  });
});

forEachDatabase('reports', (open) => {
  it('have one row a slot, whoever puts it down', async () => {
    const { db } = await open();
    await saveSlot(db, SLOT, NOW);
    await saveSlot(db, { ...SLOT, late: true }, after(3_600));
    expect((await db.select().from(reports)).map(({ slot, late }) => [slot, late])).toEqual([
      [SLOT.id, false],
    ]);
  });

  it('are given to one poster until its lease ends', async () => {
    const { db } = await open();
    await saveSlot(db, SLOT, NOW);
    const row = await claimReportAs(db, 'a');
    expect(await claimReportAs(db, 'b', after(119))).toBeNull();
    expect((await claimReportAs(db, 'b', after(120)))?.id).toBe(row?.id);
    expect(await updateReport(db, { id: row?.id ?? 0, owner: 'a' }, { status: 'posted' })).toBe(false);
    expect(
      await updateReport(db, { id: row?.id ?? 0, owner: 'b' }, { status: 'posted', leaseUntil: null }),
    ).toBe(true);
    expect(await claimReportAs(db, 'c', after(600))).toBeNull();
  });

  it('are not posted a day later', async () => {
    const { db } = await open();
    await saveSlot(db, { ...SLOT, dueAt: after(-86_401) }, NOW);
    expect(await claimReportAs(db, 'a')).toBeNull();
  });
});

forEachDatabase('messages to keep up to date', (open) => {
  const claim = (db: Parameters<typeof claimMessage>[0], now = NOW) =>
    claimMessage(db, { now, leaseUntil: new Date(now.getTime() + 60_000) });
  const save = (db: Parameters<typeof saveMessage>[0], ts: string | null, proposals: string[]) =>
    saveMessage(db, { content: CONTENT, proposals, channel: 'C1', ts });

  it('are claimed when one of their proposals changed, and no others', async () => {
    const { db } = await open();
    await save(db, '1.1', ['p1', 'p2']);
    await save(db, '1.2', ['p3']);
    expect(await claim(db)).toBeNull();
    await wantRedraw(db, 'p2');
    const row = await claim(db);
    expect(row?.ts).toBe('1.1');
    expect(await claim(db)).toBeNull();
    await messageShown(db, row?.id ?? 0, row?.wanted ?? 0);
    expect(await claim(db)).toBeNull();
  });

  it('stay behind when more was wanted while they were being drawn', async () => {
    const { db } = await open();
    await save(db, '1.1', ['p1']);
    await wantRedraw(db, 'p1');
    const row = await claim(db);
    await wantRedraw(db, 'p1');
    await messageShown(db, row?.id ?? 0, row?.wanted ?? 0);
    expect((await claim(db))?.wanted).toBe(2);
  });

  it('come later when they could not be drawn, and never again when they are dead', async () => {
    const { db } = await open();
    await save(db, '1.1', ['p1']);
    await wantRedraw(db, 'p1');
    const id = (await claim(db))?.id ?? 0;
    await messageLater(db, id, after(60));
    expect(await claim(db, after(59))).toBeNull();
    expect((await claim(db, after(60)))?.id).toBe(id);
    await messageDead(db, id, 'is_archived');
    await wantRedraw(db, 'p1');
    expect(await claim(db, after(3_600))).toBeNull();
  });

  it('stand once in a place, and are passed by while there is no way to reach them', async () => {
    const { db } = await open();
    await save(db, '1.1', ['p1']);
    await save(db, '1.1', ['p1']);
    await save(db, null, ['p1']);
    expect(await db.select().from(messages)).toHaveLength(2);
    await wantRedraw(db, 'p1');
    expect((await claim(db))?.ts).toBe('1.1');
    expect(await claim(db)).toBeNull();
  });
});

/** PGlite has one session: inserts there never meet. */
onPostgres('rows that are unique', (open) => {
  it('are inserted once by twenty at the same moment', async () => {
    const { db } = await open();
    const twenty = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(twenty.map(() => saveSlot(db, SLOT, NOW)));
    expect(await db.select().from(reports)).toHaveLength(1);
    const claims = await Promise.all(twenty.map((n) => claimReportAs(db, `worker ${n}`)));
    expect(claims.filter((row) => row !== null)).toHaveLength(1);
    const first = await Promise.all(twenty.map(() => firstDelivery(db, 'click:1', NOW)));
    expect(first.filter(Boolean)).toHaveLength(1);
  });
});
