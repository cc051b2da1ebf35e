import { COMMANDS, forTerminal } from './domain/command.js';

/** What a command printed, and how the process ends. */
export interface Printed {
  out: string;
  code: number;
}

/** Why a command was not carried out: in words, or for programs as `{ok: false, fault, hints}`. */
export function refused(words: readonly string[], text: string, hints: readonly string[] = []): Printed {
  const fault = forTerminal(text);
  const ways = hints.map(forTerminal);
  const out = words.includes('--json')
    ? JSON.stringify({ ok: false, fault, hints: ways })
    : [fault, ...ways.map((hint) => `  ${hint}`)].join('\n');
  return { out, code: 1 };
}

/** What each command of the grammar does, as JSON for programs. */
export function helpForPrograms(more: readonly { usage: string; does: string }[]): Printed {
  const shared = COMMANDS.map(({ usage, does, example }) => ({ usage, does: forTerminal(does), example }));
  return { out: JSON.stringify({ ok: true, commands: [...shared, ...more] }), code: 0 };
}
