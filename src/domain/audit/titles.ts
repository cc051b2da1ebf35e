import type { Severity } from './finding.js';
import { afterLeadingPlace, withoutTrailingPlace } from './locations.js';
import { phrases } from './phrases.js';
import {
  SEVERITY_WORD,
  type StatedSeverity,
  severityByScore,
  severityBySign,
  severityWord,
} from './severity.js';
import { bareWords, fold } from './words.js';

/** What a title says besides the problem. */
export interface TitleFacts {
  title: string;
  severity: StatedSeverity | null;
  /** `S-001`, `F-3`: a name under which the report speaks of it again. */
  id: string | null;
  numbered: boolean;
  /** It names itself a finding: `Finding 3: …`. */
  named: boolean;
  /** It says that it is done with: `~~…~~`, ✅, `(fixed)`. */
  done: boolean;
  /** A sign in front of it says that it is amiss. */
  flagged: boolean;
}

const ID =
  /^[[(]?((?:[A-Z][A-Za-z]{0,11}[-_])+\d{1,4}[a-z]?|[A-Z]{1,4}\d{1,4}(?:\.\d{1,2})?|#\d{1,3}|CVE-\d{4}-\d+)[\])]?(?:\s*[:.)–—|-]+\s*|\s+(?=\S)|$)/;
const NUMBER = new RegExp(
  phrases`
      ^(?:§\s*)?(?:\d{1,3}(?:\.\d{1,3})*[.):]\s*|\d{1,3}(?:\.\d{1,3})+\s+|\d{1,3}\s*[-–—]\s+
      |\d{1,3}\s+(?=\p{Lu})|\(\d{1,3}\)\s*|#\d{1,3}[.:)]?\s+|[A-Za-z][.)]\s+)
    `,
  'u',
);
const NAMED = new RegExp(
  phrases`
      ^(?:finding|issue|vulnerability|problem|bug|defect|observation|item|risk|gap|befund
      |schwachstelle|problem|constat|probl[eè]me|vuln[eé]rabilit[eé]|hallazgo|problema
      |vulnerabilidad)\s*(?:#|no\.?|nr\.?|n°)?\s*(\d{1,4}|[A-Z]{1,4}-?\d{1,4}
      |[A-Z])\s*(?:[:.)–—-]+\s*|$|(?=[([]))
    `,
  'iu',
);
const SEVERITY_LABEL = /^(?:severity|priority|schweregrad|gravit[eé]|severidad|gravedad)\s*[:=]\s*/i;
/** A place within the file that the heading names. */
export const LINE = /^(?:lines?|zeilen?|lignes?|l[ií]neas?|L)\s*(\d{1,7})(?:\s*[-–]\s*\d+)?\s*[:–—-]+\s*/i;
const SIGN = /^(?:(?:\p{Extended_Pictographic}|\u{fe0f}|\u{200d}|\u{20e3}|‼)+|[*_~•·▪■●]+)\s*/u;
const BAD_SIGN = /^\W{0,3}(?:❌|✗|✘|⛔|🚫|⚠|🚩|❗)/u;
const DONE_SIGN = /✅|✔|☑|🆗/u;
const DONE_WORD = new RegExp(
  phrases`
      [[(]\s*(?:fixed|resolved|done|closed|completed|addressed|remediated|mitigated|won'?t ?fix
      |false positive|not (?:an issue|applicable)|accepted|behoben|erledigt|corrig[eé]|r[eé]solu
      |corregido|resuelto)\b[^\])]{0,60}[\])]|[-–—:|]\s*(?:(?:already )?fixed|resolved|done
      |addressed|remediated|mitigated|closed|behoben|erledigt|corrig[eé]e?|r[eé]solue?|corregid[oa]
      |resuelt[oa])(?:\s+(?:in|by|with|on)\s.{0,40})?\s*$|^[[(]?(?:fixed|resolved|done|closed
      |mitigated|behoben|erledigt|corrig[eé]e?|corregid[oa]|resuelt[oa])[\])]?\s*[:\]–—-]
    `,
  'i',
);

/** The bare problem of a title, and what stood around it. */
export function readTitle(raw: string): TitleFacts {
  let title = raw.slice(0, 1_000).replace(/\s+/g, ' ').trim();
  const facts = {
    severity: null as StatedSeverity | null,
    id: null as string | null,
    numbered: false,
    named: false,
  };
  const done = DONE_SIGN.test(title) || DONE_WORD.test(title);
  const sign = severityBySign(title.slice(0, 12)) ?? severityBySign(title.slice(-4));
  for (let round = 0; round < 8; round += 1) {
    const before = title;
    title = stripLead(title, facts);
    if (title === before) break;
  }
  const tail = stripTail(title);
  facts.severity ??= tail.severity ?? severityByScore(raw) ?? sign;
  return { ...facts, title: tail.title, done, flagged: BAD_SIGN.test(raw) };
}

type Facts = Omit<TitleFacts, 'title' | 'done' | 'flagged'>;

function stripLead(title: string, facts: Facts): string {
  const named = NAMED.exec(title);
  if (named) {
    facts.named = true;
    facts.id ??= /\D/.test(named[1] ?? '') ? (named[1] ?? null) : null;
    return title.slice(named[0].length);
  }
  const id = ID.exec(title);
  if (id?.[1] && !severityWord(id[1])) {
    facts.id ??= id[1].toUpperCase();
    return title.slice(id[0].length).replace(/^[:.)–—|-]+\s*/, '');
  }
  const severity = leadingSeverity(title);
  if (severity) {
    facts.severity ??= severity.stated;
    return severity.rest;
  }
  const number = NUMBER.exec(title);
  if (number && !/^\d+ (?:of|von|de)\b/.test(title)) {
    facts.numbered = true;
    return title.slice(number[0].length);
  }
  return title
    .replace(SEVERITY_LABEL, '')
    .replace(SIGN, '')
    .replace(/^[:.)\]–—|-]+\s+/, '');
}

const LEAD = new RegExp(
  phrases`
      ^[[({]?\s*([\p{L}\p{N}-]{2,15})(?:[\s-]+(?:severity|priority|risk
      |impact))?\s*(?:\/\s*[\p{L}\p{N} -]{2,15})?(?:[-–—,]?\s*cvss[^\])]{0,20})?([\])}]?)\s*([:–—
      |-]?)\s*
    `,
  'iu',
);

function leadingSeverity(title: string): { stated: StatedSeverity; rest: string } | null {
  const match = LEAD.exec(title);
  const word = match?.[1] ?? '';
  const value = severityWord(word);
  if (!match || !value) return null;
  const bracketed = /^[[({]/.test(title) && match[2] !== '';
  const shouted = /^[A-Z][A-Z0-9]+$/.test(word) && /^[A-Z]/.test(title);
  const parted = match[3] !== '' && !/^[\p{L}\p{N}-]+-\S/u.test(title);
  if (!bracketed && !parted && !(shouted && word.length > 2)) return null;
  return { stated: { value, from: word }, rest: title.slice(match[0].length) };
}

const TAIL = new RegExp(
  `\\s*(?:[[(]\\s*(?:severity\\s*:?\\s*)?(?:(?:\\p{Extended_Pictographic}|\\u{fe0f})\\s*)?(${SEVERITY_WORD})\\b[^\\])]{0,40}[\\])]|(?:\\s[-–—|]|[:,|])\\s*(?:(?:\\p{Extended_Pictographic}|\\u{fe0f})\\s*)?(${SEVERITY_WORD})(?:\\s+(?:severity|priority|risk))?)\\s*[.!]?$`,
  'u',
);

function stripTail(whole: string): { title: string; severity: StatedSeverity | null } {
  let title = whole;
  let severity: StatedSeverity | null = null;
  const folded = fold(title);
  const match = folded.length === title.length && folded.length < 600 ? TAIL.exec(folded) : null;
  const word = match?.[1] ?? match?.[2];
  const value = word ? severityWord(word) : null;
  if (match && value && match.index > 0) {
    severity = { value, from: word ?? '' };
    title = title.slice(0, match.index);
  }
  title = title
    .replace(/\s*[[(](?:CWE-\d+|CVSS|OWASP|A\d{1,2}:)[^\])]{0,60}[\])]\s*$/i, '')
    .replace(/\s*(?:\p{Extended_Pictographic}|\u{fe0f})+\s*$/u, '')
    .replace(/[\s:–—-]+$/, '');
  return { title, severity };
}

/** What headings of severity say besides. */
const GENERAL = new RegExp(
  phrases`
          \b(?:severity|priority|prioritat|schweregrad|risks?|level|findings?|issues?|problems?
          |vulnerabilit\w+|gaps?|defects?|concerns?|items?|bugs?|befunde?|schwachstellen|probleme?s?
          |problemas?|hallazgos?|gravite|gravedad|severite|severidad|prioridad|priorite
          |vulnerabilidad\w*|constats?|impact|recommendations?|fixes|tasks|empfehlungen
          |recommandations|recomendaciones|de|la|los|las|les|of|errors?|warnings?)\b
        `,
  'g',
);

/** The severity that a heading gives to all below it: `Critical Issues (6)`, `🟠 High`, `P1 — this sprint`. */
export function groupOf(heading: string): StatedSeverity | null {
  const bare = bareWords(heading)
    .replace(/[([{].*$/, '')
    .trim();
  const first = bare.replace(GENERAL, ' ').trim();
  const [head = '', ...tail] = first.split(/\s*[:–—/-]\s*|\s+/).filter((word) => word !== '' && word !== '-');
  const whole = severityWord(first.replaceAll(' ', ''));
  const value = severityWord(head);
  const parted = /^\S+\s*[:–—/-]/.test(first);
  const says = (severity: Severity) => ({ value: severity, from: heading.slice(0, 60).trim() });
  if (whole) return says(whole);
  const second = severityWord(tail[0] ?? '');
  if (value && second) return says(/^p\d|^s\d|^sev/.test(head) ? second : value);
  if (
    value &&
    (tail.length === 0 ||
      (parted && /^(?:p\d|s\d|sev)/.test(head)) ||
      (parted && GROUP_REMARK.test(tail.join(' '))))
  )
    return says(value);
  return null;
}

const GROUP_REMARK =
  /^(?:fix|must|should|address|immediate|now|asap|this|next|before|blocks?|action|resolve|nice|can|do|within|soon|when|plan)/;

/** A title of one line, cut at a word when it is long: the first sentence of what is said. */
export function shortTitle(text: string, longest = 120): string {
  const line = (afterLeadingPlace(text) ?? text).replace(/[\p{C}\s]+/gu, ' ').trim();
  const sentence = /^.{12,}?[.!?](?=\s+\p{Lu}|\s*$)/u.exec(line.slice(0, 400))?.[0] ?? line;
  const bare = withoutTrailingPlace(sentence)
    .replace(/[\s.:;,–—-]+$/u, '')
    .replace(/^[\s:;,–—-]+/u, '');
  if (bare.length <= longest) return bare;
  const cut = bare.slice(0, longest - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).replace(/[\s.,:;–—-]+$/u, '')}…`;
}
