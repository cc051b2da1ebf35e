import type { WantedAct } from './act.js';
import type { AuditReading, Finding, Severity } from './audit/finding.js';
import { issueBody, issueTitle, labelsOf } from './audit/issue.js';
import { patternsOf } from './audit/patterns.js';
import type { SecondOpinion } from './audit/second-opinion.js';
import { markStale } from './audit/stale.js';

/** The issues that an audit's findings would become. Plain JSON: approved and carried out as it was shown. */
export interface AuditDraft {
  /** `authorAssociation` is missing in drafts of before it was kept. */
  audit: { number: number; title: string; lastEditedAt: string | null; authorAssociation?: string };
  /** 0 to 1: that the report was read rightly. */
  sureness: number;
  doubts: string[];
  /** What another reader makes of the report, where one was asked. */
  secondOpinion?: SecondOpinion;
  issues: DraftIssue[];
}

export interface DraftIssue {
  /** Names the finding among those of its audit, whenever it is read. */
  key: string;
  title: string;
  body: string;
  labels: string[];
  severity: Severity;
  type: string;
  sureness: number;
  doubts: string[];
  /** Its files are gone from the default branch. */
  stale: boolean;
  /** Keys of the findings that this one solves at their root; none for a finding of its own. */
  solves: string[];
  /** What it was made of, so that a review can make it anew; missing in drafts of before there were reviews. */
  finding?: Finding;
}

export interface AuditFacts {
  audit: AuditDraft['audit'];
  /** The repository's language, for its label. */
  language: string | null;
  /** The paths of its default branch; null when they are not known, so nothing is called gone. */
  paths: ReadonlySet<string> | null;
}

/** A reading as the issues that it would become, the framework issues first. */
export function draftOf({ findings, sureness, doubts }: AuditReading, facts: AuditFacts): AuditDraft {
  const patterns = patternsOf(findings);
  const roots = patterns.map(({ finding }) => finding);
  const paths = facts.paths;
  const marked = paths
    ? markStale([...roots, ...findings], paths)
    : [...roots, ...findings].map((finding) => ({ ...finding, stale: false }));
  const keys = uniqueKeys([...roots, ...findings]);
  const issues = marked.map(({ stale, ...finding }, index): DraftIssue => {
    const pattern = patterns[index];
    return {
      key: keys[index] ?? `${index}`,
      title: printable(issueTitle(finding)),
      body: printable(issueBody(finding, { audit: facts.audit.number })),
      labels: [...labelsOf(finding, facts.language), ...(stale ? ['stale'] : [])],
      severity: finding.severity.value,
      type: finding.type.value,
      sureness: finding.sureness,
      doubts: finding.doubts,
      stale,
      solves: (pattern?.members ?? []).map((one) => keys[roots.length + findings.indexOf(one)] ?? ''),
      finding: allPrintable(finding),
    };
  });
  return { audit: facts.audit, sureness, doubts, issues };
}

const LONGEST_KEY = 60;

/** From what a finding says and where: the same whenever the audit is read, and no two alike. */
function uniqueKeys(findings: readonly Finding[]): string[] {
  const seen = new Set<string>();
  return findings.map(({ title, locations }) => {
    const words = `${title} ${locations[0]?.path ?? ''}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
    const plain = words.slice(0, LONGEST_KEY).replace(/^-|-$/g, '') || 'finding';
    let key = plain;
    // A title may itself end in a number.
    for (let times = 2; seen.has(key); times++) key = `${plain}-${times}`;
    seen.add(key);
    return key;
  });
}

/** PostgreSQL keeps neither NUL nor half a character, and nobody reads the other control characters. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cs}]/gu, '');
}

/** The same for every text in a value. */
function allPrintable<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, each) => (typeof each === 'string' ? printable(each) : each));
  return JSON.parse(text);
}

/** One step of stage 1 that was done, with the number of the issue that it made. */
export interface DraftStep {
  key: string;
  made: number | null;
}

/**
 * What of an approved draft is to be done next: the labels, then the framework issues, then the others, which name
 * them, then the word of both to each other and to the audit, and the audit's end. A step is wanted once all before it
 * are done, so whoever begins in the middle goes on there. Source: the flow's stage 1, steps 4 to 9.
 */
export function nextSteps(
  { repo, proposal, draft }: { repo: string; proposal: string; draft: AuditDraft },
  done: readonly DraftStep[],
): WantedAct[] {
  const { number } = draft.audit;
  const made = new Map(done.map((step) => [step.key, step.made]));
  const step = (kind: WantedAct['kind'], what: string, detail: WantedAct['detail'] = {}): WantedAct => ({
    key: `${kind}:${repo}#${number}/${what}`,
    kind,
    subject: number,
    epicNumber: null,
    childNumber: null,
    headSha: null,
    detail: { proposal, ...detail },
  });
  const create = (issue: DraftIssue) => step('create-issue', issue.key, { issue: issue.key });
  const numberOf = (key: string) => madeOf({ repo, audit: number }, done, key);
  const roots = draft.issues.filter(({ solves }) => solves.length > 0);
  const numbers = draft.issues.map(({ key }) => numberOf(key)).filter((each) => each !== null);
  const list = (each: readonly (number | null)[]) => each.map((one) => `- #${one}`).join('\n');
  const stages: WantedAct[][] = [
    draft.issues.length > 0 ? [step('create-labels', allLabels(draft).join(','))] : [],
    roots.map(create),
    draft.issues.filter(({ solves }) => solves.length === 0).map(create),
    roots.map((root) =>
      step('comment', `${root.key}/solves`, {
        on: numberOf(root.key) ?? 0,
        body: `These are solved by it, and show that it holds:\n\n${list(root.solves.map(numberOf))}`,
      }),
    ),
    [
      step('comment', `made/${numbers.join(',')}`, {
        on: number,
        body: ending(numbers.length, list(numbers)),
      }),
    ],
    // Each approval has an end of its own: an audit that was opened again is closed again.
    [
      step('close-audit', proposal, {
        reason: numbers.length > 0 ? 'completed' : 'not_planned',
      }),
    ],
  ];
  const current = stages.find((stage) => stage.some(({ key }) => !made.has(key))) ?? [];
  return current.filter(({ key }) => !made.has(key));
}

/** Number of the issue that a finding has become, or null. */
export function madeOf(
  { repo, audit }: { repo: string; audit: number },
  done: readonly DraftStep[],
  finding: string,
): number | null {
  return done.find(({ key }) => key === `create-issue:${repo}#${audit}/${finding}`)?.made ?? null;
}

function ending(count: number, list: string): string {
  if (count === 0) return 'Not applicable: no finding of this audit asks for work.';
  return `What this audit found is to be mended in:\n\n${list}`;
}

/** Every label that the draft's issues carry, each once. */
export function allLabels({ issues }: AuditDraft): string[] {
  return [...new Set(issues.flatMap(({ labels }) => labels))].sort();
}

/** How many steps a draft has in all: its labels, its issues, the links, the closing word and the end. */
export function stepsOf({ issues }: AuditDraft): number {
  const roots = issues.filter(({ solves }) => solves.length > 0).length;
  return (issues.length > 0 ? 1 : 0) + issues.length + roots + 2;
}

/** What the issue says of the framework issue that solves it, below its own body. */
export function bodyOf(issue: DraftIssue, root: number | null): string {
  return root === null ? issue.body : `${issue.body}\n\nSolved at its root by #${root}.\n`;
}
