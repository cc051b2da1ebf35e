/** The morning report's five points as they were composed. Plain JSON: times are ISO strings. */
export interface MorningReport {
  kind: 'morning';
  /** Local date, `2026-02-04`. */
  day: string;
  /** Written out for the reader, `Wednesday 4 February`. */
  dayName: string;
  /** When it should have been posted, if it is late; `08:00`. */
  lateSince: string | null;
  asOf: string | null;
  yesterday: {
    merged: { repo: string; number: number }[];
    /** Children closed since the day before began. */
    finished: number;
    /** Tasks of the pool nobody used; they do not roll over. Null when the bot was not running all day. */
    lapsed: number | null;
  };
  blocked: { repo: string; pullRequest: number; epic: number | null; why: string; next: string }[];
  /** Ids of proposals, each drawn with its buttons as it stands when the message is drawn. */
  blockers: string[];
  nextPhases: string[];
  features: string[];
  /** Left out of the proposals, and why. */
  deferred: { repo: string; tasks: number; why: string }[];
  readyDepth: number;
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
export function proposalsOf(offer: Pick<MorningReport, 'blockers' | 'nextPhases' | 'features'>): string[] {
  return [...offer.blockers, ...offer.nextPhases, ...offer.features];
}
