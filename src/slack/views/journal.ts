import type { JournalMedians, JournalStats } from '../../domain/journal-stats.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, drawn, header, section } from './blocks.js';
import { plural } from './words.js';

/** `/epic journal`: finished children in numbers. */
export function journalView(stats: JournalStats): Drawn {
  const foot = actions(
    button('Refresh', actionId('refresh'), { value: 'journal stats' }),
    button('Leaderboard', actionId('ask'), { value: 'leaderboard' }),
  );
  if (stats.records === 0) {
    const text = 'No child has finished yet';
    const why =
      'A child finishes when its pull request is merged and its issue closed, or when it is given up.';
    return drawn(text, [header('Journal'), section(`*${text}*`), context(why)], [foot]);
  }
  const text = `${plural(stats.records, 'finished child', 'finished children')}: ${stats.merged} merged, ${stats.closed} closed unmerged, ${stats.poison} given up`;
  const days = `${stats.from?.slice(0, 10)} to ${stats.to?.slice(0, 10)}`;
  return drawn(
    text,
    [
      header('Journal'),
      section(`*${text}*`, priceLine(stats), ...medianLines(stats.median)),
      context(
        `${days} · medians of what is known · ${stats.complete} complete, for \`/epic journal export --clean\``,
      ),
    ],
    [foot],
  );
}

/** What the merges cost; not divided, since a rounded number would say less. */
export function priceLine({ tasks, merged }: { tasks: number; merged: number }): string {
  return merged === 0
    ? plural(tasks, 'task')
    : `${plural(tasks, 'task')} for ${plural(merged, 'merged pull request')}`;
}

/** The medians in words, those left out that nothing is known of. */
export function medianLines(median: JournalMedians): string[] {
  const times = [
    ...said(median.toPullRequestSeconds, (value) => `${span(value)} to the pull request`),
    ...said(median.toMergeSeconds, (value) => `${span(value)} to the merge`),
    ...said(median.responseSeconds, (value) => `${span(value)} to answer a request`),
  ];
  const rounds = [
    ...said(median.reviewCycles, (value) => counted(value, 'review cycle')),
    ...said(median.conflictCycles, (value) => counted(value, 'conflict cycle')),
    ...said(median.ciFailures, (value) => counted(value, 'CI failure')),
  ];
  return [times, rounds].filter((line) => line.length > 0).map((line) => line.join(' · '));
}

function said(value: number | null, say: (value: number) => string): string[] {
  return value === null ? [] : [say(value)];
}

/** A median is a whole number, or halfway between two. */
function counted(value: number, one: string): string {
  return `${value} ${one}${value === 1 ? '' : 's'}`;
}

/** A span of time in the words of a person: `40 s`, `31 min`, `5 h 20 min`, `3 days`. */
export function span(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (minutes < 90) return `${minutes} min`;
  if (minutes >= 48 * 60) return plural(Math.round(minutes / 1_440), 'day');
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}
