import leven from 'leven';
import { REPORT_KINDS, type ReportKind } from './cadence.js';

/** Every command of the bot, parsed. Slack and the terminal share it; help is generated from `COMMANDS`. */
export type Command =
  | { name: 'help'; topic: CommandName | null }
  | { name: 'status'; repo: string | null; epic: number | null }
  | { name: 'inventory' }
  | { name: 'budget' }
  | { name: 'audit'; repo: string; number: number | null }
  | { name: 'organise'; repo: string }
  | { name: 'dispatch'; repo: string; number: number | null }
  | { name: 'onboard'; repos: string[] }
  | { name: 'unstick'; repo: string; pullRequest: number | null }
  | { name: 'pause'; repo: string | null }
  | { name: 'resume'; repo: string | null }
  | { name: 'report'; kind: ReportKind; post: boolean }
  | { name: 'journal'; show: 'stats' | 'export'; clean: boolean }
  | { name: 'leaderboard' };

export type CommandName = Command['name'];

interface CommandSpec {
  name: CommandName;
  aliases: readonly string[];
  usage: string;
  does: string;
  example: string;
  parse(words: readonly string[]): Command | Fault;
}

interface Fault {
  fault: string;
  /** Instead of the command's own usage. */
  hints?: string[];
}

export type Parsed = { ok: true; command: Command } | { ok: false; fault: string; hints: string[] };

const NAME = /^[\w.-]+(?:\/[\w.-]+)?$/;
/** As many digits as a number in the database may have. */
const ISSUE = /^#?([1-9]\d{0,8})$/;

/** As many as the first message of a thread shows side by side. */
const MOST_ONBOARDED = 10;

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'help',
    aliases: ['?'],
    usage: 'help [command]',
    does: 'what I can do',
    example: 'help dispatch',
    parse: ([topic, ...rest]) => {
      if (rest.length > 0) return tooMany(rest);
      if (topic === undefined) return { name: 'help', topic: null };
      const spec = specOf(topic);
      return spec ? { name: 'help', topic: spec.name } : unknownCommand(topic);
    },
  },
  {
    name: 'status',
    aliases: [],
    usage: 'status [repo] [#epic]',
    does: 'progress, phases, READY, in flight, stuck and the next click',
    example: 'status core-php',
    parse: ([repo, epic, ...rest]) => {
      if (rest.length > 0) return tooMany(rest);
      if (repo === undefined) return { name: 'status', repo: null, epic: null };
      if (!NAME.test(repo)) return notARepo(repo);
      if (epic === undefined) return { name: 'status', repo, epic: null };
      const number = issueNumber(epic);
      return number ? { name: 'status', repo, epic: number } : notANumber(epic);
    },
  },
  {
    name: 'inventory',
    aliases: ['repos'],
    usage: 'inventory',
    does: 'every repository: open issues, audits, epics, branch, stage, tier',
    example: 'inventory',
    parse: (rest) => (rest.length > 0 ? tooMany(rest) : { name: 'inventory' }),
  },
  {
    name: 'budget',
    aliases: ['quota'],
    usage: 'budget',
    does: "today's tasks: used, reserved and left, by member",
    example: 'budget',
    parse: (rest) => (rest.length > 0 ? tooMany(rest) : { name: 'budget' }),
  },
  {
    name: 'audit',
    aliases: [],
    usage: 'audit <repo> [#issue]',
    does: 'stage 1: the issues that the findings of its audits would become; nothing is created before an approver clicks',
    example: 'audit core-php',
    parse: (words) => inRepo(words, (repo, number) => ({ name: 'audit', repo, number })),
  },
  {
    name: 'organise',
    aliases: ['organize'],
    usage: 'organise <repo>',
    does: 'stage 2: the epics that its issues would make, with phases and a branch; nothing is created before an approver clicks',
    example: 'organise core-php',
    parse: ([repo, ...rest]) => {
      if (rest.length > 0) return tooMany(rest);
      if (repo === undefined) return { fault: 'Which repository?' };
      return NAME.test(repo) ? { name: 'organise', repo } : notARepo(repo);
    },
  },
  {
    name: 'dispatch',
    aliases: [],
    usage: 'dispatch <repo> [#epic|#issue]',
    does: 'proposes what to hand to an agent, with its cost; nothing is spent before an approver clicks',
    example: 'dispatch core #118',
    parse: (words) => inRepo(words, (repo, number) => ({ name: 'dispatch', repo, number })),
  },
  {
    name: 'onboard',
    aliases: [],
    usage: 'onboard <repo> [repo …]',
    does: 'audits, epics and the first dispatch in a row, each behind its approval, told in one thread',
    example: 'onboard core-php core-mcp core-api',
    parse: (words) => {
      const stranger = words.find((word) => !NAME.test(word));
      if (words.length === 0) return { fault: 'Which repositories?' };
      if (words.length > MOST_ONBOARDED)
        return { fault: `That is more than ${MOST_ONBOARDED} repositories at once.` };
      return stranger === undefined ? { name: 'onboard', repos: [...words] } : notARepo(stranger);
    },
  },
  {
    name: 'unstick',
    aliases: [],
    usage: 'unstick <repo> [#pr]',
    does: 'what blocks each pull request of the epics, and the next act',
    example: 'unstick core',
    parse: (words) => inRepo(words, (repo, pullRequest) => ({ name: 'unstick', repo, pullRequest })),
  },
  {
    name: 'pause',
    aliases: ['stop'],
    usage: 'pause [repo]',
    does: 'the kill switch: nothing is written to GitHub until `resume`',
    example: 'pause core-php',
    parse: ([repo, ...rest]) => switched('pause', repo, rest),
  },
  {
    name: 'resume',
    aliases: [],
    usage: 'resume [repo]',
    does: 'goes on after `pause`',
    example: 'resume core-php',
    parse: ([repo, ...rest]) => switched('resume', repo, rest),
  },
  {
    name: 'report',
    aliases: [],
    usage: 'report <morning|midday|evening> [--post]',
    does: 'the report now, to you alone; `--post` posts it to the channel',
    example: 'report morning',
    parse: (words) => {
      const rest = words.filter((word) => word !== '--post');
      const kind = REPORT_KINDS.find((known) => known === rest[0]?.toLowerCase());
      if (!kind) return { fault: 'Which report? I know `morning`, `midday` and `evening`.' };
      return rest.length > 1
        ? tooMany(rest.slice(1))
        : { name: 'report', kind, post: rest.length < words.length };
    },
  },
  {
    name: 'journal',
    aliases: [],
    usage: 'journal [stats|export] [--clean]',
    does: 'finished children in numbers, or as a file for programs; `--clean` leaves out who and when',
    example: 'journal stats',
    parse: (words) => {
      const rest = words.filter((word) => word !== '--clean');
      const clean = rest.length < words.length;
      const [show = 'stats', ...more] = rest.map((word) => word.toLowerCase());
      if (more.length > 0) return tooMany(rest.slice(1));
      if (show !== 'stats' && show !== 'export')
        return { fault: 'What of the journal? I know `stats` and `export`.' };
      if (clean && show === 'stats') return { fault: '`--clean` goes with `export`.' };
      return { name: 'journal', show, clean };
    },
  },
  {
    name: 'leaderboard',
    aliases: ['agents'],
    usage: 'leaderboard',
    does: 'agents side by side: what was merged, in how many rounds and hours, at what price',
    example: 'leaderboard',
    parse: (rest) => (rest.length > 0 ? tooMany(rest) : { name: 'leaderboard' }),
  },
];

export function specOf(word: string): CommandSpec | undefined {
  const lower = word.toLowerCase();
  return COMMANDS.find(({ name, aliases }) => name === lower || aliases.includes(lower));
}

/** Reads the words after `/epic`. No words mean help. */
export function parseCommand(text: string): Parsed {
  // Phones make one long dash of the two before a flag.
  const words = text
    .trim()
    .replace(/(?<!\S)[—–](?=\w)/g, '--')
    .split(/\s+/)
    .filter(Boolean);
  const [first, ...rest] = words;
  if (first === undefined) return { ok: true, command: { name: 'help', topic: null } };
  const spec = specOf(first);
  const parsed = spec ? spec.parse(rest) : unknownCommand(first);
  if (!('fault' in parsed)) return { ok: true, command: parsed };
  const usage = spec ? [usageLine(spec), `for example /epic ${spec.example}`] : [];
  return { ok: false, fault: parsed.fault, hints: parsed.hints ?? usage };
}

/** `<repo> [#number]`. */
function inRepo(
  [repo, number, ...rest]: readonly string[],
  command: (repo: string, number: number | null) => Command,
): Command | Fault {
  if (rest.length > 0) return tooMany(rest);
  if (repo === undefined) return { fault: 'Which repository?' };
  if (!NAME.test(repo)) return notARepo(repo);
  if (number === undefined) return command(repo, null);
  const parsed = issueNumber(number);
  return parsed ? command(repo, parsed) : notANumber(number);
}

function switched(
  name: 'pause' | 'resume',
  repo: string | undefined,
  rest: readonly string[],
): Command | Fault {
  if (rest.length > 0) return tooMany(rest);
  return repo === undefined || NAME.test(repo) ? { name, repo: repo ?? null } : notARepo(repo);
}

function unknownCommand(word: string): Required<Fault> {
  return { fault: `I know no command “${start(word, 40)}”.`, hints: nearest(word).map(usageLine) };
}

function usageLine({ usage }: CommandSpec): string {
  return `/epic ${usage}`;
}

function nearest(word: string): CommandSpec[] {
  const distance = ({ name, aliases }: CommandSpec) =>
    Math.min(
      ...[name, ...aliases].map((known) =>
        known.startsWith(word.toLowerCase()) ? 0 : leven(word.slice(0, 40).toLowerCase(), known),
      ),
    );
  const close = [...COMMANDS].filter((spec) => distance(spec) <= 3).sort((a, b) => distance(a) - distance(b));
  return close.length > 0
    ? close.slice(0, 3)
    : COMMANDS.filter(({ name }) => name === 'help' || name === 'status');
}

function issueNumber(word: string): number | null {
  const match = ISSUE.exec(word);
  return match ? Number(match[1]) : null;
}

function tooMany(words: readonly string[]): Fault {
  return { fault: `I do not know what to do with “${start(words.join(' '), 80)}”.` };
}

function notARepo(word: string): Fault {
  return { fault: `“${start(word, 80)}” is not the name of a repository.` };
}

function notANumber(word: string): Fault {
  return { fault: `“${start(word, 40)}” is not an issue number; write it like #118.` };
}

/** The first so many characters, none of them cut in half: half an emoji shows as a broken one. */
function start(text: string, length: number): string {
  return [...text.slice(0, 2 * length)].slice(0, length).join('');
}

/**
 * What was written for Slack as a terminal shows it: there the command is called `epic`, and a backtick marks no code.
 * One behind a zero-width space belongs to somebody's title. A shell takes `#118` for the beginning of a comment.
 */
export function forTerminal(text: string): string {
  const shell = text.replace(/(\/epic [a-z]+ [\w./-]+) #(?=\d)/g, '$1 ');
  return shell.replace(/(?<=^|[\s`(“])\/epic(?=$|[\s`)”.,])/gm, 'epic').replace(/(?<!\u200b)`/g, '');
}
