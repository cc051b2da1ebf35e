import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks.js';
import { inventoryRow } from '../../src/domain/inventory.js';
import type { ActionStatus, ProposalStatus } from '../../src/domain/ledger.js';
import { repoStatus } from '../../src/domain/status.js';
import { editView } from '../../src/slack/views/edit.js';
import { aChild, anEpic, aPullRequest } from '../support/builders/epics.js';
import {
  aBudgetAnswer,
  aMiddayReport,
  anEveningReport,
  aProposal,
  aReport,
  aShownChild,
  live,
} from '../support/builders/messages.js';
import { aRepo } from '../support/builders/repos.js';
import { holds } from '../support/property.js';
import { drawSafely } from './drawing.js';

/** What people of bad will, or of strange habits, write on GitHub. */
const evil = [
  '<!here>',
  '<!channel|x>',
  '@channel',
  '<@U0SNIDER01>',
  '<#C0GENERAL1>',
  '<https://x|y>',
  '*_`~',
  '```',
  '&lt;!here&gt;',
  '&',
  '🚀',
  '👩‍👩‍👧‍👦',
  '\n> quote\n',
  '\u202e',
  '\u0000\u001b[2J',
  ':wave:',
  ' ',
];
const piece = fc.oneof(fc.constantFrom(...evil), fc.string({ unit: 'grapheme', maxLength: 8 }));
const words = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: piece.map((one) => (one || '.').repeat(10_000).slice(0, 10_000)) },
);
/** GitHub allows neither blanks nor more than a hundred characters in these; the rest is left hostile. */
const name = words.map(
  (text) =>
    text
      .slice(0, 100)
      .replace(/[\ud800-\udbff]$/, '')
      .trim() || 'x',
);
const texts = fc.record({ title: words, why: words, name, branch: name });
type Texts = typeof texts extends fc.Arbitrary<infer Value> ? Value : never;

const repoOf = ({ title, why, name, branch }: Texts, epics: number) => {
  const pullRequest = aPullRequest({ mergeable: 'CONFLICTING', base: branch });
  const children = [
    aChild(1, { issue: { title, pullRequest } }),
    aChild(2, { issue: { title, blockedBy: [why] } }),
    ...Array.from({ length: 10 }, (_, index) => aChild(3 + index, { issue: { title } })),
  ];
  return aRepo({
    name,
    nameWithOwner: `dappcore/${name}`,
    defaultBranch: branch,
    language: name,
    openIssues: [{ title, labels: [], authorAssociation: 'MEMBER', number: 1 }],
    epics: Array.from({ length: epics }, (_, index) =>
      anEpic(
        { [why]: children, [title]: children },
        { number: index + 1, title, branch, repo: `dappcore/${name}` },
      ),
    ),
  });
};

const proposalOf = (id: string, { title, why, name, branch }: Texts, status: ProposalStatus = 'open') =>
  aProposal({
    id,
    status,
    reason: why,
    decidedBy: name,
    decidedAt: new Date('2026-02-04T09:05:00Z'),
    shown: {
      repo: `dappcore/${name}`,
      agent: name,
      why,
      epic: { number: 118, title, branch, branchSha: 'a1b2c3d' },
      children: Array.from({ length: 12 }, (_, index) =>
        aShownChild(index + 1, { title, authorAssociation: 'NONE' }),
      ),
    },
  });

/** Many drawings each: on a busy machine longer than the usual five seconds. */
describe('hostile and huge text never breaks a message and pings nobody', { timeout: 30_000 }, () => {
  test('in status, of everything, one repository or one epic', () => {
    const size = fc.record({
      repos: fc.constantFrom(1, 2, 200),
      epics: fc.constantFrom(0, 1, 60),
      one: fc.boolean(),
    });
    holds(
      fc.property(texts, size, (text, { repos, epics, one }) => {
        const repo = repoStatus(repoOf(text, Math.min(epics, repos > 2 ? 1 : 60)));
        const status = {
          asOf: null,
          trouble: text.why,
          timeline: [{ at: '2026-02-04T08:58:00Z', what: text.why }],
          repos: Array.from({ length: repos }, () => repo),
          epic: one ? 1 : null,
        };
        drawSafely({ view: 'status', status }, live());
      }),
      60,
    );
  });

  test('in the inventory of 200 repositories', () => {
    holds(
      fc.property(texts, fc.constantFrom(1, 60), (text, epics) => {
        const row = inventoryRow(repoOf(text, epics));
        drawSafely({ view: 'inventory', asOf: null, rows: Array.from({ length: 200 }, () => row) }, live());
      }),
      50,
    );
  });

  test('in proposals of every status, with notes', () => {
    const status = fc.constantFrom<ProposalStatus[]>(
      'open',
      'approved',
      'skipped',
      'undone',
      'stale',
      'expired',
    );
    const act = fc.constantFrom<ActionStatus[]>(
      'approved',
      'sending',
      'unknown',
      'confirmed',
      'failed',
      'finished',
    );
    holds(
      fc.property(texts, status, act, fc.constantFrom(1, 60), (text, decided, sent, count) => {
        const account = text.name;
        const states = Array.from({ length: count }, (_, index) => ({
          proposal: proposalOf(`p${index}`, text, decided),
          actions: [1, 2].map((issueNumber) => ({ issueNumber, status: sent, account, note: text.why })),
          acts: [],
        }));
        const proposals = states.map(({ proposal }) => proposal.id);
        const notes = Array.from({ length: count }, () => `3 more would be ready, but ${text.why}.`);
        drawSafely({ view: 'proposal', proposals, notes }, live(states, { budget: aBudgetAnswer() }));
      }),
      80,
    );
  });

  test('in the morning report of 60 epics', () => {
    holds(
      fc.property(texts, fc.constantFrom(1, 20, 60), (text, count) => {
        const part = (letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
        const [blockers, nextPhases, features] = [part('a'), part('b'), part('c')];
        const repo = `dappcore/${text.name}`;
        const blocked = part('d').map(() => ({
          repo,
          pullRequest: 1,
          epic: 2,
          why: text.why,
          next: text.title,
        }));
        const merged = part('m').map((_, number) => ({ repo, number: number + 1 }));
        const report = aReport({
          blockers,
          nextPhases,
          features,
          blocked,
          yesterday: { merged, finished: count, lapsed: 0 },
          deferred: [{ repo, tasks: 3, why: text.why }],
        });
        const states = [...blockers, ...nextPhases, ...features].map((id) => proposalOf(id, text));
        const { blocks } = drawSafely({ view: 'report', report }, live(states, { budget: aBudgetAnswer() }));
        expect(JSON.stringify(blocks)).toContain('"Refresh"');
      }),
      60,
    );
  });

  test('in the midday and evening reports of many repositories', () => {
    holds(
      fc.property(texts, fc.constantFrom(1, 20, 60), (text, count) => {
        const part = (letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
        const [blockers, nextPhases] = [part('a'), part('b')];
        const repo = `dappcore/${text.name}`;
        const one = { repo, pullRequest: 1, epic: 2, base: text.branch };
        const midday = aMiddayReport({
          blockers,
          nextPhases,
          conflicts: part('c').map(() => ({ ...one, mergesBefore: 3 })),
          interventions: part('d').map(() => ({ ...one, kind: 'escalate', state: 'sent' })),
          held: text.why,
          deferred: [{ repo, tasks: 3, why: text.why }],
        });
        const evening = anEveningReport({
          today: {
            dispatched: count,
            merged: part('m').map((_, number) => ({ repo, number })),
            finished: 1,
            stuck: 999,
          },
          plan: {
            dayName: 'Thursday',
            tasks: 9,
            repos: part('p').map(() => ({ repo, tasks: 2, features: 1 })),
            deferred: 2,
            because: [text.why],
          },
          stages: {
            tier: 1,
            repos: part('s').map(() => ({ repo, stage: 1, audits: 2, open: 3 })),
            auditsDone: true,
          },
        });
        const states = [...blockers, ...nextPhases].map((id) => proposalOf(id, text));
        const state = live(states, { budget: aBudgetAnswer() });
        for (const report of [midday, evening]) {
          const { blocks } = drawSafely({ view: 'report', report }, state);
          expect(JSON.stringify(blocks)).toContain('"Refresh"');
        }
      }),
      60,
    );
  });

  test('in budgets of many members', () => {
    const [member] = aBudgetAnswer().members;
    if (!member) throw new Error('the builder gives members');
    holds(
      fc.property(name, fc.constantFrom(1, 20, 200), (login, count) => {
        const one = { ...member, member: login, agent: login, left: 0, freesAt: '2026-02-04T13:00:00Z' };
        const budget = aBudgetAnswer({ members: Array.from({ length: count }, () => one) });
        drawSafely({ view: 'budget', budget }, live());
      }),
      100,
    );
  });

  test('in what is to be unstuck', () => {
    const turn = fc.constantFrom('person', 'bot', 'agent', 'line', 'checks', 'nobody');
    holds(
      fc.property(texts, turn, fc.boolean(), fc.constantFrom(0, 1, 20, 200), (text, whose, paused, count) => {
        const rows = Array.from({ length: count }, (_, index) => ({
          pullRequest: index + 1,
          child: 2,
          epic: 3,
          why: text.why,
          next: text.title,
          turn: whose,
          again: whose === 'person',
        }));
        const unstick = { asOf: null, repo: `dappcore/${text.name}`, paused, rows };
        const { blocks } = drawSafely({ view: 'unstick', unstick }, live());
        expect(JSON.stringify(blocks)).toContain('"Look again"');
      }),
      60,
    );
  });

  test('in the call for a person', () => {
    holds(
      fc.property(texts, fc.constantFrom(0, 1, 60), fc.boolean(), (text, count, ofPull) => {
        const escalation = {
          repo: `dappcore/${text.name}`,
          subject: 140,
          epic: 118,
          child: ofPull ? 119 : null,
          why: text.why,
          tried: Array.from({ length: count }, () => text.title),
          call: [],
        };
        drawSafely({ view: 'escalation', escalation }, live());
      }),
      60,
    );
  });

  test('in notices, whose words may be somebody’s own', () => {
    holds(
      fc.property(words, fc.array(words, { maxLength: 3 }), (text, hints) => {
        if (text.trim())
          drawSafely({ view: 'notice', text, hints: hints.filter((hint) => hint.trim()) }, live());
      }),
    );
  });

  test('in the modal that cuts a proposal down', () => {
    holds(
      fc.property(texts, fc.constantFrom(1, 2, 10, 11, 100, 120), (text, count) => {
        const children = Array.from({ length: count }, (_, index) =>
          aShownChild(index + 1, { title: text.title }),
        );
        const proposal = aProposal({ shown: { repo: `dappcore/${text.name}`, children } });
        const view = editView(proposal);
        expect(checkView(view)).toEqual([]);
        expect(JSON.stringify(view)).not.toMatch(/\\ud[89ab]/i);
      }),
      100,
    );
  });
});
