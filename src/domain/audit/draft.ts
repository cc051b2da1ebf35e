import type { Candidate } from './candidate.js';
import type { Field } from './fields.js';
import type { Location } from './finding.js';
import { plain, type Run } from './inline.js';
import { afterLeadingPlace } from './locations.js';
import { placesOf } from './places.js';
import {
  type StatedSeverity,
  severityByScore,
  severityOfNumber,
  severityWord,
  statedSeverity,
} from './severity.js';
import { readTitle, shortTitle, type TitleFacts } from './titles.js';
import { deniesProblem, judgeFix, judgeStatus, judgeText, type Verdict } from './verdict.js';
import { type FieldName, fold } from './words.js';

/** A candidate that has been read: what it says, and whether it is open work. */
export interface Draft {
  candidate: Candidate;
  title: string;
  /** The words of the title that tell it from others. */
  words: string[];
  id: string | null;
  numbered: boolean;
  severity: (StatedSeverity & { where: string }) | null;
  verdict: Verdict;
  locations: Location[];
  fix: string | null;
  /** Everything it says, for keywords. */
  text: string;
  description: string;
  category: string | null;
  effort: string | null;
}

/** Words that tell two problems apart from each other in no report. */
const EMPTY = new Set(
  'the a an of in on for to and or with is are not no be by from at as it its this that should must add use fix implement der die das und von in fur le la les de des du et un une el los las y en del con'.split(
    ' ',
  ),
);

/** A suggestion within the text itself. */
const INLINE_FIX =
  /(?:suggested fix|suggestion|recommend(?:ed|ation)(?: fix)?|proposed fix|fix|remediation|solution|empfehlung|lösung|recommandation|correctif|recomendaci[oó]n|soluci[oó]n)\s*:\s*(.{8,})$/isu;

export function draftOf(candidate: Candidate): Draft {
  const { head, lines, fields } = candidate;
  const { facts, title } = titleOf(candidate);
  const body = [head, ...lines].map(plain).join('\n').trim();
  const problem = textOf(fields, 'problem', 'impact');
  const fix = fixOf(fields, body);
  const description = [rest(body, title), problem].filter(Boolean).join('\n').slice(0, 4_000);
  const text = [body, ...fields.map(({ lines: values }) => values.map(plain).join('\n'))]
    .join('\n')
    .slice(0, 8_000);
  return {
    candidate,
    title,
    words: wordsOf(title),
    id: facts.id ?? idOf(textOf(fields, 'id')),
    numbered: facts.numbered,
    severity: severityOf(candidate, facts, body),
    verdict: verdictOf(candidate, facts, `${body}\n${problem}`),
    locations: placesOf(candidate),
    fix,
    text,
    description,
    category: textOf(fields, 'category').split('\n')[0]?.slice(0, 100).trim() || null,
    effort: textOf(fields, 'effort').slice(0, 60).trim() || null,
  };
}

/** The words by which a problem is known again. */
export function wordsOf(text: string): string[] {
  return [...new Set(fold(text).match(/[\p{L}\p{N}_]{2,}/gu) ?? [])]
    .filter((word) => !EMPTY.has(word))
    .slice(0, 20);
}

function titleOf({ head, lines, fields }: Candidate): { facts: TitleFacts; title: string } {
  const text = plain(head);
  const whole = readTitle(text.slice(0, 1_000));
  const bold = leadingBold(head);
  const rest = text.slice(bold.length).replace(/^[\s:.–—-]+/, '');
  const led = bold.trim() ? readTitle(bold) : null;
  const own = { ...whole, severity: led?.severity ?? whole.severity, id: led?.id ?? whole.id };
  const named =
    led && /\p{L}{3}/u.test(led.title) && !isPlace(led.title) ? led.title.replace(/[.:]$/, '') : null;
  const said = textOf(fields, 'title') || textOf(fields, 'problem') || lines.map(plain).join(' ');
  const short = (value: string) => shortTitle(value.replace(INLINE_FIX, ''));
  if (named && /\s/.test(named.trim()) && named.length > 9) return { facts: own, title: short(named) };
  if (named) return { facts: own, title: short(rest || (said && rest === '' ? `${named}: ${said}` : named)) };
  const bare = short(led ? readTitle(rest || text).title : whole.title);
  return {
    facts: own,
    title: /\p{L}{3}/u.test(bare) && !isPlace(bare) ? bare : short(readTitle(said || text).title) || bare,
  };
}

/** A name such as `F-3`; a bare number is one among many. */
function idOf(text: string): string | null {
  const id = text.trim().toUpperCase();
  return /^[A-Z][A-Z0-9_-]{0,14}\d$/.test(id) ? id : null;
}

function isPlace(text: string): boolean {
  return afterLeadingPlace(`${text.replace(/[:\s]+$/, '')} — x`) !== null;
}

function leadingBold(head: readonly Run[]): string {
  let bold = '';
  for (const run of head) {
    if (!run.strong && (bold || run.text.trim())) break;
    bold += run.text;
  }
  return bold;
}

function rest(body: string, title: string): string {
  return body.replace(/^\s*\d+[.)]\s*/, '') === title ? '' : body;
}

function textOf(fields: readonly Field[], ...names: FieldName[]): string {
  return fields
    .filter(({ name }) => names.includes(name))
    .map(({ lines }) => lines.map(plain).join('\n'))
    .join('\n')
    .trim();
}

function fixOf(fields: readonly Field[], body: string): string | null {
  const stated = textOf(fields, 'fix');
  const inline = stated === '' ? INLINE_FIX.exec(body)?.[1] : undefined;
  return (stated || inline?.trim())?.slice(0, 4_000) || null;
}

/** Where a severity comes from that is a number: only weaknesses are scored so. */
export const BY_SCORE = 'from the score';

function severityOf({ fields, group }: Candidate, facts: TitleFacts, body: string): Draft['severity'] {
  for (const field of fields) {
    if (field.name !== 'severity' && field.name !== 'score') continue;
    const value = field.lines.map(plain).join(' ');
    const stated =
      statedSeverity(value) ?? (/cvss|score/i.test(field.label) ? severityOfNumber(value) : null);
    const isScore = field.name === 'score' || /cvss/i.test(field.label);
    if (stated) return { ...stated, where: isScore ? BY_SCORE : 'stated in the text' };
  }
  if (facts.severity) return { ...facts.severity, where: 'stated in the title' };
  const score = severityByScore(`${body}\n${textOf(fields, 'evidence', 'category', 'other')}`);
  if (score) return { ...score, where: BY_SCORE };
  const risk = /^\W*(\p{L}+)\s*(?:[-–—,.;:(]|$)/u.exec(textOf(fields, 'impact'))?.[1];
  const byRisk = risk && severityWord(risk) ? statedSeverity(risk) : null;
  if (byRisk) return { ...byRisk, where: 'stated in the text' };
  if (group) return { ...group, where: 'from the heading above' };
  const prose =
    /\b(critical|high|medium|low)[- ](?:severity|risk|priority)\b|\bis a (critical) (?:\w+ )?(?:finding|vulnerability|issue|failure)/i.exec(
      body,
    );
  const word = prose?.[1] ?? prose?.[2];
  const said = word ? statedSeverity(word) : null;
  return said ? { ...said, where: 'from the words' } : null;
}

function verdictOf({ checked, fields, head, tier }: Candidate, facts: TitleFacts, text: string): Verdict {
  const words = head.filter((run) => /\p{L}/u.test(run.text));
  if (checked || facts.done || (words.length > 0 && words.every((run) => run.struck))) return 'done';
  if (facts.flagged) return 'bad';
  const value = (name: FieldName) => fields.find((field) => field.name === name);
  const status = judgeStatus(textOf(fields, 'status'));
  if (status !== 'neutral') return status;
  const severity = textOf(fields, 'severity').trim();
  if (/^(?:none|n\/a|pass(?:ed)?|ok|✅.*|resolved|fixed|—|–|-|keine?|aucune?|ninguna?)$/i.test(severity))
    return 'good';
  const fix = value('fix');
  const judged = fix ? judgeFix(fix) : 'neutral';
  if (judged === 'good' || judged === 'done') return judged;
  const said = judgeText(text);
  const isStated = value('severity') !== undefined || facts.severity !== null;
  // Who states a severity and a fix reports a problem, whatever friendly words come with it.
  if (judged === 'bad' && said !== 'done') return 'bad';
  if (isStated && tier === 'marked' && said !== 'done' && !deniesProblem(text)) return 'bad';
  return said;
}
