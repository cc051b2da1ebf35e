import {
  type Complexity,
  type Finding,
  type FindingType,
  type Scope,
  SEVERITIES,
  type Severity,
} from './audit/finding.js';
import { issueBody, labelsOf } from './audit/issue.js';
import { type AuditDraft, type DraftIssue, printable } from './draft.js';
import { completed, retitled } from './review-title.js';

/** What a person made of one finding; an empty one says that it was looked at and is right. */
export interface FindingChange {
  /** Kept where nothing is said. */
  fate?: 'drop' | { into: string };
  title?: string;
  severity?: Severity;
  type?: FindingType;
  scope?: Scope;
  complexity?: Complexity;
}

/** A person's changes by the finding's key. */
export type ReviewChanges = ReadonlyMap<string, FindingChange>;

/** One person's review of a draft, as far as it has come. */
export interface Review {
  draft: AuditDraft;
  changes: ReviewChanges;
  /** Login of the reviewer. */
  by: string;
}

/** An issue of a draft with what it was made of: only such a one can be reviewed. */
export type ReviewIssue = DraftIssue & { finding: Finding };

/**
 * One finding of a review: what becomes of it, and its issue as it will be, or would be were it kept. `empty` is a
 * framework issue that has nothing left to solve.
 */
export interface ReviewRow {
  key: string;
  issue: ReviewIssue;
  fate: 'keep' | 'drop' | 'merge' | 'empty';
  /** Key of the finding that it is merged into. */
  into: string | null;
  /** How many others are merged into it. */
  merged: number;
  changed: boolean;
}

/** Below this a finding may have been read wrongly, and says why. */
const DOUBTFUL = 0.7;

export function isDoubtful({ sureness }: Pick<DraftIssue, 'sureness'>): boolean {
  return sureness < DOUBTFUL;
}

/** Drafts of before there were reviews lack what their issues were made of. */
export function isReviewable({ issues }: AuditDraft): boolean {
  return issues.every(({ finding }) => finding !== undefined);
}

/** The draft as the review leaves it. Nothing of a merged finding is lost: its text and places join the other's. */
export function applyReview(review: Review): AuditDraft {
  const kept = rowsOf(review).filter(({ fate }) => fate === 'keep');
  return { ...review.draft, issues: kept.map(({ issue }) => issue) };
}

/** Every finding of the draft, the doubtful ones first, since those are for a person to judge. */
export function reviewRows(review: Review): ReviewRow[] {
  const doubtful = new Set(review.draft.issues.filter(isDoubtful).map(({ key }) => key));
  const rows = rowsOf(review);
  return [...rows.filter(({ key }) => doubtful.has(key)), ...rows.filter(({ key }) => !doubtful.has(key))];
}

function rowsOf({ draft, changes, by }: Review): ReviewRow[] {
  const ends = endsOf(draft, changes);
  const issues = draft.issues.filter((issue): issue is ReviewIssue => issue.finding !== undefined);
  const mended = new Map(
    issues.map((issue) => [issue.key, mend(issue, changes.get(issue.key), { draft, by })]),
  );
  const rows = issues.map(({ key }): ReviewRow => {
    const end = ends.get(key) ?? null;
    const others = issues.filter((other) => other.key !== key && end === key && ends.get(other.key) === key);
    const own = mended.get(key) as ReviewIssue;
    const change = changes.get(key);
    const members = others.map((other) => mended.get(other.key) as ReviewIssue);
    const joined = members.length > 0 ? join(own, members, { change, draft }) : own;
    const solves = solvesOf([own, ...members], ends).filter((solved) => solved !== key);
    return {
      key,
      issue: { ...joined, solves },
      fate: end === key ? 'keep' : end === null ? 'drop' : 'merge',
      into: end === key ? null : end,
      merged: members.length,
      changed: change !== undefined || members.length > 0,
    };
  });
  return rows.map((row) => withoutEmptyRoot(row, draft));
}

/** A framework issue that has nothing left to solve goes with what it solved, unless others have joined it. */
function withoutEmptyRoot(row: ReviewRow, draft: AuditDraft): ReviewRow {
  const before = draft.issues.find(({ key }) => key === row.key)?.solves.length ?? 0;
  const isEmpty = before > 0 && row.issue.solves.length === 0 && row.merged === 0;
  return row.fate === 'keep' && isEmpty ? { ...row, fate: 'empty' } : row;
}

/** Where each finding ends: with itself, with the one it is merged into, or, when that is dropped, nowhere (null). */
function endsOf({ issues }: AuditDraft, changes: ReviewChanges): Map<string, string | null> {
  const keys = new Set(issues.map(({ key }) => key));
  const end = (key: string, seen: ReadonlySet<string>): string | null => {
    const fate = changes.get(key)?.fate;
    if (fate === 'drop') return null;
    const next = fate?.into;
    // What was merged into something that is gone, or into each other, stands for itself.
    if (next === undefined || !keys.has(next) || seen.has(next)) return key;
    return end(next, new Set([...seen, next]));
  };
  return new Map(issues.map(({ key }) => [key, leadsBack(key, changes) ? key : end(key, new Set([key]))]));
}

/** Two people's changes put together may merge findings in a circle. */
function leadsBack(key: string, changes: ReviewChanges): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = key; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    const fate: FindingChange['fate'] = changes.get(at)?.fate;
    at = fate === 'drop' ? undefined : fate?.into;
    if (at === key) return true;
  }
  return false;
}

function solvesOf(issues: readonly DraftIssue[], ends: ReadonlyMap<string, string | null>): string[] {
  const solved = issues.flatMap(({ solves }) => solves.map((key) => ends.get(key) ?? null));
  return [...new Set(solved.filter((key) => key !== null))];
}

/** An issue with what a person set; whoever looked at it leaves no doubt. */
function mend(
  issue: ReviewIssue,
  change: FindingChange | undefined,
  { draft, by }: Pick<Review, 'draft' | 'by'>,
): ReviewIssue {
  if (!change) return issue;
  const set = <Value>(value: Value | undefined, before: { value: Value; why: string }) =>
    value === undefined ? before : { value, why: `set by ${by}` };
  const { finding } = issue;
  const filed: Finding = {
    ...finding,
    severity: set(change.severity, finding.severity),
    type: set(change.type, finding.type),
    scope: set(change.scope, finding.scope),
    complexity: set(change.complexity, finding.complexity),
    sureness: 1,
    doubts: [],
  };
  const title = change.title === undefined ? issue.title : completed(change.title, filed);
  const made = remade(issue, filed, draft);
  return {
    ...made,
    title: retitled(title, filed, {
      type: change.type !== undefined,
      scope: change.scope !== undefined && change.title === undefined,
    }),
  };
}

/** The issue of a finding that has changed, its title apart. Labels that are not the finding's own stay. */
function remade(issue: ReviewIssue, finding: Finding, { audit }: AuditDraft): ReviewIssue {
  const before = labelsOf(issue.finding, null);
  const others = issue.labels.filter((label) => !before.includes(label));
  return {
    ...issue,
    finding,
    labels: [...new Set([...labelsOf(finding, null), ...others])],
    body: printable(issueBody(finding, { audit: audit.number })),
    severity: finding.severity.value,
    type: finding.type.value,
    sureness: finding.sureness,
    doubts: finding.doubts,
  };
}

/** One issue of several: as bad as the worst of them, unless a person has said how bad it is. */
function join(
  issue: ReviewIssue,
  members: readonly ReviewIssue[],
  { change, draft }: { change: FindingChange | undefined; draft: AuditDraft },
): ReviewIssue {
  const all = [issue, ...members].map(({ finding }) => finding);
  const { finding } = issue;
  const locations = [
    ...new Map(
      all.flatMap(({ locations: each }) => each).map((one) => [`${one.path}:${one.line}`, one]),
    ).values(),
  ];
  const worst = SEVERITIES.find((severity) => all.some((one) => one.severity.value === severity));
  const isWider =
    finding.scope.value === 'single-file' && new Set(locations.map(({ path }) => path)).size > 1;
  const joined: Finding = {
    ...finding,
    ...(change?.severity || !worst || worst === finding.severity.value
      ? {}
      : { severity: { value: worst, why: `the worst of ${all.length} that were merged` } }),
    ...(isWider && !change?.scope ? { scope: { value: 'package', why: 'several files after a merge' } } : {}),
    locations,
    description: [
      finding.description,
      ...members.flatMap((member) => [wordsOf(member, draft), member.finding.description]),
    ]
      .filter(Boolean)
      .join('\n\n'),
    fix: all.flatMap(({ fix }) => fix ?? []).join('\n\n') || null,
    sureness: 1,
    doubts: [],
  };
  const stale = [issue, ...members].every((one) => one.stale);
  const made = remade(issue, joined, draft);
  return { ...made, stale, labels: made.labels.filter((label) => label !== 'stale' || stale) };
}

/** What a finding says in a line: its own words, and a person's where they differ. */
function wordsOf({ key, title, finding }: ReviewIssue, { issues }: AuditDraft): string {
  const before = issues.find((issue) => issue.key === key)?.title;
  return before === title ? finding.title : `${finding.title} (${title})`;
}
