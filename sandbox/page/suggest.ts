/** A line of the suggestion list: what goes into the composer, and what it is for. */
export interface Suggestion {
  text: string;
  /** What may follow it. */
  args: string;
  note: string;
}

/**
 * What can be typed after `/epic`, in the words of the bot's own grammar, of which the page can only keep a
 * copy; `test/sandbox/page/suggest.test.ts` fails when the two differ.
 */
export const COMMANDS: readonly { usage: string; does: string }[] = [
  { usage: 'help [command]', does: 'what I can do' },
  {
    usage: 'status [repo] [#epic]',
    does: 'progress, phases, READY, in flight, stuck and the next click',
  },
  { usage: 'inventory', does: 'every repository: open issues, audits, epics, branch, stage, tier' },
  { usage: 'budget', does: "today's tasks: used, reserved and left, by member" },
  {
    usage: 'audit <repo> [#issue]',
    does: 'stage 1: the issues that the findings of its audits would become; nothing is created before an approver clicks',
  },
  {
    usage: 'organise <repo>',
    does: 'stage 2: the epics that its issues would make, with phases and a branch; nothing is created before an approver clicks',
  },
  {
    usage: 'dispatch <repo> [#epic|#issue]',
    does: 'proposes what to hand to an agent, with its cost; nothing is spent before an approver clicks',
  },
  {
    usage: 'onboard <repo> [repo …]',
    does: 'audits, epics and the first dispatch in a row, each behind its approval, told in one thread',
  },
  {
    usage: 'unstick <repo> [#pr]',
    does: 'what blocks each pull request of the epics, and the next act',
  },
  { usage: 'pause [repo]', does: 'the kill switch: nothing is written to GitHub until `resume`' },
  { usage: 'resume [repo]', does: 'goes on after `pause`' },
  {
    usage: 'report <morning|midday|evening> [--post]',
    does: 'the report now, to you alone; `--post` posts it to the channel',
  },
  {
    usage: 'journal [stats|export] [--clean]',
    does: 'finished children in numbers, or as a file for programs; `--clean` leaves out who and when',
  },
  {
    usage: 'leaderboard',
    does: 'agents side by side: what was merged, in how many rounds and hours, at what price',
  },
];

/** The words of a usage that are typed as they stand, and what may follow them. */
function partsOf(usage: string): { words: string; args: string } {
  const [, words = usage, args = ''] = /^(.*?)(?: ([<[].*))?$/.exec(usage) ?? [];
  return { words, args };
}

const LIMIT = 9;

/** What fits what has been typed so far: commands first, and repos once a command that takes one is there. */
export function suggest(typed: string, repos: readonly string[]): Suggestion[] {
  if (!typed.startsWith('/')) return [];
  const command = /^\/epic(?:$|\s+(.*)$)/.exec(typed);
  if (!command) return '/epic'.startsWith(typed) ? suggest('/epic ', repos) : [];
  const rest = (command[1] ?? '').trimStart();
  return [...fittingCommands(rest), ...fittingChoices(rest), ...fittingRepos(rest, repos)].slice(0, LIMIT);
}

function fittingCommands(rest: string): Suggestion[] {
  return COMMANDS.flatMap(({ usage, does }) => {
    const { words, args } = partsOf(usage);
    if (!words.startsWith(rest.toLowerCase()) || words === rest.trim()) return [];
    return [{ text: `/epic ${words}${args === '' ? '' : ' '}`, args, note: does }];
  });
}

/** The words of a choice, `<morning|midday|evening>` or `[stats|export]`, once its command is there. */
function fittingChoices(rest: string): Suggestion[] {
  const [word = '', part, more] = rest.split(/\s+/);
  const command = COMMANDS.find(({ usage }) => partsOf(usage).words === word.toLowerCase());
  const [, choices, args = ''] =
    /^[<[](\w+(?:\|\w+)+)[>\]] ?(.*)$/.exec(partsOf(command?.usage ?? '').args) ?? [];
  if (!command || choices === undefined || part === undefined || more !== undefined) return [];
  return choices
    .split('|')
    .filter((choice) => choice.startsWith(part.toLowerCase()) && choice !== part)
    .map((choice) => ({ text: `/epic ${word} ${choice}`, args, note: command.does }));
}

function fittingRepos(rest: string, repos: readonly string[]): Suggestion[] {
  const [word = '', part, more] = rest.split(/\s+/);
  const usage = COMMANDS.map((command) => command.usage).find(
    (each) => partsOf(each).words === word.toLowerCase(),
  );
  const takesRepo = usage !== undefined && /^[<[]repo[>\]]/.test(partsOf(usage).args);
  if (!takesRepo || part === undefined || more !== undefined) return [];
  return repos
    .filter((repo) => repo.includes(part.toLowerCase()) && repo !== part)
    .sort((a, b) => Number(b.startsWith(part)) - Number(a.startsWith(part)))
    .map((repo) => ({ text: `/epic ${word} ${repo}`, args: '', note: 'repository' }));
}

/** What was sent before, to be walked with the arrow keys; what is being typed waits at its end. */
export class History {
  readonly #sent: string[] = [];
  #at = 0;
  #draft = '';

  add(text: string): void {
    if (this.#sent.at(-1) !== text) this.#sent.push(text);
    this.#at = this.#sent.length;
    this.#draft = '';
  }

  /** The text one step back (-1) or forward (1), or undefined at the end of the road. */
  step(by: -1 | 1, current: string): string | undefined {
    const next = this.#at + by;
    if (next < 0 || next > this.#sent.length) return undefined;
    if (this.#at === this.#sent.length) this.#draft = current;
    this.#at = next;
    return this.#sent[next] ?? this.#draft;
  }
}
