import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ago,
  bar,
  cut,
  cutMarkdown,
  escaped,
  issue,
  moment,
  plural,
  title,
} from '../../src/slack/views/words.js';
import { holds } from '../support/property.js';

test('escapes exactly the three characters that Slack asks for', () => {
  expect(escaped(`<!here> & "quotes" 'too' *bold*`)).toBe(`&lt;!here&gt; &amp; "quotes" 'too' *bold*`);
});

describe('a title', () => {
  test('stands on one line, without characters that control or turn it', () => {
    expect(title(' fix:\n\tthe\u0000 \u001b[2J socket \u202egnorts\u2066 ')).toBe(
      'fix: the [2J socket gnorts',
    );
  });

  test('opens no format', () => {
    expect(title('*_~`').replaceAll('\u200b', '')).toBe('*_~`');
    expect(title('*_~`')).not.toMatch(/(?<!\u200b)[*_~`]/);
  });

  test('is cut by the characters of its author, and escaped after that', () => {
    expect(title('&&&&', 3)).toBe('&amp;&amp;…');
    expect(title('🚀🚀🚀', 4)).toBe('🚀…');
  });
});

describe('cut text', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });

  test('is left alone when it fits, else at most as long as it may be, and well formed', () => {
    holds(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, length) => {
        for (const short of [cut(whole, length), cutMarkdown(escaped(whole), length)]) {
          expect(short.length).toBeLessThanOrEqual(length);
          expect(short).not.toMatch(/\p{Surrogate}/u);
        }
        if (whole.length <= length) expect(cut(whole, length)).toBe(whole);
      }),
    );
  });

  test('of markdown ends in no half of an escape, whatever its length', () => {
    const line = escaped('a & b < c > d '.repeat(5));
    for (let length = 1; length < line.length; length++) {
      expect(cutMarkdown(line, length)).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
    }
  });

  test('of markdown ends in no half of a date, whatever its length', () => {
    const line = `free ${moment(new Date('2026-02-04T13:00:00Z'))} or later`;
    for (let length = 1; length < line.length; length++) {
      expect(cutMarkdown(line, length).replace(/<!date\^\d+\^\{time\}\|13:00 UTC>/, '')).not.toContain('<');
    }
  });
});

describe('a bar', () => {
  test.each([
    [0, 0, '▱▱▱▱▱▱▱▱▱▱'],
    [0, 300, '▱▱▱▱▱▱▱▱▱▱'],
    [1, 300, '▰▱▱▱▱▱▱▱▱▱'],
    [150, 300, '▰▰▰▰▰▱▱▱▱▱'],
    [299, 300, '▰▰▰▰▰▰▰▰▰▱'],
    [300, 300, '▰▰▰▰▰▰▰▰▰▰'],
    [310, 300, '▰▰▰▰▰▰▰▰▰▰'],
  ])('of %i in %i shows what is begun, and is full only with the whole', (done, total, drawn) => {
    expect(bar(done, total)).toBe(drawn);
  });
});

test.each([
  [null, 'never read yet'],
  ['2026-02-04T09:00:30Z', 'as of just now'],
  ['2026-02-04T08:59:01Z', 'as of just now'],
  ['2026-02-04T08:58:00Z', 'as of 2 min ago'],
  ['2026-02-04T08:00:00Z', 'as of 1 hour ago'],
  ['2026-02-02T09:00:01Z', 'as of 47 hours ago'],
  ['2026-02-01T09:00:00Z', 'as of 3 days ago'],
])('what was read at %s is %s', (at, words) => {
  expect(ago(at, new Date('2026-02-04T09:00:00Z'))).toBe(words);
});

test('one is one, and all else are many', () => {
  expect([0, 1, 2].map((count) => plural(count, 'child', 'children'))).toEqual([
    '0 children',
    '1 child',
    '2 children',
  ]);
});

test('an issue goes by the short name of its repository', () => {
  expect(issue('dappcore/core<x', 118)).toBe('core&lt;x #118');
});
