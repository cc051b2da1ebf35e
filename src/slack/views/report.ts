import type { KnownBlock } from '@slack/types';
import type { LiveState } from '../../domain/message.js';
import type { MorningReport } from '../../domain/report.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, divider, drawn, header, section } from './blocks.js';
import { budgetLine } from './budget.js';
import { proposalBlocks } from './proposal.js';
import { ago, escaped, issue, plural } from './words.js';

/** Proposals drawn in full; a phone shows no more without tiring its reader. */
const SHOWN = 8;
const LINES = 5;

/** The morning report: yesterday, budget, blocked, blockers, next phases. */
export function reportView(report: MorningReport, live: LiveState): Drawn {
  const ids = [...report.blockers, ...report.nextPhases, ...report.features];
  const open = ids.filter((id) => live.proposals.get(id)?.proposal.status === 'open');
  const cost = open.reduce((sum, id) => sum + (live.proposals.get(id)?.proposal.shown.cost ?? 0), 0);
  const point =
    open.length > 0
      ? `${plural(open.length, 'dispatch', 'dispatches')} to decide, ${plural(cost, 'task')}`
      : 'Nothing to decide';
  const late = report.lateSince
    ? [context(`⏰ Late: this was due at ${report.lateSince}, when I was not running.`)]
    : [];
  const parts: KnownBlock[] = [
    header(`☀️ Good morning · ${report.dayName}`),
    ...late,
    section(`*${point}*`, yesterdayLine(report), live.budget ? budgetLine(live.budget) : ''),
    ...blockedPart(report),
    ...part('Blockers · the rest of their phase waits for them', report.blockers, live),
    ...part('Next in line', report.nextPhases, live),
    ...part('🙋 Features · the code owner’s click alone starts them', report.features, live),
    ...deferredPart(report),
    actions(
      ...allButton(report, live),
      button('Show pool', actionId('ask'), { value: 'budget' }),
      button('Refresh', actionId('redraw'), { value: ids.join(',') || 'none' }),
    ),
    context(`READY ${report.readyDepth} · ${ago(report.asOf, live.now)}`),
  ];
  return drawn(`Good morning: ${point.toLowerCase()}`, parts);
}

function yesterdayLine({ yesterday }: MorningReport): string {
  const merged = yesterday.merged.slice(0, LINES).map(({ repo, number }) => issue(repo, number));
  const names =
    merged.length > 0 ? ` (${merged.join(', ')}${yesterday.merged.length > LINES ? ' …' : ''})` : '';
  const lapsed = yesterday.lapsed === null ? '' : ` · ${plural(yesterday.lapsed, 'task')} lapsed`;
  return `Yesterday: ${yesterday.merged.length} merged${names} · ${plural(yesterday.finished, 'child', 'children')} closed${lapsed}`;
}

function blockedPart({ blocked }: MorningReport): KnownBlock[] {
  if (blocked.length === 0) return [];
  const lines = blocked
    .slice(0, LINES)
    .map(
      ({ repo, pullRequest, epic, why, next }) =>
        `⚠️ ${issue(repo, pullRequest)}${epic ? ` (epic #${epic})` : ''} ${escaped(why)} → ${escaped(next)}`,
    );
  const rest = blocked.length > LINES ? [`… and ${blocked.length - LINES} more`] : [];
  return [section(`*Blocked: ${plural(blocked.length, 'pull request')}*`, ...lines, ...rest)];
}

function part(name: string, ids: readonly string[], live: LiveState): KnownBlock[] {
  if (ids.length === 0) return [];
  const blocks = ids.slice(0, SHOWN).flatMap((id) => {
    const state = live.proposals.get(id);
    return state ? proposalBlocks(state) : [];
  });
  const rest =
    ids.length > SHOWN
      ? [context(`… and ${ids.length - SHOWN} more: \`/epic dispatch <repo>\` shows them`)]
      : [];
  return [divider, section(`*${name}*`), ...blocks, ...rest];
}

function deferredPart({ deferred }: MorningReport): KnownBlock[] {
  if (deferred.length === 0) return [];
  const tasks = deferred.reduce((sum, one) => sum + one.tasks, 0);
  return [
    context(
      `${plural(tasks, 'more task')} would be ready: ${escaped([...new Set(deferred.map(({ why }) => why))].join('; '))}.`,
    ),
  ];
}

/** One click for all that is open, features apart: each of those needs its own. */
function allButton(report: MorningReport, live: LiveState) {
  const open = [...report.blockers.slice(0, SHOWN), ...report.nextPhases.slice(0, SHOWN)].filter(
    (id) => live.proposals.get(id)?.proposal.status === 'open',
  );
  if (open.length < 2) return [];
  const cost = open.reduce((sum, id) => sum + (live.proposals.get(id)?.proposal.shown.cost ?? 0), 0);
  return [
    button(`Approve all (${plural(cost, 'task')})`, actionId('approve_all'), { value: open.join(',') }),
  ];
}
