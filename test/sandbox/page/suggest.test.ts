import { describe, expect, it } from 'vitest';
import { COMMANDS, History, suggest } from '../../../sandbox/page/suggest.js';
import { COMMANDS as GRAMMAR } from '../../../src/domain/command.js';

const repos = ['core', 'core-php', 'docker-server-php', 'build'];
const texts = (typed: string) => suggest(typed, repos).map(({ text }) => text);

describe('suggestions', () => {
  it('know exactly the commands of the bot', () => {
    expect(COMMANDS).toEqual(GRAMMAR.map(({ usage, does }) => ({ usage, does })));
  });

  it('offer every command after a slash, and none for plain words', () => {
    expect(texts('/')).toHaveLength(Math.min(COMMANDS.length, 9));
    expect(texts('/epic')).toEqual(texts('/'));
    expect(texts('hello')).toEqual([]);
    expect(texts('/other')).toEqual([]);
  });

  it('offer the commands that begin like what is typed, with what follows them', () => {
    expect(suggest('/epic di', repos)).toMatchObject([
      { text: '/epic dispatch ', args: '<repo> [#epic|#issue]' },
    ]);
  });

  it('offer the words that a command chooses between', () => {
    expect(texts('/epic report ')).toEqual([
      '/epic report morning',
      '/epic report midday',
      '/epic report evening',
    ]);
    expect(suggest('/epic report mi', repos)).toMatchObject([
      { text: '/epic report midday', args: '[--post]' },
    ]);
    expect(texts('/epic journal ')).toEqual(['/epic journal stats', '/epic journal export']);
    expect(texts('/epic report midday')).toEqual([]);
    expect(texts('/epic report midday --')).toEqual([]);
  });

  it('offer repos after a command that takes one, those that begin so first', () => {
    expect(texts('/epic status php')).toEqual(['/epic status core-php', '/epic status docker-server-php']);
    expect(texts('/epic status core')).toEqual(['/epic status core-php']);
    expect(texts('/epic inventory core')).toEqual([]);
    expect(texts('/epic status core-php #1')).toEqual([]);
  });
});

describe('history', () => {
  it('walks back and forth and gives the draft back', () => {
    const history = new History();
    history.add('/epic status');
    history.add('/epic budget');
    expect(history.step(-1, '/epic d')).toBe('/epic budget');
    expect(history.step(-1, '')).toBe('/epic status');
    expect(history.step(-1, '')).toBeUndefined();
    expect(history.step(1, '')).toBe('/epic budget');
    expect(history.step(1, '')).toBe('/epic d');
    expect(history.step(1, '')).toBeUndefined();
  });

  it('keeps what is sent twice in a row once', () => {
    const history = new History();
    history.add('/epic status');
    history.add('/epic status');
    expect(history.step(-1, '')).toBe('/epic status');
    expect(history.step(-1, '')).toBeUndefined();
  });
});
