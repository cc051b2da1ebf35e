import { join } from 'node:path';
import { openPostgres } from '../db/client.js';
import { askHolder } from '../db/lock.js';
import { openContext, takeTeam } from './bot.js';
import { systemClock } from './clock.js';
import { loadConfig, wantsSandbox } from './config.js';
import { parseCommand } from './domain/command.js';
import { sync } from './flows/sync.js';
import { makeLog } from './log.js';
import { type Printed, refused } from './printed.js';
import { drawLines } from './slack/plain.js';
import { runInTerminal } from './terminal.js';

const { env } = process;

/** A command of Slack's grammar: put to the running bot where there is one, else carried out here. */
export async function carryOut(words: readonly string[]): Promise<Printed> {
  const parsed = parseCommand(words.filter((word) => word !== '--json').join(' '));
  if (!parsed.ok) return refused(words, parsed.fault, parsed.hints);
  const sandbox = wantsSandbox(env);
  const dataDir = env.EPIC_DATA_DIR || './data';
  const answer = env.DATABASE_URL
    ? undefined
    : await askHolder(sandbox ? join(dataDir, 'sandbox') : dataDir, JSON.stringify(words));
  if (answer !== undefined) return JSON.parse(answer) as Printed;
  return sandbox ? inSandbox(words) : byItself(words, env, {});
}

/** Nothing is set and no sandbox runs: a fresh one answers, and is gone afterwards. */
async function inSandbox(words: readonly string[]): Promise<Printed> {
  const { startWorld } = await import('../sandbox/world.js');
  const world = await startWorld({ seed: 1 });
  process.stderr.write('No sandbox is running, so a fresh one answers (npm start keeps one up).\n');
  return byItself(words, world.env, { clock: world.clock });
}

async function byItself(
  words: readonly string[],
  from: Readonly<Record<string, string | undefined>>,
  fresh: { clock?: typeof systemClock },
): Promise<Printed> {
  const verdict = loadConfig(from);
  if (!verdict.ok)
    return refused(
      words,
      'The command cannot run. Set these (docs/setup.md tells where each comes from):',
      verdict.faults.map((one) => `• ${one}`),
    );
  const log = makeLog(env.LOG_LEVEL || 'silent');
  const { context, database } = await openContext(verdict.config, {
    clock: fresh.clock ?? systemClock,
    log,
    memory: fresh.clock !== undefined,
  });
  try {
    if (fresh.clock) {
      await takeTeam(context, verdict.config);
      await sync(context);
    }
    return await runInTerminal(context, words, drawLines);
  } finally {
    await database.close();
  }
}

export async function migrateDatabase(words: readonly string[]): Promise<Printed> {
  if (!env.DATABASE_URL)
    return refused(
      words,
      'DATABASE_URL is not set; the embedded database migrates itself when the bot starts.',
    );
  const database = await openPostgres(env.DATABASE_URL);
  await database.close();
  const done = 'The database is up to date.';
  return { out: words.includes('--json') ? JSON.stringify({ ok: true, done }) : done, code: 0 };
}
