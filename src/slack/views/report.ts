import type { KnownBlock } from '@slack/types';
import type { LiveState } from '../../domain/message.js';
import { type MorningReport, proposalsOf } from '../../domain/report.js';
import { actionId } from '../ids.js';
import {
  actions,
  button,
  context,
  type Drawn,
  divider,
  drawn,
  header,
  listed,
  more,
  room,
  section,
} from './blocks.js';
import { budgetLine } from './budget.js';
import { proposalBlocks } from './proposal.js';
import { ago, escaped, issue, plural } from './words.js';

/** Proposals drawn of each part; a phone shows no more without tiring its reader. */
const SHOWN = 8;
const LINES = 5;
const PARTS = {
  blockers: 'Blockers · the rest of their phase waits for them',
  nextPhases: 'Next in line',
  features: '🙋 Features · the code owner’s click alone starts them',
};
type Part = keyof typeof PARTS;

/** The morning report: yesterday, budget, blocked, blockers, next phases. */
export function reportView(report: MorningReport, live: LiveState): Drawn {
  const ids = proposalsOf(report);
  const open = ids.filter((id) => live.proposals.get(id)?.proposal.status === 'open');
  const cost = open.reduce((sum, id) => sum + (live.proposals.get(id)?.proposal.shown.cost ?? 0), 0);
  const point =
    open.length > 0
      ? `${plural(open.length, 'dispatch', 'dispatches')} to decide, ${plural(cost, 'task')}`
      : 'Nothing to decide';
  const late = report.lateSince
    ? [context(`⏰ Late: this was due at ${report.lateSince}, when I was not running.`)]
    : [];
  const top = [
    header(`☀️ Good morning · ${report.dayName}`),
    ...late,
    section(`*${point}*`, yesterdayLine(report), ...(live.budget ? [budgetLine(live.budget)] : [])),
    ...blockedPart(report),
  ];
  const tail = (shown: ReadonlySet<string>) => [
    ...deferredPart(report),
    actions(
      ...allButton(report, { live, shown }),
      button('Show pool', actionId('ask'), { value: 'budget' }),
      // Any one of its proposals names the message, and all of a big report would not fit into a button.
      button('Refresh', actionId('redraw'), { value: 'report' }),
    ),
    context(`READY ${report.readyDepth} · ${ago(report.asOf, live.now)}`),
  ];
  const shown = fitting(report, { live, beside: [...top, ...tail(new Set(ids))] });
  const parts = partNames.flatMap((name) => part(PARTS[name], report[name], { live, shown }));
  return drawn(`Good morning: ${point.toLowerCase()}`, [...top, ...parts], tail(shown));
}

const partNames = Object.keys(PARTS) as Part[];

/** The proposals that fit into the message beside everything else it must say. */
function fitting(
  report: MorningReport,
  { live, beside }: { live: LiveState; beside: readonly KnownBlock[] },
): Set<string> {
  const frames = partNames.flatMap((name) => part(PARTS[name], report[name], { live, shown: new Set() }));
  const fits = room([...beside, ...frames]);
  const drawable = partNames.flatMap((name) => report[name].slice(0, SHOWN));
  return new Set(
    drawable.filter((id) => {
      const state = live.proposals.get(id);
      return state && fits(proposalBlocks(state));
    }),
  );
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
  const lines = blocked.map(
    ({ repo, pullRequest, epic, why, next }) =>
      `⚠️ ${issue(repo, pullRequest)}${epic ? ` (epic #${epic})` : ''} ${escaped(why)} → ${escaped(next)}`,
  );
  return [listed(`*Blocked: ${plural(blocked.length, 'pull request')}*`, lines, { most: LINES })];
}

interface Drawable {
  live: LiveState;
  /** Ids of the proposals that this message draws. */
  shown: ReadonlySet<string>;
}

function part(name: string, ids: readonly string[], { live, shown }: Drawable): KnownBlock[] {
  if (ids.length === 0) return [];
  const states = ids.flatMap((id) => (shown.has(id) ? (live.proposals.get(id) ?? []) : []));
  const rest = more(ids.length - states.length).map((line) =>
    context(`${line}: \`/epic dispatch &lt;repo&gt;\` shows them`),
  );
  return [divider, section(`*${name}*`), ...states.flatMap(proposalBlocks), ...rest];
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

/** One click for all that is open and shown here, features apart: each of those needs its own. */
function allButton(report: MorningReport, { live, shown }: Drawable) {
  const open = [...report.blockers, ...report.nextPhases].filter(
    (id) => shown.has(id) && live.proposals.get(id)?.proposal.status === 'open',
  );
  if (open.length < 2) return [];
  const cost = open.reduce((sum, id) => sum + (live.proposals.get(id)?.proposal.shown.cost ?? 0), 0);
  return [
    button(`Approve all (${plural(cost, 'task')})`, actionId('approve_all'), { value: open.join(',') }),
  ];
}
