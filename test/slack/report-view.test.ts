import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/domain/approval.js';
import type { LiveState } from '../../src/domain/message.js';
import type { MorningReport } from '../../src/domain/report.js';
import { aBudgetAnswer, aProposal, aReport, aShownChild, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const shown = (report: Partial<MorningReport>, state: LiveState = live()) =>
  outline(drawSafely({ view: 'report', report: aReport(report) }, state));

const decided = { decidedBy: 'Snider', decidedAt: new Date('2026-02-04T09:05:00Z') };
const one = (id: string, more: Parameters<typeof aProposal>[0] = {}) =>
  aProposal({ id, ...more, shown: { children: [aShownChild(119)], ...more.shown } });

/** `count` open proposals with ids as long as real ones. */
function many(count: number, letter: string): Proposal[] {
  return Array.from({ length: count }, (_, index) => one(`${letter.repeat(33)}${100 + index}`));
}
const ids = (proposals: readonly Proposal[]) => proposals.map(({ id }) => id);

describe('the morning report', () => {
  test('says yesterday, budget, what is blocked, and what to decide', () => {
    const blocked = {
      repo: 'dappcore/core',
      pullRequest: 140,
      epic: 118,
      why: 'conflicts with epic/118-mcp-daemon',
      next: 'ask the agent to fix the conflict',
    };
    const report = {
      yesterday: {
        merged: [
          { repo: 'dappcore/core', number: 138 },
          { repo: 'dappcore/core-php', number: 7 },
        ],
        finished: 1,
        lapsed: 288,
      },
      blocked: [blocked],
      blockers: ['a'],
      nextPhases: ['b'],
      features: ['c'],
      deferred: [{ repo: 'dappcore/core', tasks: 4, why: 'one repository takes at most 10 tasks a day' }],
      readyDepth: 23,
    };
    const feature = one('c', { shown: { needsCodeOwner: true, why: 'phase 2 · handlers' } });
    const state = live([one('a'), aProposal({ id: 'b' }), feature], { budget: aBudgetAnswer() });
    expect(shown(report, state)).toMatchInlineSnapshot(`
      "“Good morning: 3 dispatches to decide, 4 tasks”
      # ☀️ Good morning · Wednesday 4 February
      *3 dispatches to decide, 4 tasks*
      Yesterday: 2 merged (core #138, core-php #7) · 1 child closed · 288 tasks lapsed
      ▰▱▱▱▱▱▱▱▱▱ 12 used · 3 reserved · 585 of 600 left
      *Blocked: 1 pull request*
      ⚠️ core #140 (epic #118) conflicts with epic/118-mcp-daemon → ask the agent to fix the conflict
      [Unstick core]{ask:unstick-core = unstick dappcore/core}
      ---
      *Blockers · the rest of their phase waits for them*
      *core #118 Run the server as a daemon*
      #119 fix(mcp): mend part 119
      _phase 1 · handlers_ · 1 task → jules
      [primary Approve dispatch]{approve:a = a} [Skip]{skip:a = a}
      ---
      *Next in line*
      *core #118 Run the server as a daemon*
      #119 fix(mcp): mend part 119
      #120 fix(mcp): mend part 120
      _phase 1 · handlers_ · 2 tasks → jules
      [primary Approve dispatch]{approve:b = b} [Edit]{edit:b = b} [Skip]{skip:b = b}
      ---
      *🙋 Features · the code owner’s click alone starts them*
      *core #118 Run the server as a daemon*
      #119 fix(mcp): mend part 119
      _phase 2 · handlers_ · 1 task → jules · 🙋 code owner only
      [primary Approve dispatch]{approve:c = c} [Skip]{skip:c = c}
        (4 more tasks would be ready: one repository takes at most 10 tasks a day.)
      [Approve all (3 tasks)]{approve_all = a,b} [Show pool]{ask = budget} [Refresh]{redraw = report}
        (READY 23 · as of 2 min ago)"
    `);
  });

  test('of a quiet day is short', () => {
    expect(shown({})).toMatchInlineSnapshot(`
      "“Good morning: nothing to decide”
      # ☀️ Good morning · Wednesday 4 February
      *Nothing to decide*
      Yesterday: 0 merged · 0 children closed
      [Show pool]{ask = budget} [Refresh]{redraw = report}
        (READY 0 · as of 2 min ago)"
    `);
  });

  test('that is late says so, once', () => {
    expect(shown({ lateSince: '09:00 Europe/Berlin' })).toContain(
      '  (⏰ Late: this was due at 09:00 Europe/Berlin and could not be posted then.)',
    );
  });

  test('counts only what is still to be decided', () => {
    const state = live([one('a', { status: 'approved', ...decided }), one('b')]);
    expect(shown({ nextPhases: ['a', 'b'] }, state)).toContain('*1 dispatch to decide, 1 task*');
  });

  test('names five merged and five blocked, and counts the others', () => {
    const merged = Array.from({ length: 9 }, (_, index) => ({ repo: 'dappcore/core', number: 1 + index }));
    const blocked = merged.map(({ repo, number }) => ({
      repo,
      pullRequest: number,
      epic: null,
      why: 'w',
      next: 'n',
    }));
    const text = shown({ yesterday: { merged, finished: 9, lapsed: null }, blocked });
    expect(text).toContain('9 merged (core #1, core #2, core #3, core #4, core #5 …)');
    expect(text).toContain('⚠️ core #5 w → n\n… and 4 more');
  });
});

describe('one click for all', () => {
  const button = /\[Approve all \((.*?)\)\]\{approve_all = (.*?)\}/;

  test('takes what is open and shown, and never a feature', () => {
    const state = live([one('a'), one('b'), one('c', { status: 'skipped', ...decided }), one('d'), one('f')]);
    const text = shown({ blockers: ['a'], nextPhases: ['b', 'c', 'd', 'gone'], features: ['f'] }, state);
    expect(text.match(button)?.slice(1)).toEqual(['3 tasks', 'a,b,d']);
  });

  test('is not there for a single proposal', () => {
    expect(shown({ nextPhases: ['a'] }, live([one('a')]))).not.toMatch(button);
  });

  test('takes nothing that the message had no room to show', () => {
    const long = many(60, 'n').map((proposal) => ({
      ...proposal,
      shown: {
        ...proposal.shown,
        children: Array.from({ length: 6 }, (_, n) => aShownChild(n + 1, { title: '&'.repeat(200) })),
      },
    }));
    const text = shown({ nextPhases: ids(long) }, live(long));
    const approvable = text.match(button)?.[2]?.split(',') ?? [];
    expect(approvable.length).toBeGreaterThan(1);
    for (const id of approvable) expect(text).toContain(`{approve:${id} = ${id}}`);
  });
});

test('a report of 60 epics still ends with Show pool, Refresh and the READY depth', () => {
  const [a, b, c] = [many(60, 'a'), many(60, 'b'), many(60, 'c')];
  const text = shown(
    { blockers: ids(a), nextPhases: ids(b), features: ids(c), readyDepth: 180 },
    live([...a, ...b, ...c]),
  );
  expect(text.split('\n').slice(-2)).toEqual([
    expect.stringMatching(/\[Show pool\]\{ask = budget\} \[Refresh\]\{redraw = report\}$/),
    '  (READY 180 · as of 2 min ago)',
  ]);
  expect(text.match(/… and \d+ more: `\/epic dispatch &lt;repo&gt;` shows them/g)).toHaveLength(3);
  expect(text.match(/\[primary Approve dispatch\]/g)?.length).toBeGreaterThan(8);
});
