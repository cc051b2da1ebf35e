import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseChecklist, tick } from '../../src/domain/checklist.js';
import { holds } from '../support/property.js';

/** A line of a body: a task in one of the forms that people write, or something that is none. */
const task = fc.record({
  indent: fc.constantFrom('', '  ', '\t'),
  bullet: fc.constantFrom('-', '*', '+', '1.'),
  box: fc.constantFrom('[ ]', '[x]', '[X]'),
  child: fc
    .tuple(
      fc.constantFrom(
        ...['#N', '#N', '#N', '**#N**', '_#N_', '~~#N~~', '[#N](../N)', '**[#N](x)**', 'o/r#N', '\\#N'],
        ...[
          'https://github.com/o/r/issues/N',
          '<https://github.com/o/r/pull/N>',
          '[a b](https://g.e/o/r/issues/N)',
        ],
      ),
      fc.integer({ min: 1, max: 40 }),
    )
    .map(([form, number]) => form.replaceAll('N', `${number}`)),
  rest: fc.constantFrom('', ' - fix(io): close it', ' ünïcödé 🎉', ' `code` *and* [ ] more'),
});
const other = fc.constantFrom(
  '',
  '### Phase 2: Packages (parallelisable)',
  'Some words about #7.',
  '> - [ ] #3 quoted',
  '```\n- [ ] #4 not a task\n```',
  '    - [ ] #5 in code',
  '- [ ] no reference',
  `${'> '.repeat(25)}- [ ] #6 too deep`,
);
const line = fc.oneof(
  {
    weight: 3,
    arbitrary: task.map(
      ({ indent, bullet, box, child, rest }) => `${indent}${bullet} ${box} ${child}${rest}`,
    ),
  },
  { weight: 1, arbitrary: other },
);
const bodies = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\uFEFF'))
  .map(([lines, end, mark]) => mark + lines.join('\n').replaceAll('\n', end));

describe('ticking a child', () => {
  it('changes one character, at that child’s box, and nothing else', () => {
    holds(
      fc.property(bodies, (body) => {
        const items = parseChecklist(body);
        for (const { ref, checked } of items) {
          const ticked = tick(body, { ref });
          if (checked) {
            expect(ticked).toBeNull();
            continue;
          }
          if (ticked === null) throw new Error(`${ref} was not ticked`);
          expect(ticked).toHaveLength(body.length);
          const at = [...body.split('').keys()].filter((index) => body[index] !== ticked[index]);
          expect(at).toHaveLength(1);
          expect(body.slice((at[0] ?? 0) - 1, (at[0] ?? 0) + 2)).toBe('[ ]');
          expect(ticked[at[0] ?? 0]).toBe('x');
          const after = parseChecklist(ticked);
          expect(after.map((item) => [item.ref, item.checked])).toEqual(
            items.map((item) => [item.ref, item.checked || item.ref === ref]),
          );
        }
      }),
      2_000,
    );
  });

  test.each([
    ['an unknown child', '- [ ] #1', '#2'],
    ['a child that is ticked', '- [x] #1', '#1'],
    ['a look-alike in code', '```\n- [ ] #1\n```', '#1'],
    ['a child of another repository by its number alone', '- [ ] dappcore/core#1', '#1'],
  ])('does nothing for %s', (_, body, ref) => {
    expect(tick(body, { ref })).toBeNull();
  });
});
