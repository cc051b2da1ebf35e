import { severityRank } from '../labels.js';
import { groupBy } from '../parts.js';
import { isAuditTitle, isEpicIssue, isInsider, parseTitle } from '../title.js';
import { inPhases } from './phases.js';
import type { EpicPlan, EpicsPlan, LooseIssue, PlannedChild } from './plan.js';
import { type AuditTheme, THEME_TITLES, type Theme, themeOf } from './theme.js';

/** From so many audit-born issues of a repository on, there is one epic a theme. Source: the flow's stage 2. */
const THEMED_FROM = 10;
/** Of a themed epic. */
const FEWEST = 3;
const MOST = 10;

export interface OpenEpic {
  number: number;
  title: string;
  branch: string | null;
  /** Its children that are still open. */
  openChildren: number;
}

type Themed = LooseIssue & { theme: Theme };

/**
 * The epics that a repository's loose issues make. Fewer than three of an audit are dispatched by themselves; fewer than
 * ten make one epic; more make one a theme, of three to ten children each. Features make one for each subsystem that
 * has three. An open epic of the same theme takes them in as far as it has room.
 */
export function planEpics(
  repo: string,
  { issues, epics }: { issues: readonly LooseIssue[]; epics: readonly OpenEpic[] },
): EpicsPlan {
  const { fit, notes } = sift(issues);
  const audits = fit.filter(({ theme }) => theme.kind === 'audit');
  const features = fit.filter(({ theme }) => theme.kind === 'feature');
  const room = new Map(epics.map((epic) => [epic.number, Math.max(0, MOST - epic.openChildren)]));
  // Of several with one theme, the one with most room.
  const byRoom = [...epics].sort((a, b) => (room.get(b.number) ?? 0) - (room.get(a.number) ?? 0));
  const known = (theme: string) => byRoom.find(({ title }) => scopeOf(title) === theme);
  const plans: EpicPlan[] = [];
  const left: Themed[] = [];
  for (const [theme, members] of [...auditGroups(audits, known), ...featureGroups(features)]) {
    const existing = known(theme);
    const sorted = [...members].sort(
      (a, b) => severityRank(a.labels) - severityRank(b.labels) || a.number - b.number,
    );
    const taken = existing ? sorted.splice(0, room.get(existing.number) ?? 0) : [];
    if (existing) room.set(existing.number, (room.get(existing.number) ?? 0) - taken.length);
    if (existing && taken.length > 0) plans.push(planOf(repo, { theme, members: taken, existing }));
    if (sorted.length > 0 && sorted.length < FEWEST) left.push(...sorted);
    else plans.push(...newEpics(repo, theme, sorted));
  }
  const direct = left.filter(({ theme }) => theme.kind === 'audit').map(planned);
  const single = left.filter(({ theme }) => theme.kind === 'feature');
  if (single.length > 0)
    notes.push(
      `${list(single)}: fewer than ${FEWEST} features of one subsystem make no epic; dispatch them by number.`,
    );
  return { epics: plans, direct, notes };
}

/** Who takes part, and in words who does not. */
function sift(issues: readonly LooseIssue[]): { fit: Themed[]; notes: string[] } {
  const own = issues.filter((issue) => !isEpicIssue(issue) && !isAuditTitle(issue.title));
  const stale = own.filter(({ labels }) => isLabelled(labels, 'stale'));
  const foreign = own.filter((issue) => !stale.includes(issue) && !isVouchedFor(issue));
  const rest = own.filter((issue) => !stale.includes(issue) && isVouchedFor(issue));
  const fit = rest.flatMap((issue) => {
    const theme = themeOf(issue);
    return theme ? [{ ...issue, theme }] : [];
  });
  const plain = rest.filter((issue) => themeOf(issue) === null);
  const notes: string[] = [];
  if (stale.length > 0)
    notes.push(`${list(stale)} left out as stale: their files are gone. Close them, or take the label off.`);
  if (foreign.length > 0)
    notes.push(
      `${list(foreign)} left out: written from outside. Dispatch them by number if they are wanted.`,
    );
  if (plain.length > 0)
    notes.push(
      `${list(plain)} left out: neither born of an audit nor a feature of a subsystem. Label them “audit”, or dispatch them by number.`,
    );
  return { fit, notes };
}

/** Written by one of the team, or labelled by one: only who may triage gives labels. */
function isVouchedFor({ authorAssociation, labels }: LooseIssue): boolean {
  return isInsider(authorAssociation) || isLabelled(labels, 'audit');
}

function isLabelled(labels: readonly string[], wanted: string): boolean {
  return labels.some((label) => label.toLowerCase() === wanted);
}

/**
 * By theme where there are many, and together where there are few; a theme too small for an epic goes with the
 * largest that has room for it.
 */
function auditGroups(
  issues: readonly Themed[],
  known: (theme: string) => OpenEpic | undefined,
): [string, Themed[]][] {
  if (issues.length === 0) return [];
  if (issues.length < THEMED_FROM && !issues.some(({ theme }) => known(theme.name)))
    return [['audit', [...issues]]];
  const groups = [...groupBy(issues, ({ theme }) => theme.name)].sort(([, a], [, b]) => b.length - a.length);
  const small = groups.filter(([theme, members]) => members.length < FEWEST && !known(theme));
  const large = groups.filter((group) => !small.includes(group));
  for (const [, members] of small) {
    const host = large.find(([, others]) => others.length + members.length <= MOST) ?? large[0];
    host?.[1].push(...members);
  }
  // All are small: together they are one.
  return large.length > 0 ? large : [['audit', small.flatMap(([, members]) => members)]];
}

function featureGroups(issues: readonly Themed[]): [string, Themed[]][] {
  return [...groupBy(issues, ({ theme }) => theme.name)];
}

/** Of at most ten children each, and about as many in each, so that none is too small. */
function newEpics(repo: string, theme: string, members: readonly Themed[]): EpicPlan[] {
  const count = Math.ceil(members.length / MOST);
  const cut = (index: number) => Math.ceil((index * members.length) / count);
  const shares = Array.from({ length: count }, (_, index) => members.slice(cut(index), cut(index + 1)));
  return shares.map((share, index) => {
    const plan = planOf(repo, { theme, members: share });
    return count === 1 ? plan : { ...plan, title: `${plan.title} (${index + 1} of ${count})` };
  });
}

function planOf(
  repo: string,
  {
    theme,
    members,
    existing = null,
  }: { theme: string; members: readonly Themed[]; existing?: OpenEpic | null },
): EpicPlan {
  const children = inPhases(repo, members).map(({ issue, phase }) => ({ ...planned(issue), phase }));
  const title = `epic(${theme}): ${aim(theme, members)}`;
  return {
    theme,
    title,
    existing: existing && { number: existing.number, title: existing.title, branch: existing.branch },
    children,
  };
}

function aim(theme: string, [first]: readonly Themed[]): string {
  if (first?.theme.kind === 'feature') return `build what is wanted of ${theme}`;
  return theme === 'audit' ? 'mend what the audits found' : THEME_TITLES[theme as AuditTheme];
}

/** `epic(security): …` is of the theme `security`. */
function scopeOf(title: string): string | null {
  const { type, scope } = parseTitle(title);
  return type === 'epic' ? (scope?.toLowerCase() ?? null) : null;
}

function planned({ number, title, lastEditedAt }: LooseIssue): PlannedChild {
  return { number, title, lastEditedAt };
}

/** Numbers named before the others are counted. */
const NAMED = 5;

function list(issues: readonly { number: number }[]): string {
  const names = issues.slice(0, NAMED).map(({ number }) => `#${number}`);
  const more = issues.length - NAMED;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
