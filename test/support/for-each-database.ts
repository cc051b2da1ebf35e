import { is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, inject, onTestFinished } from 'vitest';
import { type Database, openMemory, openPostgres } from '../../db/client.js';
import * as schema from '../../db/schema.js';
import { createDatabase, type TestDatabase } from './databases.js';

/** An empty, migrated database of its own for one test, who need not close it. */
export type OpenDatabase = () => Promise<Database>;

/**
 * The same suite on the embedded database and on a real PostgreSQL. Where there is no PostgreSQL its half is skipped,
 * which the test run says once, loudly (see `global-setup.ts`).
 */
export function forEachDatabase(name: string, suite: (open: OpenDatabase) => void): void {
  describe(`${name} (PGlite)`, () => suite(openEmbedded));
  onPostgres(name, suite);
}

/** For what does not depend on the database: on PostgreSQL, which opens faster, or else on the embedded one. */
export function onOneDatabase(name: string, suite: (open: OpenDatabase) => void): void {
  if (inject('postgresUrl')) onPostgres(name, suite);
  else describe(`${name} (PGlite)`, () => suite(openEmbedded));
}

/** For what needs several connections: PGlite has one session, so nothing there ever waits for anything. */
export function onPostgres(name: string, suite: (open: OpenDatabase) => void): void {
  const adminUrl = inject('postgresUrl');
  describe.skipIf(!adminUrl)(`${name} (PostgreSQL)`, () => {
    let template: TestDatabase;
    beforeAll(async () => {
      template = await createDatabase(adminUrl);
      // Migrated once and then copied: nobody may be connected to a template, so it is closed again.
      await (await openPostgres(template.url)).close();
    });
    afterAll(() => template?.drop());
    suite(async () => {
      const copy = await createDatabase(adminUrl, template.name);
      const database = await openPostgres(copy.url);
      onTestFinished(async () => {
        await database.close();
        await copy.drop();
      });
      return database;
    });
  });
}

/** Opening one takes seconds and emptying it a moment: the next test gets what the last one has left, emptied. */
const free: Database[] = [];
afterAll(() => Promise.all(free.map((database) => database.close())));

async function openEmbedded(): Promise<Database> {
  const database = free.pop() ?? (await openMemory());
  onTestFinished(async () => {
    await empty(database);
    free.push(database);
  });
  return database;
}

/** As it was at first: every table without a row, and every count at its beginning. */
export async function empty({ db }: Database): Promise<void> {
  const tables = Object.values(schema).flatMap((table) => (is(table, PgTable) ? [sql`${table}`] : []));
  await db.execute(sql`truncate ${sql.join(tables, sql`, `)} restart identity cascade`);
}
