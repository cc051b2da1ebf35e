import type { Proposal, Shown, ShownChild } from '../../../src/domain/approval.js';
import type { LiveState, ProposalState } from '../../../src/domain/message.js';
import type { BudgetAnswer, EveningReport, MiddayReport, MorningReport } from '../../../src/domain/report.js';

export const SHOWN_AT = new Date('2026-02-04T09:00:00Z');

export function aShownChild(number: number, more: Partial<ShownChild> = {}): ShownChild {
  const title = `fix(mcp): mend part ${number}`;
  return { number, title, authorAssociation: 'MEMBER', lastEditedAt: null, ...more };
}

/** Children #119 and #120 of epic #118, not decided yet, good until the evening. */
export function aProposal({
  shown,
  ...more
}: Partial<Omit<Proposal, 'shown'>> & { shown?: Partial<Shown> } = {}): Proposal {
  const children = shown?.children ?? [aShownChild(119), aShownChild(120)];
  return {
    id: 'p1',
    status: 'open',
    reason: null,
    createdAt: SHOWN_AT,
    expiresAt: new Date('2026-02-04T21:00:00Z'),
    decidedBy: null,
    decidedAt: null,
    ...more,
    shown: {
      repoId: 1,
      repo: 'dappcore/core',
      agent: 'jules',
      epic: {
        number: 118,
        title: 'epic(mcp): Run the server as a daemon',
        branch: 'epic/118-mcp-daemon',
        branchSha: 'a1b2c3d',
      },
      cost: children.length,
      why: 'phase 1 · handlers',
      needsCodeOwner: false,
      act: 'dispatch',
      retry: false,
      into: null,
      ...shown,
      children,
    },
  };
}

/** The state to draw from at `SHOWN_AT`, with these proposals. */
export function live(
  states: readonly (Proposal | ProposalState)[] = [],
  more: Partial<LiveState> = {},
): LiveState {
  const all = states.map((state) =>
    'proposal' in state ? state : { proposal: state, actions: [], acts: [] },
  );
  return {
    now: SHOWN_AT,
    proposals: new Map(all.map((state) => [state.proposal.id, state])),
    budget: null,
    ...more,
  };
}

/** The seed's two members at nine in the morning. */
export function aBudgetAnswer(more: Partial<BudgetAnswer> = {}): BudgetAnswer {
  const jules = { agent: 'jules', quota: 300, freesAt: null };
  return {
    at: SHOWN_AT.toISOString(),
    quota: 600,
    used: 12,
    reserved: 3,
    left: 585,
    members: [
      { ...jules, member: 'Snider', used: 12, reserved: 3, left: 285, inFlight: 9, repos: 14 },
      { ...jules, member: 'bodane', used: 0, reserved: 0, left: 300, inFlight: 0, repos: 0 },
    ],
    ...more,
  };
}

/** A morning on which nothing happened and nothing is proposed. */
export function aReport(more: Partial<MorningReport> = {}): MorningReport {
  return {
    kind: 'morning',
    day: '2026-02-04',
    dayName: 'Wednesday 4 February',
    lateSince: null,
    asOf: '2026-02-04T08:58:00.000Z',
    yesterday: { merged: [], finished: 0, lapsed: null },
    blocked: [],
    blockers: [],
    nextPhases: [],
    features: [],
    deferred: [],
    readyDepth: 0,
    ...more,
  };
}

/** A midday at which nothing has happened since the morning and nothing is proposed. */
export function aMiddayReport(more: Partial<MiddayReport> = {}): MiddayReport {
  return {
    kind: 'midday',
    day: '2026-02-04',
    dayName: 'Wednesday 4 February',
    lateSince: null,
    asOf: '2026-02-04T08:58:00.000Z',
    since: '2026-02-04T09:00:00.000Z',
    conflicts: [],
    compared: true,
    interventions: [],
    held: null,
    pace: null,
    blockers: [],
    nextPhases: [],
    features: [],
    deferred: [],
    readyDepth: 0,
    ...more,
  };
}

/** An evening of a day on which nothing happened, with nothing ahead. */
export function anEveningReport(more: Partial<EveningReport> = {}): EveningReport {
  return {
    kind: 'evening',
    day: '2026-02-04',
    dayName: 'Wednesday 4 February',
    lateSince: null,
    asOf: '2026-02-04T08:58:00.000Z',
    today: { dispatched: 0, merged: [], finished: 0, stuck: 0 },
    plan: { dayName: 'Thursday 5 February', tasks: 0, repos: [], deferred: 0, because: [] },
    depth: { ready: 0, level: 'low', rate: 20, wanted: [40, 60] },
    stages: { tier: null, repos: [], auditsDone: true },
    readyDepth: 0,
    ...more,
  };
}
