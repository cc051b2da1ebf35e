import { readFileSync, statSync } from 'node:fs';
import { parseAudit } from './domain/audit/parse.js';
import { parseChecklist } from './domain/checklist.js';
import { COMMANDS, forTerminal } from './domain/command.js';
import { printable } from './domain/draft.js';
import { parseTitle } from './domain/title.js';
import { helpForPrograms, type Printed, refused } from './printed.js';

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
const out = printed.out === '' ? '' : `${printed.out}\n`;
process.stdout.write(out, () => process.exit(printed.code));

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
      .map(
        ({ ref, checked, phase }) =>
          `[${checked ? 'x' : ' '}] ${ref}${phase ? `  (${printable(phase)})` : ''}`,
      )
      .join('\n'),
    code: 0,
  };
}

/** The text of the file after `--file`; a fault in words, or an empty one where none is named. */
function fileOf(rest: readonly string[]): { text: string } | { fault: string } {
  const path = rest[rest.indexOf('--file') + 1];
  if (!rest.includes('--file') || !path || path === '--json') return { fault: '' };
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return { fault: `There is no file ${path}.` };
  if (!found.isFile()) return { fault: `${path} is no file that can be read as text.` };
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
  const { migrateDatabase } = await import('./cli-bot.js');
  return migrateDatabase(words);
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

/** What needs the bot loads it: a file is read in a fifth of that time. */
async function remote(): Promise<Printed> {
  const { carryOut } = await import('./cli-bot.js');
  return carryOut(words);
}

function fault(text: string): Printed {
  return refused(words, text);
}
