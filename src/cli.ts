import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgres } from '../db/client.js';
import { askHolder } from '../db/lock.js';
import { openContext, takeTeam } from './bot.js';
import { systemClock } from './clock.js';
import { loadConfig, wantsSandbox } from './config.js';
import { parseAudit } from './domain/audit/parse.js';
import { parseChecklist } from './domain/checklist.js';
import { COMMANDS, forTerminal, parseCommand } from './domain/command.js';
import { parseTitle } from './domain/title.js';
import { sync } from './flows/sync.js';
import { makeLog } from './log.js';
import { drawLines } from './slack/plain.js';
import { helpForPrograms, type Printed, refused, runInTerminal } from './terminal.js';

const { env } = process;
const words = process.argv.slice(2);

/** Commands of the terminal alone; they need neither Slack nor GitHub. */
const LOCAL: Record<string, (rest: readonly string[]) => Promise<Printed>> = {
  // No inherited names: a word such as `constructor` is a command like any unknown one.
  __proto__: null as never,
  audit,
  checklist,
  title,
  migrate,
  help,
};

/** What only the terminal knows, besides the commands that Slack has, too. */
const OWN = [
  { usage: 'audit --file FILE', does: 'the findings that an audit’s body reports' },
  { usage: 'checklist --file FILE', does: 'the children an epic’s body names' },
  { usage: 'title "TITLE"', does: 'what a title’s form says' },
  { usage: 'migrate', does: 'brings the PostgreSQL of DATABASE_URL up to date' },
];

// `epic --json` alone asks for help, as `epic` does.
const [first = 'help', ...others] = words[0] === '--json' ? [...words.slice(1), '--json'] : words;
const command = first === '--json' ? 'help' : first;
const printed = await (LOCAL[command] ?? remote)(others).catch((error: unknown) =>
  fault((error as Error).message),
);
// A journal without records is an empty file: an empty line would be no JSON.
if (printed.out !== '') process.stdout.write(`${printed.out}\n`);
process.exit(printed.code);

/** With a file, what the findings parser reads in it; else the command that Slack has, too. */
async function audit(rest: readonly string[]): Promise<Printed> {
  if (!rest.includes('--file')) return remote();
  const file = fileOf(rest);
  if ('fault' in file) return fault(file.fault || 'Usage: epic audit --file FILE [--json]');
  const { findings, doubts } = parseAudit(file.text);
  const plain = findings.map(({ title, severity, type, scope, complexity, locations }) => ({
    title,
    severity: severity.value,
    type: type.value,
    scope: scope.value,
    complexity: complexity.value,
    locations: locations.map(({ path, line }) => ({ path, line })),
    // A file alone does not tell what stands in the repository today.
    stale: false,
  }));
  if (rest.includes('--json')) return { out: JSON.stringify(plain), code: 0 };
  const lines = plain.map(({ title, severity, type, locations: [first] }) => {
    const place = first ? `  (${first.path}${first.line === null ? '' : `:${first.line}`})` : '';
    return `${severity.padEnd(8)} ${type.padEnd(11)} ${title}${place}`;
  });
  const point = lines.length > 0 ? lines : ['No finding asks for work.'];
  return { out: [...point, ...doubts].join('\n'), code: 0 };
}

async function checklist(rest: readonly string[]): Promise<Printed> {
  const file = fileOf(rest);
  if ('fault' in file) return fault(file.fault || 'Usage: epic checklist --file FILE [--json]');
  const items = parseChecklist(file.text).map(({ ref, checked, heading }) => ({
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

/** The text of the file after `--file`; a fault in words, or an empty one where none is named. */
function fileOf(rest: readonly string[]): { text: string } | { fault: string } {
  const path = rest[rest.indexOf('--file') + 1];
  if (!rest.includes('--file') || !path || path === '--json') return { fault: '' };
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return { fault: `There is no file ${path}.` };
  return { text: readFileSync(path, 'utf8') };
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
  const topics = rest.filter((word) => word !== '--json');
  if (topics.length > 0) return remote();
  if (words.includes('--json')) return helpForPrograms(OWN);
  const shared = COMMANDS.filter(({ name }) => name !== 'help');
  const lines = [...shared, ...OWN].map(
    ({ usage, does }) => `  epic ${usage.padEnd(28)} ${forTerminal(does)}`,
  );
  return { out: [...lines, '  --json with any of them           for programs'].join('\n'), code: 0 };
}

/** A command of Slack's grammar: put to the running bot where there is one, else carried out here. */
async function remote(): Promise<Printed> {
  const parsed = parseCommand(words.filter((word) => word !== '--json').join(' '));
  if (!parsed.ok) return refused(words, parsed.fault, parsed.hints);
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

function fault(text: string): Printed {
  return refused(words, text);
}
