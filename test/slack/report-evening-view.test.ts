import { describe, expect, test } from 'vitest';
import type { LiveState } from '../../src/domain/message.js';
import type { EveningReport } from '../../src/domain/report.js';
import { aBudgetAnswer, anEveningReport, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const shown = (report: Partial<EveningReport>, state: LiveState = live()) =>
  outline(drawSafely({ view: 'report', report: anEveningReport(report) }, state));
const merged = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ repo: 'dappcore/core', number: 140 + index }));
const rows = (dispatched: number, merges: number, stuck: number) =>
  shown({ today: { dispatched, merged: merged(merges), finished: 0, stuck } })
    .split('\n')
    .slice(3, 6);

describe('the evening report', () => {
  test('shows the day, the next workday’s plan, READY and the stages to run', () => {
    const report: Partial<EveningReport> = {
      today: { dispatched: 12, merged: merged(7), finished: 6, stuck: 1 },
      plan: {
        dayName: 'Thursday 5 February',
        tasks: 14,
        repos: [
          { repo: 'dappcore/core', tasks: 10, features: 2 },
          { repo: 'dappcore/core-php', tasks: 4, features: 0 },
        ],
        deferred: 6,
        because: ['one repository takes at most 10 tasks a day'],
      },
      depth: { ready: 17, level: 'low', rate: 20, wanted: [40, 60] },
      stages: {
        tier: 1,
        repos: [
          { repo: 'dappcore/core-php', stage: 1, audits: 15, open: 28 },
          { repo: 'dappcore/core-claude', stage: 2, audits: 0, open: 30 },
        ],
        auditsDone: false,
      },
      readyDepth: 17,
    };
    expect(shown(report, live([], { budget: aBudgetAnswer() }))).toMatchInlineSnapshot(`
      "“Evening: 12 dispatched, 7 merged, 1 stuck”
      # 🌙 Evening · Wednesday 4 February
      *12 dispatched, 7 merged, 1 stuck*
      ▇▇▇▇▇▇▇▇▇▇▇▇ 12 dispatched
      ▇▇▇▇▇▇▇ 7 merged
      ▇ 1 stuck
      6 children closed · merged core #140, core #141, core #142, core #143, core #144 …
      ▰▱▱▱▱▱▱▱▱▱ 12 used · 3 reserved · 585 of 600 left
      *Thursday 5 February: 14 tasks to propose*
      core · 10 tasks · 🙋 2 features
      core-php · 4 tasks
        (As things stand now. 6 more tasks would be ready: one repository takes at most 10 tasks a day.)
      *⚠️ READY 17, under 20: more issues are needed*
      *Run stage 1 or 2 next · tier 1*
      core-php · stage 1 · 15 audits
      core-claude · stage 2 · 30 open issues
      [Onboard core-php]{onboard:0 = dappcore/core-php} [Onboard core-claude]{onboard:1 = dappcore/core-claude}
      [Show pool]{ask = budget} [Refresh]{redraw = report}
        (READY 17 · as of 2 min ago)"
    `);
  });

  test('of a quiet day is short', () => {
    expect(shown({})).toMatchInlineSnapshot(`
      "“Evening: 0 dispatched, 0 merged, 0 stuck”
      # 🌙 Evening · Wednesday 4 February
      *0 dispatched, 0 merged, 0 stuck*
      0 children closed
      *Thursday 5 February: nothing to propose*
        (As things stand now.)
      *⚠️ READY 0, under 20: more issues are needed*
        (Every audit is done: it is time for new ones.)
      [Show pool]{ask = budget} [Refresh]{redraw = report}
        (READY 0 · as of 2 min ago)"
    `);
  });

  test('draws small counts one to one, and large ones in proportion', () => {
    expect(rows(3, 2, 1)).toEqual(['▇▇▇ 3 dispatched', '▇▇ 2 merged', '▇ 1 stuck']);
    expect(rows(200, 100, 1)).toEqual(['▇▇▇▇▇▇▇▇▇▇▇▇ 200 dispatched', '▇▇▇▇▇▇ 100 merged', '▇ 1 stuck']);
    expect(rows(0, 0, 13)).toEqual(['0 dispatched', '0 merged', '▇▇▇▇▇▇▇▇▇▇▇▇ 13 stuck']);
  });

  test('says in words, without the picture, what a lock screen or a screen reader needs', () => {
    const text = shown({ today: { dispatched: 12, merged: merged(5), finished: 4, stuck: 1 } });
    expect(text.split('\n')[0]).toBe('“Evening: 12 dispatched, 5 merged, 1 stuck”');
  });

  test.each([
    [{ ready: 19, level: 'low' }, '*⚠️ READY 19, under 20: more issues are needed*'],
    [{ ready: 25, level: 'short' }, '*READY 25: 20 tasks a day want 40 to 60*'],
    [{ ready: 45, level: 'enough' }, '*READY 45: enough, 20 tasks a day want 40 to 60*'],
  ] as const)('says how long READY lasts: %o', (depth, line) => {
    const text = shown({ depth: { ...depth, rate: 20, wanted: [40, 60] } });
    expect(text.split('\n')).toContain(line);
  });

  test('names five repositories of a plan and of a tier, and counts the others', () => {
    const nine = Array.from({ length: 9 }, (_, index) => `dappcore/r${index + 1}`);
    const text = shown({
      plan: {
        dayName: 'Monday 9 February',
        tasks: 9,
        repos: nine.map((repo) => ({ repo, tasks: 1, features: 0 })),
        deferred: 0,
        because: [],
      },
      stages: {
        tier: 2,
        repos: nine.map((repo) => ({ repo, stage: 1, audits: 1, open: 3 })),
        auditsDone: false,
      },
    });
    expect(text).toContain('r5 · 1 task\n… and 4 more');
    expect(text).toContain('r5 · stage 1 · 1 audit\n… and 4 more');
  });
});
