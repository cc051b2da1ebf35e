import {
  COMPLEXITIES,
  type Complexity,
  FINDING_TYPES,
  type FindingType,
  SCOPES,
  type Scope,
  type Severity,
} from './audit/finding.js';
import { labelled, severityOf } from './labels.js';

/**
 * Where a child comes from, as far as its labels say: each is taken from a closed list, so nobody's words get in.
 * The audit and the pattern themselves stand in the issue's body, which is not read.
 */
export interface Origin {
  /** Labelled `audit`: it was made from a finding. */
  fromAudit: boolean;
  /** Number of the audit's issue. */
  audit: number | null;
  category: FindingType | null;
  severity: Severity | null;
  scope: Scope | null;
  complexity: Complexity | null;
  pattern: string | null;
  /** Number of the framework issue that solves its pattern. */
  frameworkIssue: number | null;
}

/** Severity, category and the like by an issue's labels, written plainly or as `severity:high`. */
export function originByLabels(labels: readonly string[]): Origin {
  return {
    fromAudit: labelled(labels, ['audit'], '') !== null,
    audit: null,
    category: labelled(labels, FINDING_TYPES, '', 'type:'),
    severity: severityOf(labels),
    scope: labelled(labels, SCOPES, '', 'scope:'),
    // Never plain: `medium` is a severity.
    complexity: labelled(labels, COMPLEXITIES, 'complexity:'),
    pattern: null,
    frameworkIssue: null,
  };
}
