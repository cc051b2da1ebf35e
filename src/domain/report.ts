import type { PlanSummary, StageAdvice } from './evening.js';
import type { Conflict, FreshConflict } from './midday.js';
import type { Pace, ReadyDepth } from './pace.js';

/** What a report says, as it was composed. Plain JSON: times are ISO strings. */
export type Report = MorningReport | MiddayReport | EveningReport;

interface ReportHead {
  /** Local date, `2026-02-04`. */
  day: string;
  /** Written out for the reader, `Wednesday 4 February`. */
  dayName: string;
  /** When it should have been posted, if it is late; `08:00 Europe/London`. */
  lateSince: string | null;
  asOf: string | null;
  readyDepth: number;
}

/** What a report proposes: ids of proposals, each drawn with its buttons as it stands when the message is drawn. */
export interface Offer {
  blockers: string[];
  nextPhases: string[];
  features: string[];
  /** Left out of the proposals, and why. */
  deferred: { repo: string; tasks: number; why: string }[];
}

/** The morning report's five points. */
export interface MorningReport extends ReportHead, Offer {
  kind: 'morning';
  yesterday: {
    merged: { repo: string; number: number }[];
    /** Children closed since the day before began. */
    finished: number;
    /** Tasks of the pool nobody used; they do not roll over. Null when the bot was not running all day. */
    lapsed: number | null;
  };
  blocked: { repo: string; pullRequest: number; epic: number | null; why: string; next: string }[];
  /** All that conflict, for the midday report to tell new ones from; reports of older versions have none. */
  conflicts?: Conflict[];
}

/** One of the flow's requests, or the call for a person, on a pull request. */
export interface Intervention {
  repo: string;
  pullRequest: number;
  kind: InterventionKind;
  /** `waiting` is put down and not done yet. */
  state: 'sent' | 'waiting';
}

export const INTERVENTION_KINDS = ['ask-reviews', 'ask-conflict', 'escalate'] as const;
export type InterventionKind = (typeof INTERVENTION_KINDS)[number];

/** The midday report's three points, and how fast the day goes. */
export interface MiddayReport extends ReportHead, Offer {
  kind: 'midday';
  /** What is told began then: when the morning report was due. */
  since: string;
  /** Those that the morning report did not know; all of them when there was none. */
  conflicts: FreshConflict[];
  /** False when no morning report was posted today, so that nothing is known to be new. */
  compared: boolean;
  interventions: Intervention[];
  /** Why nothing more is proposed, or null. */
  held: string | null;
  pace: Pace | null;
}

/** The evening report's three points. */
export interface EveningReport extends ReportHead {
  kind: 'evening';
  today: {
    dispatched: number;
    merged: { repo: string; number: number }[];
    /** Children closed. */
    finished: number;
    stuck: number;
  };
  /** What the next workday's morning would propose if nothing changed. */
  plan: PlanSummary & { dayName: string };
  depth: ReadyDepth;
  stages: StageAdvice;
}

/** What is drawn of the budget, as it is when the message is drawn. */
export interface BudgetAnswer {
  at: string;
  quota: number;
  used: number;
  reserved: number;
  left: number;
  members: {
    member: string;
    agent: string;
    quota: number;
    used: number;
    reserved: number;
    left: number;
    inFlight: number;
    repos: number;
    freesAt: string | null;
  }[];
}

/** Every proposal a report offers, in the order in which it shows them. */
export function proposalsOf(offer: Omit<Offer, 'deferred'> | EveningReport): string[] {
  return 'blockers' in offer ? [...offer.blockers, ...offer.nextPhases, ...offer.features] : [];
}
