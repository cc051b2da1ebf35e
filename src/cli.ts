import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgres } from '../db/client.js';
import { askHolder } from '../db/lock.js';
import { openContext, takeTeam } from './bot.js';
import { systemClock } from './clock.js';
import { loadConfig, wantsSandbox } from './config.js';
import { parseChecklist } from './domain/checklist.js';
import { COMMANDS, parseCommand } from './domain/command.js';
import { parseTitle } from './domain/title.js';
import { sync } from './flows/sync.js';
import { makeLog } from './log.js';
import { drawLines } from './slack/plain.js';
import { type Printed, runInTerminal } from './terminal.js';

const { env } = process;
const words = process.argv.slice(2);

/** Commands of the terminal alone; they need neither Slack nor GitHub. */
const LOCAL: Record<string, (rest: readonly string[]) => Promise<Printed>> = {
  // No inherited names: a word such as `constructor` is a command like any unknown one.
  __proto__: null as never,
  checklist,
  title,
  migrate,
  help,
};

const printed = await (LOCAL[words[0] ?? 'help'] ?? remote)(words.slice(1)).catch((error: unknown) => ({
  out: (error as Error).message,
  code: 1,
}));
process.stdout.write(`${printed.out}\n`);
process.exit(printed.code);

async function checklist(rest: readonly string[]): Promise<Printed> {
  const file = rest[rest.indexOf('--file') + 1];
  if (!rest.includes('--file') || !file) return fault('Usage: epic checklist --file FILE [--json]');
  if (!existsSync(file)) return fault(`There is no file ${file}.`);
  const items = parseChecklist(readFileSync(file, 'utf8')).map(({ ref, checked, heading }) => ({
    ref,
    checked,
    phase: heading,
  }));
  if (rest.includes('--json')) return { out: JSON.stringify(items), code: 0 };
  return {
    out: items
      .map(({ ref, checked, phase }) => `[${checked ? 'x' : ' '}] ${ref}${phase ? `  (${phase})` : ''}`)
      .join('\n'),
    code: 0,
  };
}

async function title(rest: readonly string[]): Promise<Printed> {
  const text = rest.filter((word) => word !== '--json').join(' ');
  if (!text) return fault('Usage: epic title "TITLE" [--json]');
  const facts = parseTitle(text);
  if (rest.includes('--json')) return { out: JSON.stringify(facts), code: 0 };
  return {
    out: `type ${facts.type ?? '–'}, scope ${facts.scope ?? '–'}, ${facts.dispatchable ? 'dispatchable' : 'waits for a person'}`,
    code: 0,
  };
}

async function migrate(): Promise<Printed> {
  if (!env.DATABASE_URL)
    return fault('DATABASE_URL is not set; the embedded database migrates itself when the bot starts.');
  const database = await openPostgres(env.DATABASE_URL);
  await database.close();
  return { out: 'The database is up to date.', code: 0 };
}

async function help(rest: readonly string[]): Promise<Printed> {
  const shared = COMMANDS.filter(({ name }) => name !== 'help').map(
    ({ usage, does }) => `  epic ${usage.padEnd(28)} ${does}`,
  );
  const own = [
    '  epic checklist --file FILE        the children an epic’s body names',
    '  epic title "TITLE"                what a title’s form says',
    '  epic migrate                      brings the PostgreSQL of DATABASE_URL up to date',
  ];
  return rest.length > 0
    ? remote()
    : { out: [...shared, ...own, '  --json with any of them           for programs'].join('\n'), code: 0 };
}

/** A command of Slack's grammar: put to the running bot where there is one, else carried out here. */
async function remote(): Promise<Printed> {
  const parsed = parseCommand(words.filter((word) => word !== '--json').join(' '));
  if (!parsed.ok)
    return {
      out: [parsed.fault, ...parsed.hints.map((hint) => `  ${hint.replace('/epic', 'epic')}`)].join('\n'),
      code: 1,
    };
  const sandbox = wantsSandbox(env);
  const dataDir = env.EPIC_DATA_DIR || './data';
  const answer = env.DATABASE_URL
    ? undefined
    : await askHolder(sandbox ? join(dataDir, 'sandbox') : dataDir, JSON.stringify(words));
  if (answer !== undefined) return JSON.parse(answer) as Printed;
  return sandbox ? inSandbox() : byItself(env, {});
}

/** Nothing is set and no sandbox runs: a fresh one answers, and is gone afterwards. */
async function inSandbox(): Promise<Printed> {
  const { startWorld } = await import('../sandbox/world.js');
  const world = await startWorld({ seed: 1 });
  process.stderr.write('No sandbox is running, so a fresh one answers (npm start keeps one up).\n');
  return byItself(world.env, { clock: world.clock });
}

async function byItself(
  from: Readonly<Record<string, string | undefined>>,
  fresh: { clock?: typeof systemClock },
): Promise<Printed> {
  const verdict = loadConfig(from);
  if (!verdict.ok)
    return fault(
      `The command cannot run. Set these (docs/setup.md tells where each comes from):\n${verdict.faults.map((one) => `  • ${one}`).join('\n')}`,
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

function fault(out: string): Printed {
  return { out, code: 1 };
}
