import { describe, expect, test } from 'vitest';
import type { LiveState } from '../../src/domain/message.js';
import type { Intervention, MiddayReport } from '../../src/domain/report.js';
import { aBudgetAnswer, aMiddayReport, aProposal, aShownChild, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const shown = (report: Partial<MiddayReport>, state: LiveState = live()) =>
  outline(drawSafely({ view: 'report', report: aMiddayReport(report) }, state));

const conflict = (pullRequest: number, mergesBefore: number) => ({
  repo: 'dappcore/core',
  pullRequest,
  epic: 118,
  base: 'epic/118-mcp-daemon',
  mergesBefore,
});
const did = (
  pullRequest: number,
  kind: Intervention['kind'],
  state: Intervention['state'] = 'sent',
): Intervention => ({ repo: 'dappcore/core', pullRequest, kind, state });

describe('the midday report', () => {
  test('says the pace, new conflicts, interventions and what more to dispatch', () => {
    const report: Partial<MiddayReport> = {
      pace: { advice: 'raise', used: 4, plan: 20 },
      conflicts: [conflict(141, 2), conflict(150, 0)],
      interventions: [did(140, 'ask-reviews'), did(141, 'ask-conflict', 'waiting'), did(133, 'escalate')],
      nextPhases: ['a'],
      features: ['b'],
      deferred: [{ repo: 'dappcore/core', tasks: 4, why: 'one repository takes at most 10 tasks a day' }],
      readyDepth: 23,
    };
    const feature = aProposal({
      id: 'b',
      shown: { children: [aShownChild(121)], needsCodeOwner: true },
    });
    const state = live([aProposal({ id: 'a' }), feature], { budget: aBudgetAnswer() });
    expect(shown(report, state)).toMatchInlineSnapshot(`
      "“Midday: 2 dispatches to decide, 3 tasks, 2 new conflicts”
      # 🌤️ Midday · Wednesday 4 February
      *2 dispatches to decide, 3 tasks*
      4 of today’s 20 tasks used, under 50 % by midday: raise the rate, 23 READY
      ▰▱▱▱▱▱▱▱▱▱ 12 used · 3 reserved · 585 of 600 left
      *2 new conflicts since <!date^1770195600^{time}|09:00 UTC>*
      ⚠️ core #141 (epic #118) conflicts with epic/118-mcp-daemon · after 2 merges into it
      ⚠️ core #150 (epic #118) conflicts with epic/118-mcp-daemon
      *Interventions since <!date^1770195600^{time}|09:00 UTC>: 2 sent · 1 waiting*
      core #140 asked to fix the code reviews
      core #141 is to be asked to fix the merge conflict
      core #133 handed to a person
      [Unstick core]{ask:unstick-core = unstick dappcore/core}
      ---
      *Next in line*
      *core #118 Run the server as a daemon*
      #119 fix(mcp): mend part 119
      #120 fix(mcp): mend part 120
      _phase 1 · handlers_ · 2 tasks → jules
      [primary Approve dispatch]{approve:a = a} [Edit]{edit:a = a} [Skip]{skip:a = a}
      ---
      *🙋 Features · the code owner’s click alone starts them*
      *core #118 Run the server as a daemon*
      #121 fix(mcp): mend part 121
      _phase 1 · handlers_ · 1 task → jules · 🙋 code owner only
      [primary Approve dispatch]{approve:b = b} [Skip]{skip:b = b}
        (4 more tasks would be ready: one repository takes at most 10 tasks a day.)
      [Show pool]{ask = budget} [Refresh]{redraw = report}
        (READY 23 · as of 2 min ago)"
    `);
  });

  test('of a quiet day is short', () => {
    expect(shown({})).toMatchInlineSnapshot(`
      "“Midday: nothing to decide”
      # 🌤️ Midday · Wednesday 4 February
      *Nothing to decide*
      No new conflict since <!date^1770195600^{time}|09:00 UTC>
      No intervention since <!date^1770195600^{time}|09:00 UTC>
      [Show pool]{ask = budget} [Refresh]{redraw = report}
        (READY 0 · as of 2 min ago)"
    `);
  });

  test.each([
    [
      { advice: 'raise', used: 4, plan: 20 },
      9,
      '4 of today’s 20 tasks used, under 50 % by midday: raise the rate, 9 READY',
    ],
    [
      { advice: 'raise', used: 4, plan: 20 },
      0,
      '4 of today’s 20 tasks used, under 50 % by midday: nothing is READY, so run stage 1 or 2',
    ],
    [{ advice: 'steady', used: 12, plan: 20 }, 9, '12 of today’s 20 tasks used: the rate is right'],
    [
      { advice: 'throttle', used: 17, plan: 20 },
      9,
      '⚠️ 17 of today’s 20 tasks used, over 80 % by midday: throttle, and unstick instead',
    ],
  ] as const)('says what to do about a pace of %o', (pace, readyDepth, line) => {
    expect(shown({ pace, readyDepth }).split('\n')).toContain(line);
  });

  test('says why it proposes nothing more', () => {
    expect(shown({ held: 'the pool is used up' })).toContain(
      '  (Nothing more is proposed: the pool is used up.)',
    );
  });

  test('without a morning report calls no conflict new, and says how to see what was missed', () => {
    const text = shown({ compared: false, conflicts: [conflict(141, 0)] });
    expect(text).toContain('“Midday: nothing to decide, 1 conflict”');
    expect(text).toContain('*1 conflict*\n');
    expect(text).toContain(
      'No morning report was posted today: `/epic report morning` shows it to you alone.',
    );
    expect(text).not.toContain('new conflict');
    expect(shown({ compared: false })).toContain('No conflict since');
  });

  test('that is late says so', () => {
    expect(shown({ lateSince: '13:00 Europe/Berlin' })).toContain(
      '  (⏰ Late: this was due at 13:00 Europe/Berlin and could not be posted then.)',
    );
  });

  test('names five conflicts and five interventions, and counts the others', () => {
    const nine = Array.from({ length: 9 }, (_, index) => index + 1);
    const text = shown({
      conflicts: nine.map((number) => conflict(number, 0)),
      interventions: nine.map((number) => did(number, 'ask-reviews')),
    });
    expect(text).toContain('⚠️ core #5 (epic #118) conflicts with epic/118-mcp-daemon\n… and 4 more');
    expect(text).toContain('core #5 asked to fix the code reviews\n… and 4 more');
  });

  test('of 60 epics still ends with its buttons and the READY depth', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `${'a'.repeat(20)}${index}`);
    const text = shown({ nextPhases: ids, readyDepth: 180 }, live(ids.map((id) => aProposal({ id }))));
    expect(text.split('\n').slice(-2)).toEqual([
      expect.stringMatching(/\[Show pool\]\{ask = budget\} \[Refresh\]\{redraw = report\}$/),
      '  (READY 180 · as of 2 min ago)',
    ]);
  });
});
