import { describe, expect, it } from 'vitest';
import type { ProposalState } from '../../src/domain/message.js';
import type { OnboardingRepo } from '../../src/domain/onboarding.js';
import { aProposal, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const aRepo = (more: Partial<OnboardingRepo> = {}): OnboardingRepo => ({
  ...{ repo: 'dappcore/core-php', tier: 1, branch: 'dev', language: 'PHP', agent: 'jules' },
  ...{ lacks: [], isHeld: false, stage: 'audit', proposals: {}, notes: {} },
  ...more,
});
const aState = (
  id: string,
  status: ProposalState['proposal']['status'],
  act: 'audit' | 'organise' | 'dispatch',
  acts: ProposalState['acts'] = [],
): ProposalState => {
  const base = aProposal({ status });
  return { proposal: { ...base, id, shown: { ...base.shown, act } }, actions: [], acts };
};
const done = (kind: 'create-issue' | 'close-audit' | 'create-branch', made: number | null = null) =>
  ({ kind, status: 'done', note: null, made }) as const;
const shown = (repos: OnboardingRepo[], states: ProposalState[] = []) =>
  outline(drawSafely({ view: 'onboarding', repos }, live(states)));

describe('the first message of an onboarding', () => {
  it('says what it waits for, repository by repository', () => {
    const php = aRepo({ proposals: { audit: ['a1', 'a2'] } });
    const mcp = aRepo({
      repo: 'dappcore/core-mcp',
      stage: 'dispatch',
      proposals: { audit: ['b1'], organise: ['b2'], dispatch: [] },
      notes: { dispatch: ['Nothing of core-mcp is ready to be dispatched now.'] },
    });
    const states = [
      aState('a1', 'open', 'audit'),
      aState('a2', 'approved', 'audit', [done('create-issue', 30)]),
      aState('b1', 'approved', 'audit', [done('create-issue', 40), done('close-audit')]),
      aState('b2', 'approved', 'organise', [done('create-issue', 41), done('create-branch')]),
    ];
    expect(shown([php, mcp], states)).toMatchInlineSnapshot(`
      "“Onboarding core-php, core-mcp: 1 proposal in the thread waits for an approver”
      # Onboarding core-php, core-mcp
      *1 proposal in the thread waits for an approver*
      ▱▱▱▱▱▱▱▱▱▱ *core-php* · tier 1 · \`dev\` · PHP · → jules
      🖐️ Audits · 1 issue from 0 closed audits · 1 proposal to decide
      ⏳ Epics
      ⏳ Dispatch
      ▰▰▰▰▰▰▰▱▱▱ *core-mcp* · tier 1 · \`dev\` · PHP · → jules
      ✅ Audits · 1 issue from 1 closed audit
      ✅ Epics · #41
      ✅ Dispatch · Nothing of core-mcp is ready to be dispatched now.
        (Audits and epics spend no task; a dispatch shows its price before it is approved.)"
    `);
  });

  it('says what is to be mended first', () => {
    const held = aRepo({ isHeld: true, lacks: ['❌ The token may not write.'], agent: null });
    expect(shown([held])).toMatchInlineSnapshot(`
      "“Onboarding core-php: something is to be mended first”
      # Onboarding core-php
      *something is to be mended first*
      ▱▱▱▱▱▱▱▱▱▱ *core-php* · tier 1 · \`dev\` · PHP · no agent connected
      ❌ The token may not write.
      It goes on by itself once that is mended.
        (Audits and epics spend no task; a dispatch shows its price before it is approved.)"
    `);
  });

  it('says when it is done', () => {
    expect(shown([aRepo({ stage: 'done', proposals: { audit: [], organise: [], dispatch: [] } })])).toContain(
      '“Onboarding core-php: done”',
    );
  });

  it('fits a message with as many repositories as one may name', () => {
    const many = Array.from({ length: 10 }, (_, index) =>
      aRepo({ repo: `dappcore/core-${index}`, lacks: Array.from({ length: 5 }, () => 'x'.repeat(200)) }),
    );
    expect(shown(many)).toContain('core-9');
  });

  it('pings nobody and formats nothing, whatever a repository says', () => {
    const hostile = aRepo({
      language: '<!channel>',
      branch: 'dev` <@U1>',
      notes: { audit: ['<!here>'] },
      proposals: { audit: [] },
    });
    expect(shown([hostile])).not.toMatch(/<!channel>|<@U1>|<!here>/);
  });
});
