import type { SectionBlock } from '@slack/types';
import type { ProposalState } from '../../domain/message.js';
import { type EpicPlan, PHASES } from '../../domain/organise/plan.js';
import { planLength } from '../../domain/organise/steps.js';
import { listed } from './blocks.js';
import { escaped, issue, plural, title } from './words.js';

/** Children named of one epic; the others are counted. */
const LINES = 10;

/** An epic as it would be made, with its children in their phases. */
export function planSection(repo: string, plan: EpicPlan): SectionBlock {
  const { existing, children } = plan;
  const head = existing
    ? `*${issue(repo, existing.number)}* ${title(existing.title, 60)} gets ${plural(children.length, 'more child', 'more children')}`
    : `*${title(plan.title, 80)}*`;
  const counts = PHASES.flatMap(({ number, words }) => {
    const count = children.filter(({ phase }) => phase === number).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  const short = escaped(repo.slice(repo.indexOf('/') + 1));
  const foot = existing ? [] : [`${short} · branch \`epic/…-${escaped(plan.theme)}\``];
  return listed(
    `${head}\n*${plural(children.length, 'child', 'children')}* · ${counts.join(', ')}`,
    children.map(({ number, title: text, phase }) => `${phase}. #${number} ${title(text, 80)}`),
    { most: LINES, foot },
  );
}

export function planHeading(plans: readonly EpicPlan[]): string {
  const made = plans.filter(({ existing }) => existing === null).length;
  const children = plans.reduce((sum, plan) => sum + plan.children.length, 0);
  const issues = plural(children, 'issue');
  return made > 0
    ? `Make ${plural(made, 'epic')} of ${issues}?`
    : `Put ${issues} into ${plural(plans.length, 'epic')}?`;
}

/** How far an approved plan is. */
export function planProgress(plan: EpicPlan, acts: ProposalState['acts']): string {
  const done = acts.filter(({ status }) => status === 'done');
  const epic = plan.existing?.number ?? done.find(({ kind }) => kind === 'create-issue')?.made;
  const stuck = acts.find(({ status, note }) => status !== 'done' && note !== null);
  const isWhole = done.some(({ kind }) => kind === 'create-branch');
  const parts = [
    ...(epic ? [`epic #${epic}`] : []),
    isWhole
      ? `${plural(plan.children.length, 'child', 'children')} linked · branch ready`
      : `step ${done.length} of ${planLength(plan)}`,
    ...(stuck?.note ? [`⚠️ ${escaped(stuck.note)}`] : []),
  ];
  return parts.join(' · ');
}
