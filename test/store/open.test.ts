import { sql } from 'drizzle-orm';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../db/client.js';
import { auditLog } from '../../db/schema.js';
import { saveTeam } from '../../src/store/budget.js';
import { record } from '../../src/store/records.js';
import { listRepos } from '../../src/store/repos.js';
import { rowsOf } from '../../src/store/snapshot.js';
import { claimWorld } from '../../src/store/world.js';
import { aSavedRepo, NOW } from '../support/builders/rows.js';
import { aTeam } from '../support/builders/team.js';
import { createDatabase } from '../support/databases.js';
import { forEachDatabase } from '../support/for-each-database.js';

const postgresUrl = inject('postgresUrl');

/** Several processes open one database only on PostgreSQL; the embedded one locks its folder (see lock.test.ts). */
describe.skipIf(!postgresUrl)('an empty PostgreSQL', () => {
  it('is migrated once when six instances start on it together', async () => {
    const { url, drop } = await createDatabase(postgresUrl);
    onTestFinished(drop);
    const instances = await Promise.all(Array.from({ length: 6 }, () => openPostgres(url)));
    onTestFinished(async () => {
      await Promise.all(instances.map((one) => one.close()));
    });
    const [first] = instances;
    const done = rowsOf<{ hash: string }>(
      await first?.db.execute(sql`select hash from drizzle.__drizzle_migrations`),
    );
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ hash }) => hash)).size).toBe(done.length);
    for (const { db } of instances) expect(await listRepos(db)).toEqual([]);
  });

  it('is left unlocked by an instance that could not migrate it', async () => {
    const { url, drop } = await createDatabase(postgresUrl);
    onTestFinished(drop);
    const wrong = new URL(url);
    wrong.pathname = '/there_is_no_such_database';
    await expect(openPostgres(wrong.href)).rejects.toThrow('does not exist');
    await (await openPostgres(url)).close();
  });
});

forEachDatabase('a database', (open) => {
  it('of a live team is refused to the sandbox, and nothing in it is touched', async () => {
    const { db } = await open();
    await claimWorld(db, 'live');
    await aSavedRepo(db);
    await expect(claimWorld(db, 'sandbox')).rejects.toThrow(/holds a live team’s data.*Nothing was touched/);
    expect(await listRepos(db)).toHaveLength(1);
    await claimWorld(db, 'live');
  });

  it('that holds repositories and does not say whose they are counts as a live team’s', async () => {
    const { db } = await open();
    await aSavedRepo(db);
    await expect(claimWorld(db, 'sandbox')).rejects.toThrow('live team’s data');
  });

  it('of the sandbox is refused to a live bot', async () => {
    const { db } = await open();
    await claimWorld(db, 'sandbox');
    await expect(claimWorld(db, 'live')).rejects.toThrow('This database was filled by the sandbox.');
  });

  it('of the sandbox begins anew: everything is forgotten, the log of who did what among it', async () => {
    const { db } = await open();
    await claimWorld(db, 'sandbox');
    await saveTeam(db, aTeam());
    await aSavedRepo(db);
    await record(db, { at: NOW, actor: 'Snider', event: 'approved', subject: 'x' });
    await claimWorld(db, 'sandbox');
    expect([await listRepos(db), await db.select().from(auditLog)]).toEqual([[], []]);
    expect((await aSavedRepo(db)).id).toBe(1);
  });
});
