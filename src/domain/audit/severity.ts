import type { Severity } from './finding.js';
import { phrases } from './phrases.js';
import { fold } from './words.js';

/** A severity and the words that state it. */
export interface StatedSeverity {
  value: Severity;
  from: string;
}

const WORDS: [Severity, string][] = [
  [
    'critical',
    'critical|crit|blockers?|blocking|severe|p0|sev-?0|s0|kritische?[rsn]?|critiques?|criticos?|criticas?',
  ],
  [
    'high',
    'high|must-?fix|major|important|serious|error|p1|sev-?1|hohe?[rsn]?|hoch|elevee?s?|haute?s?|alt[ao]s?|importante?s?|majeure?s?|wichtig',
  ],
  [
    'medium',
    'medium|should-?fix|moderate|med|warning|warn|p2|sev-?2|mittlere?[rsn]?|mittel|moyen(?:ne)?s?|moderee?s?|medi[ao]s?|moderad[ao]s?',
  ],
  [
    'low',
    phrases`
      low|non-?blocking|nice-?to-?have|optional|could-?fix|minor|info|informational|information
      |informative|notice|nitpick|nit|trivial|cosmetic|suggestion|p3|p4|sev-?[34]|niedrige?[rsn]?
      |niedrig|gering(?:e[rsn]?)?|faibles?|basse|mineure?s?|baj[ao]s?|leve|hinweis
    `,
  ],
];

/** Matches any word that states a severity, in folded text. */
export const SEVERITY_WORD = WORDS.map(([, words]) => words).join('|');

const EXACT = WORDS.map(([value, words]) => ({ value, pattern: new RegExp(`^(?:${words})$`) }));
const WITHIN = WORDS.map(([value, words]) => ({
  value,
  pattern: new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`),
}));
const SIGNS: [RegExp, Severity][] = [
  [/🔴|🚨|🔥|⛔|🛑|💥|🟥/u, 'critical'],
  [/🟠|🟧|❗|‼/u, 'high'],
  [/🟡|🟨|⚠/u, 'medium'],
  [/🟢|🔵|⚪|🟦|🟩|ℹ|💡/u, 'low'],
];
const CVSS =
  /cvss[^\d\n]{0,12}(?:v?[234](?:\.[01])?(?:\s*score)?\b[^\d\n]{0,8})?(?<score>10(?:\.0)?|\d(?:\.\d)?)(?![\d.:/])/i;

/** The severity that a single word names. */
export function severityWord(word: string): Severity | null {
  const folded = fold(word).trim();
  return EXACT.find(({ pattern }) => pattern.test(folded))?.value ?? null;
}

/** The severity that a value or a cell states: its first word that is one, else a CVSS score, else a sign. */
export function statedSeverity(text: string): StatedSeverity | null {
  const folded = fold(text.slice(0, 200));
  const found = WITHIN.map(({ value, pattern }) => ({ value, match: pattern.exec(folded) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (a.match?.index ?? 0) - (b.match?.index ?? 0))[0];
  if (found?.match) return { value: found.value, from: found.match[0] };
  return severityByScore(text) ?? severityBySign(text);
}

export function severityByScore(text: string): StatedSeverity | null {
  const score = CVSS.exec(text.slice(0, 500))?.groups?.score;
  return score === undefined ? null : { value: ofScore(Number(score)), from: `CVSS ${score}` };
}

/** A bare number in a field or a column of scores. */
export function severityOfNumber(text: string): StatedSeverity | null {
  const score = /^\W*(?:[234]\.[01]\s*[:=-]\s*)?(10(?:\.0)?|\d(?:\.\d)?)(?!\d|\.\d|\/[A-Z]{2})/.exec(
    text,
  )?.[1];
  return score === undefined ? null : { value: ofScore(Number(score)), from: `CVSS ${score}` };
}

export function severityBySign(text: string): StatedSeverity | null {
  for (const [pattern, value] of SIGNS) {
    const sign = pattern.exec(text)?.[0];
    if (sign) return { value, from: sign };
  }
  return null;
}

function ofScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}
