import { describe, expect, test } from 'vitest';
import { inventoryRow } from '../../src/domain/inventory.js';
import { drawLines } from '../../src/slack/plain.js';
import { aBudgetAnswer, aProposal, aShownChild, live } from '../support/builders/messages.js';
import { aRepo } from '../support/builders/repos.js';

describe('a message in the terminal', () => {
  test('has its table in columns', () => {
    const rows = [aRepo({ name: 'core-php' }), aRepo({ name: 'core' })].map(inventoryRow);
    expect(drawLines({ view: 'inventory', asOf: null, rows }, live()).slice(-3)).toEqual([
      'Repository  Open  Audits  Epics  Branch  Stage          Tier',
      'core-php    0     0       –      dev     nothing to do  4',
      'core        0     0       –      dev     nothing to do  4',
    ]);
  });

  test('has neither marks nor escapes nor buttons', () => {
    const children = [aShownChild(119, { title: 'fix: a < b && *c* <!here>' })];
    const proposal = aProposal({ shown: { children } });
    expect(drawLines({ view: 'proposal', proposals: ['p1'], notes: [] }, live([proposal]))).toEqual([
      'core #118 Run the server as a daemon',
      '#119 fix: a < b && *c* <!here>',
      'phase 1 · handlers · 1 task → jules',
    ]);
  });

  test('writes a moment out in UTC', () => {
    const [member] = aBudgetAnswer().members;
    if (!member) throw new Error('the builder gives members');
    const budget = aBudgetAnswer({ members: [{ ...member, left: 0, freesAt: '2026-02-04T13:00:00Z' }] });
    expect(drawLines({ view: 'budget', budget }, live()).join('\n')).toMatch(/ · next free 13:00 UTC$/m);
  });

  test('sends no control character of a title to the terminal', () => {
    const proposal = aProposal({
      shown: { children: [aShownChild(119, { title: 'a\u001b[2J\u0007b\r\nc' })] },
    });
    const text = drawLines({ view: 'proposal', proposals: ['p1'], notes: [] }, live([proposal])).join('\n');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('names commands as they are typed there, and keeps a title’s own backticks', () => {
    const content = { view: 'notice', text: 'Use `/epic budget`.', hints: ['/epic help [command]'] } as const;
    expect(drawLines({ ...content, hints: [...content.hints] }, live())).toEqual([
      'Use epic budget.',
      'epic help [command]',
    ]);
    const proposal = aProposal({ shown: { children: [aShownChild(119, { title: 'fix: `a`' })] } });
    expect(drawLines({ view: 'proposal', proposals: ['p1'], notes: [] }, live([proposal])).join()).toContain(
      'fix: `a`',
    );
  });
});
