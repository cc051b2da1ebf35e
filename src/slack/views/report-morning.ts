import type { KnownBlock } from '@slack/types';
import type { LiveState } from '../../domain/message.js';
import type { MorningReport } from '../../domain/report.js';
import { type Drawn, drawn, header, listed, section } from './blocks.js';
import { aroundOffer, pointOf } from './report-offer.js';
import { budgetLines, freshness, LINES, lateNotice, mergedNames, unstickButtons } from './report-parts.js';
import { escaped, issue, plural } from './words.js';

/** The morning report: yesterday, budget, blocked, blockers, next phases. */
export function morningView(report: MorningReport, live: LiveState): Drawn {
  const point = pointOf(report, live);
  const top = [
    header(`☀️ Good morning · ${report.dayName}`),
    ...lateNotice(report),
    section(`*${point}*`, yesterdayLine(report), ...budgetLines(live)),
    ...blockedPart(report),
  ];
  const { blocks, tail } = aroundOffer(report, live, { top, foot: [freshness(report, live)] });
  return drawn(`Good morning: ${point.toLowerCase()}`, blocks, tail);
}

function yesterdayLine({ yesterday }: MorningReport): string {
  const { merged } = yesterday;
  const names = merged.length > 0 ? ` (${mergedNames(merged)})` : '';
  const lapsed = yesterday.lapsed === null ? '' : ` · ${plural(yesterday.lapsed, 'task')} lapsed`;
  return `Yesterday: ${merged.length} merged${names} · ${plural(yesterday.finished, 'child', 'children')} closed${lapsed}`;
}

function blockedPart({ blocked }: MorningReport): KnownBlock[] {
  if (blocked.length === 0) return [];
  const lines = blocked.map(
    ({ repo, pullRequest, epic, why, next }) =>
      `⚠️ ${issue(repo, pullRequest)}${epic ? ` (epic #${epic})` : ''} ${escaped(why)} → ${escaped(next)}`,
  );
  return [
    listed(`*Blocked: ${plural(blocked.length, 'pull request')}*`, lines, { most: LINES }),
    ...unstickButtons(blocked.map(({ repo }) => repo)),
  ];
}
