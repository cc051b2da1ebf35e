import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks.js';
import type { ProposalState } from '../../src/domain/message.js';
import type { EpicPlan } from '../../src/domain/organise/plan.js';
import { planEditView } from '../../src/slack/views/plan-edit.js';
import { aProposal, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const child = (number: number, phase: 1 | 2 | 3, title = `security(api): mend ${number}`) => ({
  ...{ number, phase, title },
  lastEditedAt: null,
});
const aPlan = (more: Partial<EpicPlan> = {}): EpicPlan => ({
  theme: 'security',
  title: 'epic(security): close the weaknesses that the audits found',
  existing: null,
  children: [child(11, 1), child(12, 2), child(13, 3)],
  ...more,
});

function shown(plan: EpicPlan, state: Partial<ProposalState> = {}): string {
  const base = state.proposal ?? aProposal();
  const proposal = {
    ...base,
    shown: { ...base.shown, act: 'organise' as const, plan, epic: null, children: [], cost: 0 },
  };
  const states = [{ proposal, actions: [], acts: state.acts ?? [] }];
  return outline(drawSafely({ view: 'proposal', proposals: [proposal.id], notes: [] }, live(states)));
}

describe('a planned epic', () => {
  it('names its children with their phases, its branch, and costs nothing', () => {
    expect(shown(aPlan())).toMatchInlineSnapshot(`
      "“Make 1 epic of 3 issues?”
      *epic(security): close the weaknesses that the audits found*
      *3 children* · 1 blockers, 1 side by side, 1 cleanup
      1. #11 security(api): mend 11
      2. #12 security(api): mend 12
      3. #13 security(api): mend 13
      core · branch \`epic/…-security\`
      [primary Create the epic]{approve:p1 = p1} [Review]{edit:p1 = p1} [Skip]{skip:p1 = p1}
        (Creating issues spends no task.)"
    `);
  });

  it('that exists says what it gets', () => {
    const existing = { number: 7, title: 'epic(security): old', branch: 'epic/7-security' };
    expect(shown(aPlan({ existing }))).toMatchInlineSnapshot(`
      "“Put 3 issues into 1 epic?”
      *core #7* epic(security): old gets 3 more children
      *3 children* · 1 blockers, 1 side by side, 1 cleanup
      1. #11 security(api): mend 11
      2. #12 security(api): mend 12
      3. #13 security(api): mend 13
      [primary Extend the epic]{approve:p1 = p1} [Review]{edit:p1 = p1} [Skip]{skip:p1 = p1}
        (Creating issues spends no task.)"
    `);
  });

  it('tells how far it is, and what holds it up', () => {
    const proposal = aProposal({ status: 'approved', decidedBy: 'Snider' });
    const made = { kind: 'create-issue', status: 'done', note: null, made: 301 } as const;
    const late = {
      kind: 'create-branch',
      status: 'due',
      note: 'GitHub asks us to wait.',
      made: null,
    } as const;
    expect(shown(aPlan(), { proposal, acts: [made, late] })).toMatchInlineSnapshot(`
      "“Nothing is left to decide.”
      *epic(security): close the weaknesses that the audits found*
      *3 children* · 1 blockers, 1 side by side, 1 cleanup
      1. #11 security(api): mend 11
      2. #12 security(api): mend 12
      3. #13 security(api): mend 13
      core · branch \`epic/…-security\`
        (✅ Approved by Snider · epic #301 · step 1 of 9 · ⚠️ GitHub asks us to wait.)
        (Creating issues spends no task.)"
    `);
    const whole = { ...late, status: 'done', note: null } as const;
    expect(shown(aPlan(), { proposal, acts: [made, whole] })).toContain(
      'epic #301 · 3 children linked · branch ready',
    );
  });

  it('shows titles that ping and format nobody', () => {
    const text = shown(aPlan({ children: [child(1, 2, '<!channel> *bold* `code` <@U1>')] }));
    expect(text).not.toMatch(/<!channel>|<@U1>/);
    expect(text).toContain('&lt;!channel&gt;');
  });

  it('is reviewed in a modal that keeps Slack’s limits, whatever the titles hold', () => {
    const children = Array.from({ length: 50 }, (_, index) =>
      child(index + 1, 2, `<!channel> ${'𝕏'.repeat(300)}`),
    );
    const base = aProposal();
    const of = (plan: EpicPlan, id = 'p1') => ({
      ...base,
      id,
      shown: { ...base.shown, act: 'organise' as const, plan, epic: null, children: [], cost: 0 },
    });
    const others = Array.from({ length: 120 }, (_, index) =>
      of(aPlan({ title: 'x'.repeat(200) }), `p${index + 2}`),
    );
    const view = planEditView(of(aPlan({ children })), others);
    expect(checkView(view)).toEqual([]);
    expect(view.blocks).toHaveLength(52);
    const existing = { number: 7, title: 'epic(security): old', branch: 'epic/7-security' };
    expect(planEditView(of(aPlan({ existing })), []).blocks).toHaveLength(4);
  });
});
