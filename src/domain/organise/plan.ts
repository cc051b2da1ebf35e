/** An open issue that belongs to no epic yet, as far as grouping must know it. */
export interface LooseIssue {
  number: number;
  title: string;
  labels: readonly string[];
  authorAssociation: string;
  lastEditedAt: string | null;
  /** Open issues that block it, as `owner/name#n`. */
  blockedBy: readonly string[];
}

/** A child of a planned epic, as it was shown. */
export interface PlannedChild {
  number: number;
  title: string;
  lastEditedAt: string | null;
}

/** The three phases of every epic. Source: the flow's stage 2. */
export const PHASES = [
  { number: 1, name: 'Blockers (blocking)', words: 'blockers' },
  { number: 2, name: 'Parallel work (parallelisable)', words: 'side by side' },
  { number: 3, name: 'Cleanup (cleanup)', words: 'cleanup' },
] as const;
export type PhaseNumber = (typeof PHASES)[number]['number'];

/** An epic to make, or one that exists and gets more children. Plain JSON: approved and carried out as it was shown. */
export interface EpicPlan {
  /** Of the issue's title, `epic(<theme>): …`, and of the branch `epic/<number>-<theme>`. */
  theme: string;
  title: string;
  existing: { number: number; title: string; branch: string | null } | null;
  children: (PlannedChild & { phase: PhaseNumber })[];
}

export interface EpicsPlan {
  epics: EpicPlan[];
  /** Too few for an epic: each is dispatched by itself. */
  direct: PlannedChild[];
  /** What was left out, and why, in words. */
  notes: string[];
}
