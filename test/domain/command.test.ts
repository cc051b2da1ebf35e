import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, forTerminal, parseCommand, specOf } from '../../src/domain/command.js';
import { holds } from '../support/property.js';

const parsed = (text: string) => {
  const result = parseCommand(text);
  return result.ok ? result.command : result.fault;
};
const hints = (text: string) => {
  const result = parseCommand(text);
  return result.ok ? [] : result.hints;
};

describe('the grammar', () => {
  test.each(COMMANDS.map((spec) => [spec.example, spec.name]))(
    'reads its own example: %s',
    (example, name) => {
      expect(parseCommand(example)).toMatchObject({ ok: true, command: { name } });
    },
  );

  test('gives every command and alias one meaning', () => {
    const words = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(words).size).toBe(words.length);
    for (const spec of COMMANDS)
      for (const word of [spec.name, ...spec.aliases]) expect(specOf(word)).toBe(spec);
  });

  test('begins each usage with the command’s name, so that help shows what may be typed', () => {
    for (const { name, usage } of COMMANDS) expect(usage.split(' ')[0]).toBe(name);
  });

  test.each([
    ['', { name: 'help', topic: null }],
    ['   ', { name: 'help', topic: null }],
    ['help quota', { name: 'help', topic: 'budget' }],
    ['?', { name: 'help', topic: null }],
    ['status', { name: 'status', repo: null, epic: null }],
    ['  STATUS   core-php ', { name: 'status', repo: 'core-php', epic: null }],
    ['status dappcore/core #118', { name: 'status', repo: 'dappcore/core', epic: 118 }],
    ['status core 118', { name: 'status', repo: 'core', epic: 118 }],
    ['repos', { name: 'inventory' }],
    ['quota', { name: 'budget' }],
    ['dispatch core', { name: 'dispatch', repo: 'core', number: null }],
    ['dispatch core #118', { name: 'dispatch', repo: 'core', number: 118 }],
    ['report morning', { name: 'report', kind: 'morning', post: false }],
    ['report midday', { name: 'report', kind: 'midday', post: false }],
    ['report Evening --post', { name: 'report', kind: 'evening', post: true }],
    ['report morning --post', { name: 'report', kind: 'morning', post: true }],
    ['journal', { name: 'journal', show: 'stats', clean: false }],
    ['journal Stats', { name: 'journal', show: 'stats', clean: false }],
    ['journal export', { name: 'journal', show: 'export', clean: false }],
    ['journal export --clean', { name: 'journal', show: 'export', clean: true }],
    ['journal --clean export', { name: 'journal', show: 'export', clean: true }],
    ['leaderboard', { name: 'leaderboard' }],
    ['agents', { name: 'leaderboard' }],
    ['report --post morning', { name: 'report', kind: 'morning', post: true }],
  ])('reads “%s”', (text, command) => expect(parsed(text)).toEqual(command));

  test.each(['—', '–'])('reads the dash a phone makes of two: %s', (dash) => {
    expect(parsed(`report morning ${dash}post`)).toMatchObject({ post: true });
  });

  test('leaves a dash inside a word as it is', () => {
    expect(parsed('status core–php')).toBe('“core–php” is not the name of a repository.');
  });
});

describe('words that make no command', () => {
  test.each([
    ['statsu', ['/epic status [repo] [#epic]']],
    ['disp core', ['/epic dispatch <repo> [#epic|#issue]']],
    ['Invetory', ['/epic inventory']],
  ])('get the nearest ones: %s', (text, nearest) => expect(hints(text).slice(0, 1)).toEqual(nearest));

  test('get help and status when nothing is near', () => {
    expect(hints('xyzzyxyzzy')).toEqual(['/epic help [command]', '/epic status [repo] [#epic]']);
  });

  test('get the nearest ones after help, too', () => {
    expect(parsed('help statsu')).toBe('I know no command “statsu”.');
    expect(hints('help statsu')).toEqual(['/epic status [repo] [#epic]']);
  });

  test.each([
    ['dispatch', 'Which repository?'],
    ['dispatch core!', '“core!” is not the name of a repository.'],
    ['dispatch a/b/c', '“a/b/c” is not the name of a repository.'],
    ['dispatch core #0', '“#0” is not an issue number; write it like #118.'],
    ['dispatch core #1x', '“#1x” is not an issue number; write it like #118.'],
    ['dispatch core #1 #2', 'I do not know what to do with “#2”.'],
    ['status core 99999999999', '“99999999999” is not an issue number; write it like #118.'],
    ['status core 1000000000', '“1000000000” is not an issue number; write it like #118.'],
    ['dispatch core #9999999999', '“#9999999999” is not an issue number; write it like #118.'],
    ['inventory all of it', 'I do not know what to do with “all of it”.'],
    ['report', 'Which report? I know `morning`, `midday` and `evening`.'],
    ['report noon', 'Which report? I know `morning`, `midday` and `evening`.'],
    ['journal diary', 'What of the journal? I know `stats` and `export`.'],
    ['journal export all', 'I do not know what to do with “all”.'],
    ['journal --clean', '`--clean` goes with `export`.'],
    ['leaderboard core', 'I do not know what to do with “core”.'],
    ['report morning noon', 'I do not know what to do with “noon”.'],
  ])('say what is wrong: %s', (text, fault) => expect(parsed(text)).toBe(fault));

  test('repeat no half of an emoji where they are cut', () => {
    expect(parsed(`x${'🦀'.repeat(60)}`)).toBe(`I know no command “x${'🦀'.repeat(39)}”.`);
    expect(parsed(`status ${'🦀'.repeat(90)}`)).toBe(`“${'🦀'.repeat(80)}” is not the name of a repository.`);
  });

  test('say how the command is written, with an example', () => {
    expect(hints('dispatch')).toEqual([
      '/epic dispatch <repo> [#epic|#issue]',
      'for example /epic dispatch core #118',
    ]);
  });

  test('never crash it, and never come back at length', () => {
    const word = fc.oneof(
      fc.constantFrom(...COMMANDS.map(({ name }) => name), '--post', '#1'),
      fc.string({ unit: 'binary' }),
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')),
      word.map((one) => `help ${one.repeat(300)}`),
      word.map((one) => one.repeat(1_000)),
    );
    holds(
      fc.property(text, (typed) => {
        const result = parseCommand(typed);
        if (result.ok) expect(COMMANDS.map(({ name }) => name)).toContain(result.command.name);
        else {
          expect([...result.fault].length).toBeLessThan(160);
          expect(result.fault).not.toMatch(/\p{Cs}/u);
        }
      }),
      500,
    );
  });
});

describe('what was written for Slack', () => {
  test.each([
    ['/epic status core-php', 'epic status core-php'],
    ['for example /epic dispatch core #118', 'for example epic dispatch core 118'],
    ['`/epic dispatch core #118` (1 task) of #119', 'epic dispatch core 118 (1 task) of #119'],
    ['`/epic resume` first. I know `morning`.', 'epic resume first. I know morning.'],
    ['“/epic”', '“epic”'],
    ['https://github.com/epic/core', 'https://github.com/epic/core'],
    ['data/epic /epics', 'data/epic /epics'],
    ['a \u200b`title\u200b` of somebody', 'a \u200b`title\u200b` of somebody'],
  ])('reads in a terminal as it is typed there: %s', (text, plain) => {
    expect(forTerminal(text)).toBe(plain);
  });
});
