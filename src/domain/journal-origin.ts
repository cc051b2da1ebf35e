/**
 * Where a child comes from, as far as its labels say: each is taken from a closed list, so nobody's words get in.
 * The audit and the pattern themselves stand in the issue's body, which is not read.
 */
export interface Origin {
  /** Labelled `audit`: it was made from a finding. */
  fromAudit: boolean;
  /** Number of the audit's issue. */
  audit: number | null;
  category: (typeof CATEGORIES)[number] | null;
  severity: (typeof SEVERITIES)[number] | null;
  scope: (typeof SCOPES)[number] | null;
  complexity: (typeof COMPLEXITIES)[number] | null;
  pattern: string | null;
  /** Number of the framework issue that solves its pattern. */
  frameworkIssue: number | null;
}

export const CATEGORIES = ['security', 'quality', 'performance', 'testing', 'docs'] as const;
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export const SCOPES = ['single-file', 'package', 'framework'] as const;
export const COMPLEXITIES = ['small', 'medium', 'large'] as const;

/** Severity, category and the like by an issue's labels, written plainly or as `severity:high`. */
export function originByLabels(labels: readonly string[]): Origin {
  const lower = labels.map((label) => label.toLowerCase());
  const one = <Word extends string>(words: readonly Word[], ...prefixes: string[]): Word | null =>
    words.find((word) => prefixes.some((prefix) => lower.includes(`${prefix}${word}`))) ?? null;
  return {
    fromAudit: lower.includes('audit'),
    audit: null,
    category: one(CATEGORIES, '', 'type:'),
    severity: one(SEVERITIES, '', 'severity:'),
    scope: one(SCOPES, '', 'scope:'),
    // Never plain: `medium` is a severity.
    complexity: one(COMPLEXITIES, 'complexity:'),
    pattern: null,
    frameworkIssue: null,
  };
}
