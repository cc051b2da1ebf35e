import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openEmbedded, openPostgres } from '../../db/client.js';
import { unreachable } from '../../db/refusals.js';
import { auditLog } from '../../db/schema.js';
import { record } from '../../src/store/records.js';
import { listRepos } from '../../src/store/repos.js';
import { rowsOf } from '../../src/store/snapshot.js';
import { saveTeam } from '../../src/store/team.js';
import { claimWorld } from '../../src/store/world.js';
import { aSavedRepo, NOW } from '../support/builders/rows.js';
import { aTeam } from '../support/builders/team.js';
import { createDatabase } from '../support/databases.js';
import { forEachDatabase } from '../support/for-each-database.js';
import { scratchFolder } from '../support/scratch.js';

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
    await expect(openPostgres(wrong.href)).rejects.toThrow(
      /^DATABASE_URL \(.*\/there_is_no_such_database\): there is no database of that name/,
    );
    await (await openPostgres(url)).close();
  });
});

describe('a database that cannot be opened', () => {
  it('is named with its address and without its password when nobody answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    const refused = openPostgres(`postgres://epic:hunter2@127.0.0.1:${port}/epic`);
    await expect(refused).rejects.toThrow(
      `DATABASE_URL (epic@127.0.0.1:${port}/epic): no PostgreSQL answers there`,
    );
    await expect(refused).rejects.not.toThrow('hunter2');
  });

  it.each([
    ['28P01', 'the password, or the user, is wrong'],
    ['3D000', 'there is no database of that name'],
    ['ENOTFOUND', 'there is no host of that name'],
  ])('is refused in words: %s', (code, why) => {
    const cause = Object.assign(new Error('raw'), { code });
    const wrapped = new Error('Failed query: select', { cause });
    expect(String(unreachable(wrapped, 'postgres://epic:hunter2@db/epic'))).toContain(
      `DATABASE_URL (epic@db:5432/epic): ${why}`,
    );
  });

  it('keeps any other error as it is', () => {
    const error = new Error('a defect');
    expect(unreachable(error, 'postgres://db/epic')).toBe(error);
  });

  it('is refused in words when its folder is a file, or lies in one', async () => {
    const file = join(await scratchFolder(), 'file');
    await writeFile(file, '');
    for (const folder of [file, join(file, 'data')])
      await expect(openEmbedded(folder, async () => '')).rejects.toThrow(
        `EPIC_DATA_DIR: ${folder} cannot be made: it, or a part of its path, is a file and no folder. Set it to`,
      );
  });

  it('is refused in words when its folder may not be written', async () => {
    await expect(openEmbedded('/sys/epic', async () => '')).rejects.toThrow(
      'EPIC_DATA_DIR: /sys/epic cannot be made: this user may not write there.',
    );
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
