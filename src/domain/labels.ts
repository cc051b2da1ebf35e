import { SEVERITIES, type Severity } from './audit/finding.js';

/** The first of `words` that is among the labels, after one of the prefixes; GitHub tells no upper from lower case. */
export function labelled<Word extends string>(
  labels: readonly string[],
  words: readonly Word[],
  ...prefixes: string[]
): Word | null {
  const own = new Set(labels.map((label) => label.toLowerCase()));
  return words.find((word) => prefixes.some((prefix) => own.has(`${prefix}${word}`))) ?? null;
}

/** The severity that labels state, plainly or as `severity:high`. */
export function severityOf(labels: readonly string[]): Severity | null {
  return labelled(labels, SEVERITIES, '', 'severity:');
}

/** Critical is 0; what has no severity comes after all that have one. */
export function severityRank(labels: readonly string[]): number {
  const severity = severityOf(labels);
  return severity ? SEVERITIES.indexOf(severity) : SEVERITIES.length;
}
