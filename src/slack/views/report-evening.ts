import type { KnownBlock } from '@slack/types';
import type { StageAdvice } from '../../domain/evening.js';
import type { LiveState } from '../../domain/message.js';
import type { ReadyDepth } from '../../domain/pace.js';
import type { EveningReport } from '../../domain/report.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, drawn, header, listed, section } from './blocks.js';
import { reportButtons } from './report-offer.js';
import { budgetLines, freshness, LINES, lateNotice, mergedNames, tally } from './report-parts.js';
import { escaped, plural } from './words.js';

/** The evening report: the day in three rows, the next workday's plan, and where stage 1 or 2 should run. */
export function eveningView(report: EveningReport, live: LiveState): Drawn {
  const { dispatched, merged, finished, stuck } = report.today;
  const point = `${dispatched} dispatched, ${merged.length} merged, ${stuck} stuck`;
  const names = merged.length > 0 ? ` · merged ${mergedNames(merged)}` : '';
  const blocks = [
    header(`🌙 Evening · ${report.dayName}`),
    ...lateNotice(report),
    section(`*${point}*`, ...picture(report)),
    section(`${plural(finished, 'child', 'children')} closed${names}`, ...budgetLines(live)),
    ...planPart(report),
    section(`*${depthLine(report.depth)}*`),
    ...stagesPart(report.stages),
    ...refill(report),
  ];
  return drawn(`Evening: ${point}`, blocks, [reportButtons(), freshness(report, live)]);
}

/** Rows to compare at a glance. Each has its figure and its word, so that nothing is lost where they are not drawn. */
function picture({ today }: EveningReport): string[] {
  const rows: [number, string][] = [
    [today.dispatched, 'dispatched'],
    [today.merged.length, 'merged'],
    [today.stuck, 'stuck'],
  ];
  const most = Math.max(...rows.map(([count]) => count));
  if (most === 0) return [];
  return rows.map(([count, word]) => `${tally(count, most)} ${count} ${word}`.trim());
}

function planPart({ plan }: EveningReport): KnownBlock[] {
  const what = plan.tasks > 0 ? plural(plan.tasks, 'task') : 'nothing';
  const head = `*${plan.dayName}: ${what} to propose*`;
  const lines = plan.repos.map(({ repo, tasks, features }) => {
    const feature = features > 0 ? ` · 🙋 ${plural(features, 'feature')}` : '';
    return `${shortName(repo)} · ${plural(tasks, 'task')}${feature}`;
  });
  const rest = `${plural(plan.deferred, 'more task')} would be ready: ${escaped(plan.because.join('; '))}.`;
  return [
    listed(head, lines, { most: LINES }),
    context(`As things stand now.${plan.deferred > 0 ? ` ${rest}` : ''}`),
  ];
}

function depthLine({ ready, level, rate, wanted: [two, three] }: ReadyDepth): string {
  const wish = `${plural(rate, 'task')} a day want ${two} to ${three}`;
  if (level === 'low') return `⚠️ READY ${ready}, under 20: more issues are needed`;
  return level === 'short' ? `READY ${ready}: ${wish}` : `READY ${ready}: enough, ${wish}`;
}

function stagesPart({ tier, repos, auditsDone }: StageAdvice): KnownBlock[] {
  const lines = repos.map(({ repo, stage, audits, open }) => {
    const work = stage === 1 ? plural(audits, 'audit') : plural(open, 'open issue');
    return `${shortName(repo)} · stage ${stage} · ${work}`;
  });
  return [
    ...(lines.length > 0 ? [listed(`*Run stage 1 or 2 next · tier ${tier}*`, lines, { most: LINES })] : []),
    ...(auditsDone ? [context('Every audit is done: it is time for new ones.')] : []),
  ];
}

/** Too little is READY, so the next repositories of the tier whose turn it is are offered. */
function refill({ depth, stages }: EveningReport): KnownBlock[] {
  if (depth.level !== 'low' || stages.repos.length === 0) return [];
  const buttons = stages.repos.slice(0, OFFERED).map(({ repo }, index) =>
    button(`Onboard ${repo.slice(repo.indexOf('/') + 1)}`, actionId('onboard', `${index}`), {
      value: repo,
    }),
  );
  return [actions(...buttons)];
}

const OFFERED = 3;

function shortName(repo: string): string {
  return escaped(repo.slice(repo.indexOf('/') + 1));
}
