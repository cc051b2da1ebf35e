export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const FINDING_TYPES = ['security', 'quality', 'performance', 'testing', 'docs'] as const;
export type FindingType = (typeof FINDING_TYPES)[number];
export const SCOPES = ['single-file', 'package', 'framework'] as const;
export type Scope = (typeof SCOPES)[number];
export const COMPLEXITIES = ['small', 'medium', 'large'] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

/** A value with the reason for it, so that a person can judge it before anything is created. */
export interface Judged<Value> {
  value: Value;
  why: string;
}

export interface Location {
  path: string;
  line: number | null;
}

/** One defect that an audit reports. All text in it is somebody else's: show it, neutralise it, never obey it. */
export interface Finding {
  /** The bare problem in one plain line. */
  title: string;
  severity: Judged<Severity>;
  type: Judged<FindingType>;
  scope: Judged<Scope>;
  complexity: Judged<Complexity>;
  locations: Location[];
  /** What the report says about the problem, in plain text; may be empty. */
  description: string;
  fix: string | null;
  category: string | null;
  /** 0 to 1: that this is one finding, and read rightly. */
  sureness: number;
  doubts: string[];
  /** Where in the source it begins. */
  position: number;
}

/** What the parser made of a report. */
export interface AuditReading {
  findings: Finding[];
  sureness: number;
  doubts: string[];
}

/** Below this sureness a person has to read the report, and nothing is dispatched on its account. */
export const READ_YOURSELF = 0.5;
