import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/domain/command.js';
import { helpForPrograms, refused } from '../src/printed.js';
import { answerTerminal } from '../src/terminal.js';

const draw = () => [];
const answered = async (words: string[]) =>
  JSON.parse(await answerTerminal(undefined, JSON.stringify(words), draw));

describe('a command that is not carried out', () => {
  test('says why and what to do, in words of the terminal', () => {
    expect(refused(['satus'], 'I know no `satus`.', ['/epic status [repo]'])).toEqual({
      out: 'I know no satus.\n  epic status [repo]',
      code: 1,
    });
  });

  test('says it to programs as JSON', () => {
    const { out, code } = refused(['satus', '--json'], 'I know no `satus`.', ['/epic status [repo]']);
    expect([JSON.parse(out), code]).toEqual([
      { ok: false, fault: 'I know no satus.', hints: ['epic status [repo]'] },
      1,
    ]);
  });

  test('says so while the bot is starting, too', async () => {
    expect((await answered(['budget'])).out).toBe('The bot is starting; try again in a moment.');
    const { out } = await answered(['budget', '--json']);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      fault: 'The bot is starting; try again in a moment.',
      hints: [],
    });
  });
});

test('help for programs lists every command', () => {
  const own = { usage: 'migrate', does: 'brings it up to date' };
  const { ok, commands } = JSON.parse(helpForPrograms([own]).out);
  expect(ok).toBe(true);
  expect(commands.map(({ usage }: { usage: string }) => usage)).toEqual([
    ...COMMANDS.map(({ usage }) => usage),
    'migrate',
  ]);
});
