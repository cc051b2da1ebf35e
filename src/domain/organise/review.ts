import { neutralTitle } from '../audit/neutral.js';
import { isAuditTitle } from '../title.js';
import type { EpicPlan, PhaseNumber } from './plan.js';

/** Where a person puts a child: into a phase, out of the epic, or into another planned epic, named by its proposal. */
export type PlanPlace = PhaseNumber | 'drop' | { to: string };

export interface PlanReview {
  /** Of an epic that is to be made; one that exists keeps its own. */
  title: string;
  /** By the child's number; one that is not named stays where it is. */
  places: ReadonlyMap<number, PlanPlace>;
}

const LONGEST_TITLE = 256;
/** A checklist that is longer is nobody's to follow, and GitHub takes a hundred sub-issues. */
export const MOST_CHILDREN = 50;

/** The plan as a person wants it, and what leaves it for another plan. */
export function reviewed(
  plan: EpicPlan,
  { title, places }: PlanReview,
): { plan: EpicPlan; moved: { to: string; child: EpicPlan['children'][number] }[] } {
  const children = plan.children.flatMap((child) => {
    const place = places.get(child.number) ?? child.phase;
    return typeof place === 'number' ? [{ ...child, phase: place }] : [];
  });
  const moved = plan.children.flatMap((child) => {
    const place = places.get(child.number);
    return typeof place === 'object' ? [{ to: place.to, child }] : [];
  });
  return {
    plan: { ...plan, title: plan.existing ? plan.title : titled(plan, title), children: sorted(children) },
    moved,
  };
}

/** The plan with children that came from another one. */
export function joined(plan: EpicPlan, more: EpicPlan['children']): EpicPlan {
  const known = new Set(plan.children.map(({ number }) => number));
  return {
    ...plan,
    children: sorted([...plan.children, ...more.filter(({ number }) => !known.has(number))]),
  };
}

/** Why a title cannot be an epic's, in words; null when it can. */
export function epicTitleFault(plan: EpicPlan, title: string): string | null {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(title.trim())) return 'A title is one line without control characters.';
  const whole = titled(plan, title);
  if (whole === titled(plan, '')) return 'An epic needs a title.';
  if (whole.length > LONGEST_TITLE) return `A title has at most ${LONGEST_TITLE} characters.`;
  return isAuditTitle(whole) ? 'With “[Audit]” it would be taken for an audit; leave that out.' : null;
}

/** `epic(<theme>): …`: the form by which the next look knows what it is about. */
function titled({ theme }: EpicPlan, title: string): string {
  const bare = neutralTitle(title).replace(/^epic(?:\([^()]*\))?:\s*/i, '');
  return `epic(${theme}): ${bare}`.trim();
}

function sorted(children: EpicPlan['children']): EpicPlan['children'] {
  return [...children].sort((a, b) => a.phase - b.phase);
}
