import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChecklist } from '../../../src/domain/checklist.js';
import { epicBody, withChildren } from '../../../src/domain/organise/body.js';
import type { EpicPlan } from '../../../src/domain/organise/plan.js';

const child = (number: number, phase: 1 | 2 | 3, title = `quality(core): mend ${number}`) => ({
  ...{ number, phase, title },
  lastEditedAt: null,
});
const plan = (...children: EpicPlan['children']): EpicPlan => ({
  theme: 'security',
  title: 'epic(security): close them',
  existing: null,
  children,
});
const childrenOf = (body: string) => parseChecklist(body).map(({ number, phase }) => [number, phase]);

describe('the body of a new epic', () => {
  it('is read back as it was planned, without the phases that have no child', () => {
    const body = epicBody(plan(child(5, 1), child(7, 3), child(8, 3)), 'dev');
    expect(childrenOf(body)).toEqual([
      [5, 1],
      [7, 3],
      [8, 3],
    ]);
    expect(body).toContain('### Phase 1: Blockers (blocking)\n\n- [ ] #5 - quality(core): mend 5\n');
    expect(body).not.toContain('Phase 2');
  });

  it('has titles that ping, link, close and mark nothing', () => {
    const hostile = '@everyone fixes #1 <!-- --> [x](https://evil.example) `code` \n- [ ] #99 - sneaked in';
    const body = epicBody(plan(child(5, 2, hostile)), 'dev');
    expect(childrenOf(body)).toEqual([[5, 2]]);
    expect(body).not.toMatch(/@everyone|fixes #1|<!--|\]\(http/);
  });
});

describe('an epic that gets more children', () => {
  const body = `Intro

## Child Issues

### Phase 1: Blockers (blocking)
- [x] #1 - one

### Phase 2: Parallel work (parallelisable)
- [ ] #2 - two
- [ ] #3 - three

## Acceptance criteria
- [ ] all done
`;

  it('has them below those of the same phase, and is otherwise as it was', () => {
    const made = withChildren(body, [child(9, 2), child(8, 1)], 'dappcore/core') ?? '';
    expect(childrenOf(made)).toEqual([
      [1, 1],
      [8, 1],
      [2, 2],
      [3, 2],
      [9, 2],
    ]);
    const lines = new Set(body.split('\n'));
    expect(made.split('\n').filter((line) => !lines.has(line))).toHaveLength(2);
  });

  it('gets a phase that it lacks at the end of its checklist', () => {
    const made = withChildren(body, [child(9, 3)], 'dappcore/core') ?? '';
    expect(childrenOf(made).at(-1)).toEqual([9, 3]);
    expect(made).toMatch(/- \[ \] #3 - three\n\n### Phase 3: Cleanup \(cleanup\)\n\n- \[ \] #9/);
    expect(made.endsWith('## Acceptance criteria\n- [ ] all done\n')).toBe(true);
  });

  it('is left alone when it names them all', () => {
    expect(withChildren(body, [child(2, 2), child(1, 3)], 'dappcore/core')).toBeNull();
    const named = body.replace('#2', 'DappCore/core#2').replace('#3', 'dappcore/other#3');
    expect(withChildren(named, [child(2, 2)], 'dappcore/core')).toBeNull();
    expect(withChildren(named, [child(3, 2)], 'dappcore/core')).toContain('- [ ] #3 - ');
  });

  it.each(['', 'Words alone', 'Words\n'])('gets its first checklist: %j', (text) => {
    const made = withChildren(text, [child(4, 2)], 'dappcore/core') ?? '';
    expect(childrenOf(made)).toEqual([[4, 2]]);
    expect(made.startsWith(text.trimEnd())).toBe(true);
  });

  it('keeps every character of any body, whatever its line ends', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '- [ ] #1 - a',
        '* [x] #2',
        '### Phase 2: x',
        '```',
        '> quote',
        '',
        'words #5',
        '  - [ ] #6',
      ),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
        const text = lines.join(eol);
        const made = withChildren(text, [child(701, 1), child(702, 2), child(703, 3)], 'dappcore/core') ?? '';
        const rest = made.split(/\r?\n/);
        // Every line that was there is still there, whole and in its order.
        const lost = text.split(eol).filter((line) => {
          if (line.trim() === '') return false;
          const at = rest.indexOf(line);
          rest.splice(0, at + 1);
          return at < 0;
        });
        expect(lost).toEqual([]);
        const before = parseChecklist(text).map(({ ref, checked }) => `${ref} ${checked}`);
        const after = parseChecklist(made).map(({ ref, checked }) => `${ref} ${checked}`);
        expect(after).toEqual(expect.arrayContaining(before));
      }),
      { seed: 20261123, numRuns: 80 },
    );
  });
});
