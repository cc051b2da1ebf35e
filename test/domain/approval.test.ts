import { describe, expect, test } from 'vitest';
import {
  type Approver,
  type CurrentFacts,
  judgePerson,
  judgeProposal,
  undoUntil,
} from '../../src/domain/approval.js';
import type { Taking } from '../../src/domain/reassign.js';
import { aProposal, aShownChild } from '../support/builders/messages.js';

const NOW = new Date('2026-02-04T10:00:00Z');

/** What the proposal showed, still so. */
function asShown(more: Partial<CurrentFacts> = {}): CurrentFacts {
  return {
    audit: null,
    branchSha: 'a1b2c3d',
    allDone: false,
    children: [asItWas(119), asItWas(120)],
    planned: [],
    epicOpen: false,
    ...more,
  };
}

function asItWas(number: number): CurrentFacts['children'][number] {
  const { title, lastEditedAt } = aShownChild(number);
  return {
    number,
    title,
    lastEditedAt,
    state: 'ready',
    why: null,
    taking: { ok: false, why: 'no agent had it' },
    retry: false,
    taken: null,
  };
}

describe('a person', () => {
  const who = (more: Partial<Approver> = {}): Approver => ({
    login: 'Snider',
    approver: true,
    codeOwner: false,
    ...more,
  });
  const featureOf = { needsCodeOwner: true };

  test('who is an approver may decide', () => expect(judgePerson(aProposal(), who())).toBeNull());

  test.each([
    ['unknown to the team', null],
    ['a member without the right', who({ approver: false })],
    ['a code owner without the right', who({ approver: false, codeOwner: true })],
  ])('who is %s may not, and hears that nothing was spent', (_who, person) => {
    expect(judgePerson(aProposal(), person)).toMatch(
      /not an approver, so nothing was done and nothing was spent/,
    );
  });

  test('who is not the code owner may not start a feature', () => {
    expect(judgePerson(aProposal({ shown: featureOf }), who())).toMatch(/code owner alone/);
    expect(judgePerson(aProposal({ shown: featureOf }), who({ codeOwner: true }))).toBeNull();
  });
});

describe('a proposal to take a child from its agent', () => {
  const from = { agent: 'jules', task: 7, pullRequest: 140, headSha: 'c0ffee1' };
  const shown = { children: [aShownChild(119)], reassign: from };
  const judged = (taking: Taking) =>
    judgeProposal(
      aProposal({ shown }),
      asShown({ children: [{ ...asItWas(119), state: 'skipped', taking }] }),
      NOW,
    );

  test('is allowed while a person has that very attempt', () => {
    expect(judged({ ok: true, from: { ...from } })).toEqual({ kind: 'allow' });
  });

  test.each<[string, Taking, string]>([
    ['its agent goes on', { ok: false, why: 'its agent is still at it' }, 'is not free to be given away'],
    ['its head moved', { ok: true, from: { ...from, headSha: 'new' } }, 'moved on'],
    ['another pull request stands for it', { ok: true, from: { ...from, pullRequest: 150 } }, 'moved on'],
    ['it was handed out again', { ok: true, from: { ...from, task: 8 } }, 'moved on'],
  ])('is stale when %s', (_what, taking, why) => {
    expect(judged(taking)).toMatchObject({ kind: 'stale', why: expect.stringContaining(`#119 ${why}`) });
  });
});

describe('a proposal', () => {
  test('is allowed while everything is as it was shown', () => {
    expect(judgeProposal(aProposal(), asShown(), NOW)).toEqual({ kind: 'allow' });
  });

  test('of a feature is allowed while the feature waits for its person', () => {
    const children = [asItWas(119), { ...asItWas(120), state: 'needs-person' as const }];
    expect(judgeProposal(aProposal(), asShown({ children }), NOW)).toEqual({ kind: 'allow' });
  });

  test.each(['approved', 'skipped', 'undone', 'stale', 'expired'] as const)(
    'that is %s is refused: an approval counts once',
    (status) => {
      expect(judgeProposal(aProposal({ status, decidedBy: 'bodane' }), asShown(), NOW)).toEqual({
        kind: 'refuse',
        why: `This was already ${status} by bodane; nothing more was spent.`,
      });
    },
  );

  test('expires at its minute, not before', () => {
    const { expiresAt } = aProposal();
    const before = new Date(expiresAt.getTime() - 1);
    expect(judgeProposal(aProposal(), asShown(), before).kind).toBe('allow');
    expect(judgeProposal(aProposal(), asShown(), expiresAt).kind).toBe('expired');
  });

  test('that was decided is refused, not called expired, after its time', () => {
    const late = new Date('2026-03-01T00:00:00Z');
    expect(judgeProposal(aProposal({ status: 'approved' }), asShown(), late).kind).toBe('refuse');
  });

  test.each([
    ['was closed', { state: 'done' as const }],
    ['was dispatched', { state: 'in-flight' as const }],
    ['was dispatched', { state: 'stuck' as const }],
    ['is blocked (by dappcore/core#7)', { state: 'blocked' as const, why: 'by dappcore/core#7' }],
    ['is later (phase 1 is not closed)', { state: 'later' as const, why: 'phase 1 is not closed' }],
    ['was edited', { lastEditedAt: '2026-02-04T09:30:00.000Z' }],
    ['was renamed', { title: 'fix(mcp): something else' }],
    ['was handed out, to no end,', { retry: true }],
    ['became a child of #118', { taken: 'became a child of #118' }],
  ])('is stale when a child %s', (words, change) => {
    const children = [asItWas(119), { ...asItWas(120), ...change }];
    expect(judgeProposal(aProposal(), asShown({ children }), NOW)).toEqual({
      kind: 'stale',
      why: `#120 ${words} since this was shown.`,
    });
  });

  test('is stale when a child can no longer be seen', () => {
    expect(judgeProposal(aProposal(), asShown({ children: [asItWas(119)] }), NOW)).toEqual({
      kind: 'stale',
      why: '#120 can no longer be seen since this was shown.',
    });
  });

  test.each(['ffffff', null])('is stale when its branch moved or is gone (%s)', (branchSha) => {
    expect(judgeProposal(aProposal(), asShown({ branchSha }), NOW)).toEqual({
      kind: 'stale',
      why: '`epic/118-mcp-daemon` moved since this was shown.',
    });
  });

  test('outside an epic cares about no branch', () => {
    const proposal = aProposal({ shown: { epic: null } });
    expect(judgeProposal(proposal, asShown({ branchSha: null }), NOW).kind).toBe('allow');
  });

  test('is not touched by children that it did not show', () => {
    const children = [...asShown().children, { ...asItWas(121), state: 'done' as const }];
    expect(judgeProposal(aProposal(), asShown({ children }), NOW).kind).toBe('allow');
  });
});

test('an approval can be undone for half a minute', () => {
  expect(undoUntil(NOW)).toEqual(new Date('2026-02-04T10:00:30Z'));
});
