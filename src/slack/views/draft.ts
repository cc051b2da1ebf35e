import type { SectionBlock } from '@slack/types';
import { SEVERITIES, type Severity } from '../../domain/audit/finding.js';
import { type AuditDraft, type DraftIssue, stepsOf } from '../../domain/draft.js';
import type { ProposalState } from '../../domain/message.js';
import { isDoubtful } from '../../domain/review.js';
import { listed } from './blocks.js';
import { escaped, fromOutside, issue, plural, title } from './words.js';

/** Findings named of one audit; the others are counted. */
const LINES = 5;
const SIGNS: Record<Severity, string> = { critical: '🔴', high: '🟠', medium: '🟡', low: '⚪' };

/** An audit as the issues it would become: the doubtful ones first, since those are for a person to judge. */
export function draftSection(repo: string, draft: AuditDraft): SectionBlock {
  const doubtful = draft.issues.filter(isDoubtful);
  const sure = draft.issues.filter((each) => !isDoubtful(each));
  const head = [
    `*${issue(repo, draft.audit.number)}* ${title(draft.audit.title, 70)}${fromOutside(draft.audit.authorAssociation)}`,
    draft.issues.length === 0
      ? 'No finding asks for work: the audit is closed as not applicable.'
      : `*${plural(draft.issues.length, 'issue')}* · ${counts(draft.issues, ({ severity }) => severity)} · ${counts(draft.issues, ({ type }) => type)}`,
  ];
  return listed(head.join('\n'), [...doubtful, ...sure].map(line), {
    most: LINES,
    foot: remarks(draft),
  });
}

export function draftHeading(drafts: readonly AuditDraft[]): string {
  const issues = drafts.reduce((sum, draft) => sum + draft.issues.length, 0);
  const audits = plural(drafts.length, 'audit');
  return issues > 0
    ? `Create ${plural(issues, 'issue')} from ${audits}?`
    : `Close ${audits} without a finding?`;
}

/** How far an approved draft is. */
export function draftProgress(draft: AuditDraft, acts: ProposalState['acts']): string {
  const done = acts.filter(({ status }) => status === 'done');
  const made = done.flatMap(({ kind, made: number }) => (kind === 'create-issue' && number ? [number] : []));
  const stuck = acts.find(({ status, note }) => status !== 'done' && note !== null);
  const parts = [
    made.length < draft.issues.length
      ? `${made.length} of ${plural(draft.issues.length, 'issue')} created`
      : `${plural(made.length, 'issue')} created`,
    ...(made.length > 0 ? [ranges(made)] : []),
    ...(done.some(({ kind }) => kind === 'close-audit')
      ? ['audit closed']
      : [`step ${done.length} of ${stepsOf(draft)}`]),
    ...(stuck?.note ? [`⚠️ ${escaped(stuck.note)}`] : []),
  ];
  return parts.join(' · ');
}

/** Several audits at once number their issues by turns, so that few follow each other: `#35–#37, #40, #54`. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `#${first}` : `#${first}–#${last}`)).join(', ');
}

/** A finding in one line, without its doubts. */
export function findingLine(each: DraftIssue): string {
  const marks = [each.solves.length > 0 ? ' · 🧩 framework' : '', each.stale ? ' · 👻 file gone' : ''];
  return `${SIGNS[each.severity]} ${title(each.title, 80)}${marks.join('')}`;
}

function line(each: DraftIssue): string {
  const why = isDoubtful(each) && each.doubts[0] ? ` · 🤔 ${title(each.doubts[0], 60)}` : '';
  return `${findingLine(each)}${why}`;
}

/** What another reader makes of the report: for a person to look at, since it changes nothing by itself. */
function opinion(second: AuditDraft['secondOpinion']): string[] {
  if (!second) return [];
  if ('failed' in second) return [`🔎 No second opinion: ${escaped(second.failed)}.`];
  const { by, agrees, more, unseen, differs } = second;
  const names = more.slice(0, MOST_NAMED).map((one) => title(one.title, 60));
  const parts = [
    `agrees on ${agrees}`,
    ...(more.length > 0
      ? [`sees ${more.length} more: ${names.join(', ')}${more.length > MOST_NAMED ? ' …' : ''}`]
      : []),
    ...(unseen.length > 0 ? [`does not see ${unseen.length}`] : []),
    ...(differs.length > 0 ? [`severity differs on ${differs.length}`] : []),
  ];
  return [`🔎 ${title(by, 40)} ${parts.join(' · ')}`];
}

const MOST_NAMED = 2;

function remarks({ issues, doubts, secondOpinion }: AuditDraft): string[] {
  const roots = issues.filter(({ solves }) => solves.length > 0).length;
  const stale = issues.filter((each) => each.stale).length;
  const parts = [
    ...(roots > 0 ? [`🧩 ${plural(roots, 'pattern')}`] : []),
    ...(stale > 0 ? [`👻 ${stale} about files that are gone`] : []),
    ...doubts.slice(0, 2).map((doubt) => `🤔 ${title(doubt, 100)}`),
  ];
  return [...(parts.length > 0 ? [parts.join(' · ')] : []), ...opinion(secondOpinion)];
}

function counts(issues: readonly DraftIssue[], of: (each: DraftIssue) => string): string {
  const sums = new Map<string, number>();
  for (const each of issues) sums.set(of(each), (sums.get(of(each)) ?? 0) + 1);
  const order: readonly string[] = SEVERITIES;
  return [...sums]
    .sort(([one, first], [other, second]) => order.indexOf(one) - order.indexOf(other) || second - first)
    .map(([name, count]) => `${count} ${escaped(name)}`)
    .join(', ');
}
