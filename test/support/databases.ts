import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

export interface TestDatabase {
  name: string;
  url: string;
  /** Ends the connections that are still open. */
  drop(): Promise<void>;
}

/**
 * A new database on the server of `adminUrl`, whose user must be allowed to create one: empty, or a copy of `template`,
 * to which nobody may be connected.
 */
export async function createDatabase(adminUrl: string, template = 'template0'): Promise<TestDatabase> {
  // Random, too: test files count anew, and other machines may use the same server.
  const name = `epic_test_${process.pid}_${randomBytes(6).toString('hex')}`;
  // template0 unless told, since nobody can be connected to it: PostgreSQL does not copy a database that is in use.
  await administer(adminUrl, `create database ${name} template ${template}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    drop: () => administer(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
