import { describe, expect, test } from 'vitest';
import { parseChecklist } from '../../src/domain/checklist.js';

/** `x` before the reference of a ticked child, then its phase. */
function read(markdown: string): string[] {
  return parseChecklist(markdown).map(
    ({ ref, checked, phase }) => `${checked ? 'x ' : ''}${ref} in ${phase}`,
  );
}

describe('a checklist', () => {
  test('names its children in order, ticked or not, phase by phase', () => {
    const body = [
      'Overview with #7 and - [ ] #8 inside a line.',
      '',
      '## Child Issues',
      '',
      '### Phase 1: shared types (blocking)',
      '- [x] #119 - define the frames',
      '### Phase 2: handlers (parallelisable)',
      '- [ ] #120 - read a frame   ',
      '- [ ] #121 - write a frame\t',
      '',
      '## Acceptance criteria',
      '- [ ] everything is green',
    ].join('\n');
    expect(parseChecklist(body)).toEqual([
      child('#119', { checked: true, phase: 1, phaseName: 'shared types (blocking)' }),
      child('#120', { phase: 2, phaseName: 'handlers (parallelisable)' }),
      child('#121', { phase: 2, phaseName: 'handlers (parallelisable)' }),
    ]);
  });

  function child(ref: string, more: { checked?: boolean; phase: number; phaseName: string }) {
    const heading = `Phase ${more.phase}: ${more.phaseName}`;
    return { ref, repo: null, number: Number(ref.slice(1)), checked: false, heading, ...more };
  }

  test.each([
    ['- [ ] #1', '#1 in 1'],
    ['* [x] #2', 'x #2 in 1'],
    ['+ [X] owner/repo#3', 'x owner/repo#3 in 1'],
    ['1. [ ] #4', '#4 in 1'],
    ['- [ ] https://github.com/owner/repo/issues/5', 'owner/repo#5 in 1'],
    ['- [ ] https://github.com/owner/repo/pull/6', 'owner/repo#6 in 1'],
    ['- [ ] <https://github.com/owner/repo/issues/7>', 'owner/repo#7 in 1'],
    ['- [ ] https://github.com/owner/repo/issues/8#issuecomment-1', 'owner/repo#8 in 1'],
    ['- [ ] [fix(x): y](https://git.example/owner/repo/issues/9)', 'owner/repo#9 in 1'],
    ['- [ ] [#10](docs/ten.md) - a link to elsewhere', '#10 in 1'],
    ['- [x] **#11** - bold', 'x #11 in 1'],
    ['- [x] ~~#12 - dropped~~', 'x #12 in 1'],
    ['- [ ] #13: text', '#13 in 1'],
    ['- [ ]   #14', '#14 in 1'],
    ['- [ ] Owner.x/re_po-1#15', 'Owner.x/re_po-1#15 in 1'],
    ['> - [ ] #16', '#16 in 1'],
  ])('reads %j', (line, expected) => expect(read(line)).toEqual([expected]));

  test.each([
    ['a task without a reference', '- [ ] write the docs'],
    ['a reference that comes later', '- [ ] after #1'],
    ['a plain bullet', '- #1'],
    ['no list at all', '[ ] #1'],
    ['a box without its blank', '- []#1'],
    ['no issue number', '- [ ] #0'],
    ['a number past any issue', '- [ ] #12345678901'],
    ['a number that the database could not hold', '- [ ] #9999999999'],
    ['such a number in an address', '- [ ] https://github.com/dappcore/core/issues/9999999999'],
    ['a word that begins with a number', '- [ ] #1a'],
    ['a page below the issue', '- [ ] https://github.com/owner/repo/pull/1/files'],
    ['another page', '- [ ] https://github.com/owner/repo/discussions/1'],
    ['inline code', '- [ ] `#1`'],
    ['text after code', '- [ ] `code` #1'],
    ['an image', '- [ ] ![#1](a.png) #2'],
    ['a comment of HTML', '<!--\n- [ ] #1\n-->'],
    ['a table', '| - [ ] #1 | b |\n| --- | --- |\n| - [x] #2 | c |'],
    ['an escaped box', '- \\[ ] #1'],
    ['an indented block', 'text\n\n    - [ ] #1'],
  ])('sees no child in %s', (_name, body) => expect(read(body)).toEqual([]));

  test('is read with Windows line ends and with trailing blanks', () => {
    expect(read('### Phase 1: a\r\n- [ ] #1\r\n\r\n### Phase 2: b\r\n* [x] #2  \r\n')).toEqual([
      '#1 in 1',
      'x #2 in 2',
    ]);
  });

  test('includes nested items, whatever their parent is', () => {
    expect(read('- [ ] #1\n  - [x] #2\n    1. [ ] #3\n- group\n  - [ ] #4')).toEqual([
      '#1 in 1',
      'x #2 in 1',
      '#3 in 1',
      '#4 in 1',
    ]);
  });

  test.each([
    ['```\n- [ ] #1\n```', 'backticks'],
    ['~~~ md\n- [ ] #1\n~~~', 'tildes'],
    ['````\n```\n- [ ] #1\n```\n- [x] #2\n````', 'a fence in a longer fence'],
    ['- item\n  ```\n  - [ ] #1\n  ```', 'a fence in an item'],
    ['> ```\n> - [ ] #1\n> ```', 'a fence in a quote'],
    ['```\n## Phase 7\n- [ ] #1\n```', 'a heading in a fence'],
  ])('leaves code alone: %j (%s)', (code) => expect(read(`${code}\n\n- [ ] #9`)).toEqual(['#9 in 1']));

  test('stays outside a fence that never closes', () => {
    expect(read('- [ ] #1\n\n```\n- [ ] #2\n### Phase 2\n- [ ] #3')).toEqual(['#1 in 1']);
  });

  test('takes a child named twice where it stands first', () => {
    expect(read('## Phase 1\n- [ ] #1\n## Phase 2\n- [x] #1\n- [ ] o/r#1')).toEqual([
      '#1 in 1',
      'o/r#1 in 2',
    ]);
  });
});

describe('a phase', () => {
  test.each([
    ['### Phase 2: handlers', 2, 'handlers'],
    ['# PHASE 2 – handlers', 2, 'handlers'],
    ['**Phase 2: handlers**', 2, 'handlers'],
    ['__phase 2 - handlers__', 2, 'handlers'],
    ['Phase 2: handlers\n---', 2, 'handlers'],
    ['## Phase 12', 12, ''],
  ])('begins with %j', (heading, phase, phaseName) => {
    expect(parseChecklist(`${heading}\n\n- [ ] #1`)).toMatchObject([{ phase, phaseName }]);
  });

  test.each(['Phase 2: handlers', '**Phase 2** follows', '## Next phase 2', '## Phases 2'])(
    'does not begin with %j',
    (line) => expect(parseChecklist(`${line}\n\n- [ ] #1`)).toMatchObject([{ phase: 1, phaseName: '' }]),
  );

  test('lasts over headings that name none, and those are kept as they stand', () => {
    const items = parseChecklist('## Phase 3: clean\n- [ ] #1\n#### Docs & more\n- [ ] #2');
    expect(items).toMatchObject([
      { phase: 3, heading: 'Phase 3: clean' },
      { phase: 3, phaseName: 'clean', heading: 'Docs & more' },
    ]);
  });
});
