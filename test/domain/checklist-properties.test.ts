import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChecklist } from '../../src/domain/checklist.js';
import { holds } from '../support/property.js';

const pieces = [
  '- [ ] #1',
  '* [x] #2 ',
  '+ [X] owner/repo#3',
  '  - [ ] #4',
  '```',
  '~~~',
  '````',
  '> ',
  '\t',
  '\r\n',
  '\n',
  '\n\n',
  '## Phase 2: b',
  '**Phase 3**',
  '| a | b |\n| - | - |',
  '<!--',
  '-->',
  '<details>',
  '[a](https://github.com/o/r/issues/5)',
  '\u0000',
  '\ud800',
  '🚀',
];
const body = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 12 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

test('never crashes, and yields every child once with a number and a phase, whatever the bytes are', () => {
  holds(
    fc.property(body, (markdown) => {
      const items = parseChecklist(markdown);
      const refs = items.map(({ ref }) => ref);
      expect(new Set(refs).size).toBe(refs.length);
      for (const { ref, repo, number, phase } of items) {
        expect(ref).toBe(`${repo ?? ''}#${number}`);
        expect(number).toBeGreaterThan(0);
        expect(Number.isInteger(phase)).toBe(true);
      }
    }),
    500,
  );
});

test('never yields anything from inside a code fence', () => {
  const inside = fc.array(
    fc.constantFrom('- [ ] #666', '  * [x] #666', '## Phase 9', '', 'text', '    - [ ] #666'),
  );
  const outside = fc.array(fc.constantFrom('- [ ] #1', 'text', '', '> quote', '## Phase 2'));
  const fence = fc.constantFrom('```', '````', '~~~', '~~~~~');
  holds(
    fc.property(outside, fence, inside, outside, (before, mark, lines, after) => {
      const markdown = [...before, '', mark, ...lines, mark, ...after].join('\n');
      const items = parseChecklist(markdown);
      expect(items.map(({ number }) => number)).not.toContain(666);
      expect(items.map(({ phase }) => phase)).not.toContain(9);
    }),
    300,
  );
});

test('is the same for either line end', () => {
  const line = fc.constantFrom('- [ ] #1', '- [x] #2', '  - [ ] #3', '## Phase 2: b', '```', '', 'text');
  holds(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      expect(parseChecklist(lines.join('\r\n'))).toEqual(parseChecklist(lines.join('\n')));
    }),
  );
});

test.each(['- ', '> ', '>', '1. ', '* > '])(
  'is not stalled by %j nested as deep as a body is long',
  (mark) => {
    const markdown = `- [ ] #1\n\n${mark.repeat(65_000 / mark.length)}[ ] #2\n\n- [ ] #3`;
    expect(parseChecklist(markdown).map(({ number }) => number)).toEqual([1, 3]);
  },
);

test.each(['*a_', '_a ', '[', '](', '![a](', '``` ` ', '~~a', '<a ', '|a\n|-'])(
  'is not stalled by %j again and again, on one line or on many',
  (mark) => {
    for (const end of ['', '\n']) {
      const text = `${mark}${end}`.repeat(64_000 / (mark.length + end.length));
      expect(parseChecklist(`- [ ] #1\n\n${text}`).map(({ number }) => number)).toContain(1);
    }
  },
  60_000,
);

test('keeps long lines of dashes that make a heading or a rule', () => {
  const dashes = '-'.repeat(80);
  expect(parseChecklist(`Phase 2: b\n${dashes}\n- [ ] #1\n\n${'- '.repeat(30)}\n\n- [ ] #2`)).toMatchObject([
    { number: 1, phase: 2 },
    { number: 2, phase: 2 },
  ]);
});
