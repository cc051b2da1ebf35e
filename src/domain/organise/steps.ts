import type { ActDetail, ActKind, WantedAct } from '../act.js';
import type { DraftStep } from '../draft.js';
import type { EpicPlan } from './plan.js';

/** Labels of every epic. Source: the flow's stage 2. */
export const EPIC_LABELS = ['agentic', 'complexity:large'];

/** Number of the epic that a plan is about, once it is known. */
export function epicOf({ existing }: EpicPlan, done: readonly DraftStep[]): number | null {
  return existing?.number ?? done.find(({ key }) => key.startsWith('create-issue:'))?.made ?? null;
}

export function branchOf(plan: EpicPlan, epic: number): string {
  return plan.existing?.branch ?? `epic/${epic}-${plan.theme}`;
}

/**
 * What of an approved plan is to be done next: the labels and the epic's issue, a word and a link to each child, what an
 * existing checklist lacks, and the branch. The branch comes last, since nothing is dispatched without one: whatever
 * goes wrong on the way, no child is handed out before it is linked.
 */
export function planSteps(
  { repo, proposal, plan }: { repo: string; proposal: string; plan: EpicPlan },
  done: readonly DraftStep[],
): WantedAct[] {
  const epic = epicOf(plan, done);
  const step = (
    kind: ActKind,
    what: string,
    more: { subject?: number; detail?: ActDetail } = {},
  ): WantedAct => ({
    key: `${kind}:${repo}/${proposal}/${what}`,
    kind,
    subject: more.subject ?? epic ?? 0,
    epicNumber: null,
    childNumber: null,
    headSha: null,
    detail: { proposal, ...more.detail },
  });
  const numbers = plan.children.map(({ number }) => number);
  const stages: WantedAct[][] = [
    plan.existing ? [] : [step('create-labels', 'labels')],
    plan.existing ? [] : [step('create-issue', 'epic', { detail: { issue: 'epic' } })],
    numbers.map((subject) =>
      step('comment', `parent/${subject}`, { subject, detail: { on: subject, body: `Parent: #${epic}` } }),
    ),
    numbers.map((subject) => step('link-child', `${subject}`, { subject, detail: { on: epic ?? 0 } })),
    plan.existing ? [step('extend-epic', 'children')] : [],
    [step('create-branch', 'branch', { detail: { branch: branchOf(plan, epic ?? 0) } })],
  ];
  const made = new Set(done.map(({ key }) => key));
  const current = stages.find((stage) => stage.some(({ key }) => !made.has(key))) ?? [];
  return current.filter(({ key }) => !made.has(key));
}

/** How many steps a plan has in all. */
export function planLength({ existing, children }: EpicPlan): number {
  return (existing ? 1 : 2) + 2 * children.length + 1;
}
