import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { projectRoot } from '../src/paths.js';
import { lockFolder } from './lock.js';
import { makeFolder, unreachable } from './refusals.js';
import * as schema from './schema.js';

/** Either driver; code that uses it must not depend on which (see docs/decisions). */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Database {
  db: Db;
  kind: 'postgresql' | 'pglite';
  close(): Promise<void>;
}

const MIGRATIONS = join(projectRoot, 'db', 'migrations');
/** Any fixed number: instances that start together take turns on it. */
const MIGRATION_LOCK = 7_140_118;

/** PostgreSQL by its URL. Migrations run first, one instance at a time. */
export async function openPostgres(url: string): Promise<Database> {
  await migrateUnderLock(url);
  const sql = postgres(url, { max: 10, onnotice: () => {}, connect_timeout: 10 });
  return {
    db: drizzlePostgres(sql, { schema }) as unknown as Db,
    kind: 'postgresql',
    close: () => sql.end({ timeout: 5 }),
  };
}

async function migrateUnderLock(url: string): Promise<void> {
  // One connection, so that the session's lock and the migration share it.
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migratePostgres(drizzlePostgres(sql), { migrationsFolder: MIGRATIONS });
  } catch (error) {
    throw unreachable(error, url);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * The embedded database in `folder`. One process at a time: a second one is refused, and may instead put a question
 * to the first through the same lock (`answer`).
 */
export async function openEmbedded(
  folder: string,
  answer: (line: string) => Promise<string>,
): Promise<Database> {
  await makeFolder(folder);
  const lock = await lockFolder(folder, answer);
  try {
    const client = await PGlite.create(join(folder, 'pglite'));
    const database = await openPglite(client);
    return {
      ...database,
      close: async () => {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A database that lives as long as the process. */
export async function openMemory(): Promise<Database> {
  return openPglite(await PGlite.create());
}

/** An embedded database that is open already, in memory for instance. */
export async function openPglite(client: PGlite): Promise<Database> {
  const db = drizzlePglite(client, { schema });
  await migratePglite(db, { migrationsFolder: MIGRATIONS });
  return { db: db as unknown as Db, kind: 'pglite', close: () => client.close() };
}
