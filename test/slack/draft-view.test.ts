import { describe, expect, it } from 'vitest';
import type { AuditDraft, DraftIssue } from '../../src/domain/draft.js';
import type { ProposalState } from '../../src/domain/message.js';
import { aProposal, live } from '../support/builders/messages.js';
import { drawSafely, outline } from './drawing.js';

const anIssue = (key: string, more: Partial<DraftIssue> = {}): DraftIssue => ({
  key,
  title: `security(api): mend ${key}`,
  body: '',
  labels: [],
  severity: 'high',
  type: 'security',
  sureness: 0.9,
  doubts: [],
  stale: false,
  solves: [],
  ...more,
});

const aDraft = (issues: DraftIssue[], more: Partial<AuditDraft> = {}): AuditDraft => ({
  audit: { number: 12, title: '[Audit] Input validation', lastEditedAt: null },
  sureness: 0.9,
  doubts: [],
  issues,
  ...more,
});

const aDraftProposal = (draft: AuditDraft, more: Parameters<typeof aProposal>[0] = {}) =>
  aProposal({
    ...more,
    shown: { act: 'audit', draft, epic: null, children: [], repo: 'dappcore/core-php', cost: 0 },
  });

function shown(draft: AuditDraft, state: Partial<ProposalState> = {}): string {
  const proposal = state.proposal ?? aDraftProposal(draft);
  const states = [{ proposal, actions: [], acts: state.acts ?? [] }];
  return outline(drawSafely({ view: 'proposal', proposals: [proposal.id], notes: [] }, live(states)));
}

describe('a draft with a second opinion', () => {
  it('shows how it differs, and pings nobody', () => {
    const more = {
      title: '<!channel> *Passwords* are logged',
      severity: 'high',
      type: 'security',
      path: null,
    } as const;
    const secondOpinion = {
      by: 'a-model',
      agrees: 1,
      more: [more],
      unseen: ['b'],
      differs: [{ key: 'a', severity: 'low' as const }],
    };
    const text = shown(aDraft([anIssue('a'), anIssue('b')], { secondOpinion }));
    expect(text).toContain('🔎 a-model agrees on 1 · sees 1 more: &lt;!channel&gt;');
    expect(text).toContain('does not see 1 · severity differs on 1');
    expect(text).not.toContain('<!channel>');
  });

  it('says why there is none', () => {
    const secondOpinion = { failed: 'the model did not answer in time' };
    expect(shown(aDraft([anIssue('a')], { secondOpinion }))).toContain(
      '🔎 No second opinion: the model did not answer in time.',
    );
  });
});

describe('a draft', () => {
  it('counts by severity and type, names the doubtful ones first, and costs nothing', () => {
    const issues = [
      anIssue('a', { severity: 'critical' }),
      anIssue('b', { type: 'docs', severity: 'low', sureness: 0.5, doubts: ['No file is named.'] }),
      anIssue('c', { solves: ['a', 'd'] }),
      anIssue('d', { stale: true }),
    ];
    expect(shown(aDraft(issues, { doubts: ['A table was cut off.'] }))).toMatchInlineSnapshot(`
      "“Create 4 issues from 1 audit?”
      *core-php #12* [Audit] Input validation
      *4 issues* · 1 critical, 2 high, 1 low · 3 security, 1 docs
      ⚪ security(api): mend b · 🤔 No file is named.
      🔴 security(api): mend a
      🟠 security(api): mend c · 🧩 framework
      🟠 security(api): mend d · 👻 file gone
      🧩 1 pattern · 👻 1 about files that are gone · 🤔 A table was cut off.
      [primary Create the issues]{approve:p1 = p1} [Review]{edit:p1 = p1} [Skip]{skip:p1 = p1}
        (Creating issues spends no task.)"
    `);
  });

  it('without a finding says what Create does then', () => {
    expect(shown(aDraft([]))).toMatchInlineSnapshot(`
      "“Close 1 audit without a finding?”
      *core-php #12* [Audit] Input validation
      No finding asks for work: the audit is closed as not applicable.
      [primary Close the audit]{approve:p1 = p1} [Skip]{skip:p1 = p1}
        (Creating issues spends no task.)"
    `);
  });

  it('that was approved says how far it is, what is made, and what holds it up', () => {
    const decided = {
      status: 'approved' as const,
      decidedBy: 'Snider',
      decidedAt: new Date('2026-02-04T09:05:00Z'),
    };
    const draft = aDraft([anIssue('a'), anIssue('b')]);
    const act = (
      kind: ProposalState['acts'][number]['kind'],
      status: ProposalState['acts'][number]['status'],
      more = {},
    ) => ({
      kind,
      status,
      note: null,
      made: null,
      ...more,
    });
    const proposal = aDraftProposal(draft, decided);
    expect(shown(draft, { proposal, acts: [act('create-labels', 'due')] })).toContain('Undo');
    const half = [
      act('create-labels', 'done'),
      act('create-issue', 'done', { made: 201 }),
      act('create-issue', 'due', { note: 'GitHub asks us to wait.' }),
    ];
    expect(shown(draft, { proposal, acts: half })).toMatchInlineSnapshot(`
      "“Nothing is left to decide.”
      *core-php #12* [Audit] Input validation
      *2 issues* · 2 high · 2 security
      🟠 security(api): mend a
      🟠 security(api): mend b
        (✅ Approved by Snider at <!date^1770195900^{time}|09:05 UTC> · 1 of 2 issues created · #201 · step 2 of 5 · ⚠️ GitHub asks us to wait.)
        (Creating issues spends no task.)"
    `);
    const all = [
      act('create-labels', 'done'),
      act('create-issue', 'done', { made: 201 }),
      act('create-issue', 'done', { made: 202 }),
      act('comment', 'done'),
      act('close-audit', 'done'),
    ];
    const scattered = [201, 202, 207, 213, 214].map((made) => act('create-issue', 'done', { made }));
    expect(shown(draft, { proposal, acts: scattered })).toContain('#201–#202, #207, #213–#214');
    expect(shown(draft, { proposal, acts: all })).toMatchInlineSnapshot(`
      "“Nothing is left to decide.”
      *core-php #12* [Audit] Input validation
      *2 issues* · 2 high · 2 security
      🟠 security(api): mend a
      🟠 security(api): mend b
        (✅ Approved by Snider at <!date^1770195900^{time}|09:05 UTC> · 2 issues created · #201–#202 · audit closed)
        (Creating issues spends no task.)"
    `);
  });

  it('of several audits can be created at once', () => {
    const proposals = ['p1', 'p2'].map((id) => aDraftProposal(aDraft([anIssue('a')]), { id }));
    const drawn = drawSafely(
      { view: 'proposal', proposals: ['p1', 'p2'], notes: ['Read #9 yourself.'] },
      live(proposals),
    );
    expect(outline(drawn)).toContain('[primary Create all]{approve_all = p1,p2}');
    expect(drawn.text).toBe('Create 2 issues from 2 audits?');
  });

  it('stays inside Slack’s limits with twenty audits of five hundred findings', () => {
    const issues = Array.from({ length: 500 }, (_, index) =>
      anIssue(`${index}`, { title: `fix: ${'x'.repeat(200)} <!channel> *a_ ${index}` }),
    );
    const proposals = Array.from({ length: 20 }, (_, index) =>
      aDraftProposal(aDraft(issues), { id: `p${index}` }),
    );
    drawSafely({ view: 'proposal', proposals: proposals.map(({ id }) => id), notes: [] }, live(proposals));
  });
});
