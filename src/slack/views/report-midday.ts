import type { KnownBlock } from '@slack/types';
import type { LiveState } from '../../domain/message.js';
import type { Pace } from '../../domain/pace.js';
import type { Intervention, InterventionKind, MiddayReport } from '../../domain/report.js';
import { context, type Drawn, drawn, header, listed, section } from './blocks.js';
import { aroundOffer, pointOf } from './report-offer.js';
import { budgetLines, freshness, LINES, lateNotice, unstickButtons } from './report-parts.js';
import { escaped, issue, moment, plural } from './words.js';

/** The midday report: new conflicts, interventions, more to dispatch, and whether the day goes fast enough. */
export function middayView(report: MiddayReport, live: LiveState): Drawn {
  const point = pointOf(report, live);
  const conflicts = plural(report.conflicts.length, report.compared ? 'new conflict' : 'conflict');
  const quiet = report.conflicts.length === 0;
  const top = [
    header(`🌤️ Midday · ${report.dayName}`),
    ...lateNotice(report),
    section(
      `*${point}*`,
      ...(report.pace ? [paceLine(report.pace, report.readyDepth)] : []),
      ...budgetLines(live),
      ...(quiet ? [`No${report.compared ? ' new' : ''} conflict${since(report)}`] : []),
      ...(report.interventions.length === 0 ? [`No intervention${since(report)}`] : []),
    ),
    ...(quiet ? [] : [conflictsPart(report, conflicts)]),
    ...interventionsPart(report),
    ...(report.held ? [context(`Nothing more is proposed: ${escaped(report.held)}.`)] : []),
  ];
  const missed = report.compared
    ? []
    : [context('No morning report was posted today: `/epic report morning` shows it to you alone.')];
  const foot = [...missed, freshness(report, live)];
  const { blocks, tail } = aroundOffer(report, live, { top, foot });
  return drawn(`Midday: ${point.toLowerCase()}${quiet ? '' : `, ${conflicts}`}`, blocks, tail);
}

/** What the share of the day's plan means, with what there is to do about it. */
function paceLine({ advice, used, plan }: Pace, ready: number): string {
  const share = `${used} of today’s ${plural(plan, 'task')} used`;
  if (advice === 'throttle') return `⚠️ ${share}, over 80 % by midday: throttle, and unstick instead`;
  if (advice === 'steady') return `${share}: the rate is right`;
  const how = ready > 0 ? `raise the rate, ${ready} READY` : 'nothing is READY, so run stage 1 or 2';
  return `${share}, under 50 % by midday: ${how}`;
}

function since(report: MiddayReport): string {
  return ` since ${moment(new Date(report.since))}`;
}

function conflictsPart(report: MiddayReport, conflicts: string): KnownBlock {
  const lines = report.conflicts.map(({ repo, pullRequest, epic, base, mergesBefore }) => {
    const cause = mergesBefore > 0 ? ` · after ${plural(mergesBefore, 'merge')} into it` : '';
    return `⚠️ ${issue(repo, pullRequest)} (epic #${epic}) conflicts with ${escaped(base)}${cause}`;
  });
  return listed(`*${conflicts}${report.compared ? since(report) : ''}*`, lines, { most: LINES });
}

const DID: Record<InterventionKind, [sent: string, waiting: string]> = {
  'ask-reviews': ['asked to fix the code reviews', 'is to be asked to fix the code reviews'],
  'ask-conflict': ['asked to fix the merge conflict', 'is to be asked to fix the merge conflict'],
  escalate: ['handed to a person', 'is to be handed to a person'],
};

function interventionsPart(report: MiddayReport): KnownBlock[] {
  const { interventions } = report;
  if (interventions.length === 0) return [];
  const count = (state: Intervention['state']) => interventions.filter((one) => one.state === state).length;
  const parts = [`${count('sent')} sent`, ...(count('waiting') > 0 ? [`${count('waiting')} waiting`] : [])];
  const lines = interventions.map(
    ({ repo, pullRequest, kind, state }) =>
      `${issue(repo, pullRequest)} ${DID[kind][state === 'sent' ? 0 : 1]}`,
  );
  return [
    listed(`*Interventions${since(report)}: ${parts.join(' · ')}*`, lines, { most: LINES }),
    ...unstickButtons(interventions.map(({ repo }) => repo)),
  ];
}
