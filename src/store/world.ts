import { eq, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/client.js';
import * as schema from '../../db/schema.js';

/** A live database and a sandbox's never mix: a sandbox begins by forgetting everything. */
export async function claimWorld(db: Db, world: 'live' | 'sandbox'): Promise<void> {
  const [row] = await db.select().from(schema.settings).where(eq(schema.settings.key, 'world'));
  const [repo] = await db.select({ id: schema.repos.id }).from(schema.repos).limit(1);
  const before = row?.value ?? (repo ? 'live' : null);
  if (before !== null && before !== world) {
    throw new Error(
      world === 'sandbox'
        ? 'DATABASE_URL holds a live team’s data, which the sandbox would erase. Nothing was touched: unset DATABASE_URL, or name another database.'
        : 'This database was filled by the sandbox. Nothing was touched: name another one in DATABASE_URL or EPIC_DATA_DIR.',
    );
  }
  if (world === 'sandbox') await forgetEverything(db);
  await db.insert(schema.settings).values({ key: 'world', value: world }).onConflictDoNothing();
}

async function forgetEverything(db: Db): Promise<void> {
  const tables = Object.values(schema).flatMap((table) =>
    is(table, PgTable) ? [sql.identifier(getTableName(table))] : [],
  );
  await db.execute(sql`truncate ${sql.join(tables, sql`, `)} restart identity cascade`);
}
