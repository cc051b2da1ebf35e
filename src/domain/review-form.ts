import {
  COMPLEXITIES,
  type Complexity,
  FINDING_TYPES,
  type FindingType,
  SCOPES,
  type Scope,
  SEVERITIES,
  type Severity,
} from './audit/finding.js';
import { applyReview, type FindingChange, type Review, type ReviewRow, reviewRows } from './review.js';
import { completed, titleFault, typeIn } from './review-title.js';

/** One finding as a person filled it in. `fate` is `keep`, `drop` or `into:` with another's key. */
export interface FindingForm {
  title: string;
  severity: string;
  type: string;
  scope: string;
  complexity: string;
  fate: string;
}

/** What was wrong, and where to say it. */
export interface FormFault {
  field: 'title' | 'fate';
  words: string;
}

/** Of GitHub's 65,536 characters; a line about the framework issue may still be added. */
const LONGEST_BODY = 65_000;

/** The findings that one may be merged into: those that stay issues of their own without it. */
export function mergeTargets(review: Review, key: string): ReviewRow[] {
  return reviewRows(review).filter((row) => row.key !== key && row.fate === 'keep');
}

/** What a filled in form says that was not so before. */
export function changeOf(review: Review, key: string, form: FindingForm): FindingChange | FormFault {
  const row = reviewRows(review).find((one) => one.key === key);
  if (!row) return { field: 'fate', words: 'This finding is no longer in the draft; nothing was changed.' };
  const { issue } = row;
  const { fate: _, ...before } = review.changes.get(key) ?? {};
  const change: FindingChange = { ...before, ...filedAnew(row, form) };
  if (form.title !== issue.title) {
    const fault = titleFault(form.title, issue.finding);
    if (fault) return { field: 'title', words: fault };
    Object.assign(change, titledAnew(row, form, change));
  }
  const fate = fateOf(review, key, form.fate);
  if (fate === 'unknown')
    return { field: 'fate', words: 'It cannot be merged into that one; choose another.' };
  if (fate) change.fate = fate;
  return isTooLong(review, key, change)
    ? {
        field: 'fate',
        words: 'Together they are longer than one issue may be. Merge it into another, or keep it.',
      }
    : change;
}

/** The classes that differ from what was shown. */
function filedAnew({ issue: { finding } }: ReviewRow, form: FindingForm): FindingChange {
  const severity = SEVERITIES.find((one: Severity) => one === form.severity);
  const type = FINDING_TYPES.find((one: FindingType) => one === form.type);
  const scope = SCOPES.find((one: Scope) => one === form.scope);
  const complexity = COMPLEXITIES.find((one: Complexity) => one === form.complexity);
  return {
    ...(severity && severity !== finding.severity.value ? { severity } : {}),
    ...(type && type !== finding.type.value ? { type } : {}),
    ...(scope && scope !== finding.scope.value ? { scope } : {}),
    ...(complexity && complexity !== finding.complexity.value ? { complexity } : {}),
  };
}

/** A title that names another kind files the finding under it, unless the form itself says which. */
function titledAnew(
  { issue: { finding } }: ReviewRow,
  form: FindingForm,
  change: FindingChange,
): FindingChange {
  const named = FINDING_TYPES.find((type) => type === typeIn(form.title));
  const isChosen = form.type !== finding.type.value;
  const type = !isChosen && named && named !== finding.type.value ? named : change.type;
  const filed = type ? { ...finding, type: { value: type, why: '' } } : finding;
  return { title: completed(form.title, filed), ...(type ? { type } : {}) };
}

function fateOf(review: Review, key: string, fate: string): FindingChange['fate'] | 'unknown' {
  if (fate === 'keep') return undefined;
  if (fate === 'drop') return 'drop';
  const into = fate.replace(/^into:/, '');
  return mergeTargets(review, key).some((target) => target.key === into) ? { into } : 'unknown';
}

function isTooLong(review: Review, key: string, change: FindingChange): boolean {
  const { issues } = applyReview({ ...review, changes: new Map([...review.changes, [key, change]]) });
  return issues.some(({ body }) => body.length > LONGEST_BODY);
}
