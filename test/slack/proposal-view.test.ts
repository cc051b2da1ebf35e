import { describe, expect, test } from 'vitest';
import type { ActionStatus } from '../../src/domain/ledger.js';
import type { ProposalState } from '../../src/domain/message.js';
import { aBudgetAnswer, aProposal, aShownChild, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const decided = { decidedBy: 'Snider', decidedAt: new Date('2026-02-04T09:05:00Z') };

function shown(state: Partial<ProposalState> = {}): string {
  const proposal = state.proposal ?? aProposal();
  const drawn = drawSafely(
    { view: 'proposal', proposals: [proposal.id], notes: [] },
    live([{ proposal, actions: state.actions ?? [], acts: [] }]),
  );
  return outline(drawn);
}

function approved(...statuses: ActionStatus[]): string {
  const actions = statuses.map((status, index) => ({
    issueNumber: 119 + index,
    status,
    account: 'Snider',
    note: null,
  }));
  return shown({ proposal: aProposal({ status: 'approved', ...decided }), actions });
}

describe('a proposal', () => {
  test('that is open shows its price and its buttons', () => {
    expect(shown()).toMatchInlineSnapshot(`
      "“Dispatch for 2 tasks?”
      *core #118 Run the server as a daemon*
      #119 fix(mcp): mend part 119
      #120 fix(mcp): mend part 120
      _phase 1 · handlers_ · 2 tasks → jules
      [primary Approve dispatch]{approve:p1 = p1} [Edit]{edit:p1 = p1} [Skip]{skip:p1 = p1}"
    `);
  });

  test('of one child has nothing to edit', () => {
    expect(shown({ proposal: aProposal({ shown: { children: [aShownChild(119)] } }) })).not.toContain(
      '[Edit]',
    );
  });

  test('that is approved shows who, when, on whose account, and Undo while nothing is sent', () => {
    expect(approved('approved', 'approved')).toMatchInlineSnapshot(`
      "“Dispatch for 2 tasks?”
      *core #118 Run the server as a daemon*
      ⏳ #119 fix(mcp): mend part 119
      ⏳ #120 fix(mcp): mend part 120
      _phase 1 · handlers_ · 2 tasks → jules
        (✅ Approved by Snider at <!date^1770195900^{time}|09:05 UTC> · 2 waits for Undo · on Snider’s account)
      [danger Undo]{undo:p1 = p1}"
    `);
  });

  test('that is being sent can no longer be undone', () => {
    expect(approved('sending', 'confirmed')).toMatchInlineSnapshot(`
      "“Dispatch for 2 tasks?”
      *core #118 Run the server as a daemon*
      📤 #119 fix(mcp): mend part 119
      🏷️ #120 fix(mcp): mend part 120
      _phase 1 · handlers_ · 2 tasks → jules
        (✅ Approved by Snider at <!date^1770195900^{time}|09:05 UTC> · 1 being sent · 1 dispatched · on Snider’s account)"
    `);
  });

  test.each<[ActionStatus, string]>([
    ['unknown', '❓ #119'],
    ['confirmed', '🏷️ #119'],
    ['started', '👀 #119'],
    ['finished', '✅ #119'],
    ['failed', '❌ #119'],
    ['stale', '♻️ #119'],
    ['expired', '⌛ #119'],
  ])('marks a task that is %s', (status, mark) => {
    expect(approved(status)).toContain(mark);
    expect(approved(status)).not.toContain('Undo');
  });

  test('says beside a child why it was not dispatched', () => {
    const proposal = aProposal({ status: 'approved', ...decided });
    const note = 'GitHub refused it (410).';
    expect(
      shown({ proposal, actions: [{ issueNumber: 120, status: 'failed', account: null, note }] }),
    ).toContain('❌ #120 fix(mcp): mend part 120 · GitHub refused it (410).');
  });

  test.each([
    ['skipped', '  (⏭️ Skipped by Snider at <!date^1770195900^{time}|09:05 UTC>; nothing was spent.)'],
    ['undone', '  (↩️ Undone by Snider at <!date^1770195900^{time}|09:05 UTC>; nothing was sent or spent.)'],
    ['stale', '  (♻️ No longer as shown: #119 was closed since this was shown. Nothing was spent.)'],
    ['expired', '  (⌛ Expired; nothing was spent.)'],
  ] as const)('that is %s has no button any more', (status, line) => {
    const reason = '#119 was closed since this was shown.';
    const text = shown({ proposal: aProposal({ status, reason, ...decided }) });
    expect(text.split('\n').at(-1)).toBe(line);
    expect(text).not.toMatch(/\]\{/);
  });

  test('of a feature says who alone may start it', () => {
    expect(shown({ proposal: aProposal({ shown: { needsCodeOwner: true } }) })).toContain(
      '2 tasks → jules · 🙋 code owner only',
    );
  });

  test.each([
    ['NONE', ' · ⚠️ written from outside (none)'],
    ['CONTRIBUTOR', ' · ⚠️ written from outside (contributor)'],
    ['COLLABORATOR', ''],
    ['OWNER', ''],
  ])('warns of a child that somebody outside the team wrote: %s', (authorAssociation, warning) => {
    const children = [aShownChild(119, { authorAssociation })];
    expect(shown({ proposal: aProposal({ shown: { children } }) })).toContain(
      `\n#119 fix(mcp): mend part 119${warning}\n`,
    );
  });

  test('names six children and counts the others, and the price stands however long the titles are', () => {
    const children = Array.from({ length: 40 }, (_, index) =>
      aShownChild(200 + index, { title: '<'.repeat(200) }),
    );
    const text = shown({ proposal: aProposal({ shown: { children } }) });
    expect(text).toContain('\n… and 34 more\n_phase 1 · handlers_ · 40 tasks → jules\n');
  });

  test('outside an epic names its repository', () => {
    expect(shown({ proposal: aProposal({ shown: { epic: null } }) })).toContain('*dappcore/core*\n');
  });
});

test('several proposals stand with what was left out and the pool below them', () => {
  const proposals = [aProposal(), aProposal({ id: 'p2', status: 'skipped', ...decided })];
  const content = {
    view: 'proposal' as const,
    proposals: ['p1', 'p2', 'gone'],
    notes: ['3 more would be ready, but …'],
  };
  expect(outline(drawSafely(content, live(proposals, { budget: aBudgetAnswer() })))).toMatchInlineSnapshot(`
    "“Dispatch for 4 tasks?”
    *core #118 Run the server as a daemon*
    #119 fix(mcp): mend part 119
    #120 fix(mcp): mend part 120
    _phase 1 · handlers_ · 2 tasks → jules
    [primary Approve dispatch]{approve:p1 = p1} [Edit]{edit:p1 = p1} [Skip]{skip:p1 = p1}
    *core #118 Run the server as a daemon*
    #119 fix(mcp): mend part 119
    #120 fix(mcp): mend part 120
    _phase 1 · handlers_ · 2 tasks → jules
      (⏭️ Skipped by Snider at <!date^1770195900^{time}|09:05 UTC>; nothing was spent.)
      (3 more would be ready, but …)
      (▰▱▱▱▱▱▱▱▱▱ 12 used · 3 reserved · 585 of 600 left)"
  `);
});
