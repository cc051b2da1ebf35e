import { describe, expect, it } from 'vitest';
import type { ProposalState } from '../../src/domain/message.js';
import { isSettled, mustBeShownAnew } from '../../src/domain/onboarding.js';
import { aProposal } from '../support/builders/messages.js';

type Status = ProposalState['proposal']['status'];

function aPlan(status: Status, acts: ProposalState['acts'] = []): ProposalState {
  const base = aProposal({ status });
  return { proposal: { ...base, shown: { ...base.shown, act: 'organise' } }, actions: [], acts };
}

describe('a stage of an onboarding', () => {
  const act = { kind: 'create-branch', note: null, made: null } as const;

  it.each<[boolean, string, ProposalState[]]>([
    [true, 'nothing was put before people', []],
    [false, 'somebody has yet to decide', [aPlan('skipped'), aPlan('open')]],
    [false, 'its last step is to be done', [aPlan('approved', [{ ...act, status: 'due' }])]],
    [false, 'its last step is refused and tried again', [aPlan('approved', [{ ...act, status: 'refused' }])]],
    [true, 'its last step is done', [aPlan('approved', [{ ...act, status: 'done' }])]],
    [true, 'a step is refused for good', [aPlan('approved', [{ ...act, status: 'refused', givenUp: true }])]],
  ])('is settled: %s, when %s', (settled, _, states) => {
    expect(isSettled(states)).toBe(settled);
  });

  it.each<[boolean, Status]>([
    [true, 'stale'],
    [true, 'expired'],
    [true, 'undone'],
    [false, 'skipped'],
    [false, 'approved'],
  ])('is put before people again: %s, after %s', (again, status) => {
    expect(mustBeShownAnew([aPlan('skipped'), aPlan(status)])).toBe(again);
  });
});
