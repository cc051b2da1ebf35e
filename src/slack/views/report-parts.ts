import type { KnownBlock } from '@slack/types';
import type { LiveState } from '../../domain/message.js';
import type { Report } from '../../domain/report.js';
import { actionId } from '../ids.js';
import { actions, button, context } from './blocks.js';
import { budgetLine } from './budget.js';
import { ago, cut, escaped, issue } from './words.js';

/** Lines of a list in a report; the rest is counted. */
export const LINES = 5;

/** Says that a report is late, and which clock says so: its readers may be in other zones. */
export function lateNotice({ lateSince }: Report): KnownBlock[] {
  if (!lateSince) return [];
  return [context(`⏰ Late: this was due at ${escaped(lateSince)} and could not be posted then.`)];
}

export function freshness({ readyDepth, asOf }: Report, live: LiveState): KnownBlock {
  return context(`READY ${readyDepth} · ${ago(asOf, live.now)}`);
}

export function budgetLines({ budget }: LiveState): string[] {
  return budget ? [budgetLine(budget)] : [];
}

/** The first of what was merged: `core #1, core #2 …`. */
export function mergedNames(merged: readonly { repo: string; number: number }[]): string {
  const first = merged.slice(0, LINES).map(({ repo, number }) => issue(repo, number));
  return `${first.join(', ')}${merged.length > LINES ? ' …' : ''}`;
}

const WIDTH = 12;

/** A count as a row of ▇, to be set beside others: `most` is the largest of them. Anything counted shows. */
export function tally(count: number, most: number): string {
  if (most <= WIDTH) return '▇'.repeat(count);
  return '▇'.repeat(count === 0 ? 0 : Math.max(1, Math.round((count / most) * WIDTH)));
}

/** Repositories that get an Unstick button of their own in one report. */
const UNSTICK = 3;

/** What `/epic unstick` says, by a click: to the clicker alone. */
export function unstickButtons(repos: readonly string[]): KnownBlock[] {
  const names = [...new Set(repos)].slice(0, UNSTICK);
  if (names.length === 0) return [];
  return [
    actions(
      ...names.map((repo) => {
        const name = repo.slice(repo.indexOf('/') + 1);
        return button(cut(`Unstick ${name}`, 75), actionId('ask', `unstick-${name}`), {
          value: `unstick ${repo}`,
        });
      }),
    ),
  ];
}
