/** `npm run bench`: measures, prints tables, and ends all that it started. bench/README.md tells how to read them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../test/support/databases.js';
import { startPostgres, type TestPostgres } from '../test/support/postgres.js';
import { ACK_HEAD, measureAcks } from './ack.js';
import { AUDITS_HEAD, measureAudits, measureScore, SCORE_HEAD } from './audits.js';
import { endChildren, PARTS, startEcho, startWorldProcess } from './children.js';
import { table } from './figures.js';
import { GH_HEAD, measureGh } from './gh.js';
import { measureSync, SYNC_HEAD } from './sync.js';

const LONGEST_SECONDS = 135;

/** Rows of the tables, as they are found. */
interface Results {
  acks: string[][];
  syncs: string[][];
  snippets: string[][];
  audits: string[][];
  scores: string[][];
}

interface Bench {
  results: Results;
  /** For the bot's embedded database. */
  folder: string;
  /** A new, empty database of PostgreSQL: its URL. */
  newDatabase: (() => Promise<string>) | null;
  say(line: string): void;
}

const part = PARTS[process.argv[2] ?? ''];
if (part) await part();
else await measure();

async function measure(): Promise<void> {
  const started = performance.now();
  const say = (line: string) => {
    const seconds = ((performance.now() - started) / 1_000).toFixed(0).padStart(3);
    process.stderr.write(`${seconds} s  ${line}\n`);
  };
  const stopped = untilStopped();
  process.once('exit', endChildren);
  const results: Results = { acks: [], syncs: [], snippets: [], audits: [], scores: [] };
  const folder = mkdtempSync(join(tmpdir(), 'epic-bench-'));
  const postgres = await findPostgres();
  if (!postgres) say('no PostgreSQL (DATABASE_URL, or initdb and postgres): PGlite alone is measured');
  const made: TestDatabase[] = [];
  const newDatabase = async ({ url }: TestPostgres) => {
    const one = await createDatabase(url);
    made.push(one);
    return one.url;
  };
  const bench = { results, folder, newDatabase: postgres ? () => newDatabase(postgres) : null, say };
  try {
    await Promise.race([measureAll(bench), stopped]);
    say('done');
  } catch (error) {
    say(`${(error as Error).message}: what follows is incomplete`);
    process.exitCode = 1;
  }
  print(results);
  endChildren();
  for (const one of made) await one.drop();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

/** Rejects when it has taken too long, or when somebody wants it to end. */
function untilStopped(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const late = new Error(`not done after ${LONGEST_SECONDS} s, the machine is too busy`);
    setTimeout(() => reject(late), LONGEST_SECONDS * 1_000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => reject(new Error(`${signal}`)));
  });
  // Nobody waits for it yet.
  stopped.catch(() => {});
  return stopped;
}

/** A server in which databases of our own are made and dropped; what is in others is not touched. */
async function findPostgres(): Promise<TestPostgres | undefined> {
  const url = process.env.DATABASE_URL;
  return url ? { url, from: 'DATABASE_URL', stop: async () => {} } : startPostgres();
}

async function measureAll({ results, folder, newDatabase, say }: Bench): Promise<void> {
  const world = await startWorldProcess();
  const echoPort = await startEcho(world);
  const embedded = { env: { ...world, EPIC_DATA_DIR: folder }, database: 'PGlite', say };
  results.acks.push(...(await measureAcks({ ...embedded, echoPort })));
  results.syncs.push(...(await measureSync({ ...embedded, newDatabase: async () => null })));
  if (newDatabase) {
    const server = { env: world, database: 'PostgreSQL', say };
    const env = { ...world, DATABASE_URL: await newDatabase() };
    results.acks.push(...(await measureAcks({ ...server, env, echoPort })));
    results.syncs.push(...(await measureSync({ ...server, newDatabase })));
  }
  results.snippets.push(...(await measureGh({ ...embedded, folder })));
  say('reading audits of two megabytes');
  results.audits.push(...measureAudits());
  results.scores.push(...measureScore());
}

function print({ acks, syncs, snippets, audits, scores }: Results): void {
  process.stdout.write(`\nNode ${process.version}, ${availableParallelism()} cores\n`);
  process.stdout.write(
    `\n${table([ACK_HEAD, ...acks])}\n\n${table([SYNC_HEAD, ...syncs])}\n\n${table([GH_HEAD, ...snippets])}\n\n${table([AUDITS_HEAD, ...audits])}\n\n${table([SCORE_HEAD, ...scores])}\n`,
  );
}
