import type { LeaderboardRow } from '../../domain/journal-stats.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, drawn, header, section } from './blocks.js';
import { medianLines, priceLine } from './journal.js';
import { bar, plural, title } from './words.js';

/** More agents than these nobody compares on a phone. */
const AGENTS = 12;

/** `/epic leaderboard`: agents side by side, best first. */
export function leaderboardView(agents: readonly LeaderboardRow[]): Drawn {
  const foot = actions(
    button('Refresh', actionId('refresh'), { value: 'leaderboard' }),
    button('Journal', actionId('ask'), { value: 'journal stats' }),
  );
  const [best] = agents;
  if (!best) {
    const text = 'No child has finished yet, so there is nobody to compare';
    return drawn(text, [header('Leaderboard'), section(`*${text}*`)], [foot]);
  }
  const text = `${plural(agents.length, 'agent')}, best first: ${nameOf(best)} merged ${best.merged} of ${best.children}`;
  const rest = agents.length - AGENTS;
  return drawn(
    text,
    [
      header('Leaderboard'),
      ...agents.slice(0, AGENTS).map((row, index) => section(...rowLines(row, index + 1))),
      ...(rest > 0 ? [context(`… and ${rest} more`)] : []),
      context('By merge rate, then by tasks. Medians of what is known; a few children prove nothing.'),
    ],
    [foot],
  );
}

function rowLines(row: LeaderboardRow, place: number): string[] {
  return [
    `*${place}. ${title(nameOf(row), 40)}*`,
    `${bar(row.merged, row.children)} ${row.merged} of ${plural(row.children, 'child', 'children')} merged`,
    priceLine(row),
    ...medianLines(row.median),
  ];
}

function nameOf({ agent }: LeaderboardRow): string {
  return agent ?? 'without a task';
}
