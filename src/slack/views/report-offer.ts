import type { KnownBlock } from '@slack/types';
import type { LiveState } from '../../domain/message.js';
import { type Offer, proposalsOf } from '../../domain/report.js';
import { actionId } from '../ids.js';
import { actions, button, context, divider, more, room, section } from './blocks.js';
import { proposalBlocks } from './proposal.js';
import { escaped, plural } from './words.js';

/** Proposals drawn of each part; a phone shows no more without tiring its reader. */
const SHOWN = 8;
const PARTS = {
  blockers: 'Blockers · the rest of their phase waits for them',
  nextPhases: 'Next in line',
  features: '🙋 Features · the code owner’s click alone starts them',
};
type Part = keyof typeof PARTS;
const partNames = Object.keys(PARTS) as Part[];

/** What there is to decide, in a line: `3 dispatches to decide, 4 tasks`. */
export function pointOf(offer: Offer, live: LiveState): string {
  const open = proposalsOf(offer).filter((id) => isOpen(id, live));
  return open.length > 0
    ? `${plural(open.length, 'dispatch', 'dispatches')} to decide, ${plural(costOf(open, live), 'task')}`
    : 'Nothing to decide';
}

/** A report around its proposals: as many as fit between `top` and the buttons, which always stand, with `foot`. */
export function aroundOffer(
  offer: Offer,
  live: LiveState,
  { top, foot }: { top: readonly KnownBlock[]; foot: readonly KnownBlock[] },
): { blocks: KnownBlock[]; tail: KnownBlock[] } {
  const tail = (shown: ReadonlySet<string>) => [
    ...deferredPart(offer),
    reportButtons(...allButton(offer, { live, shown })),
    ...foot,
  ];
  const shown = fitting(offer, { live, beside: [...top, ...tail(new Set(proposalsOf(offer)))] });
  const parts = partNames.flatMap((name) => part(PARTS[name], offer[name], { live, shown }));
  return { blocks: [...top, ...parts], tail: tail(shown) };
}

/** The buttons below every report. */
export function reportButtons(...first: ReturnType<typeof button>[]): KnownBlock {
  return actions(
    ...first,
    button('Show pool', actionId('ask'), { value: 'budget' }),
    // Any one of its proposals names the message, and all of a big report would not fit into a button.
    button('Refresh', actionId('redraw'), { value: 'report' }),
  );
}

/** The proposals that fit into the message beside everything else it must say. */
function fitting(
  offer: Offer,
  { live, beside }: { live: LiveState; beside: readonly KnownBlock[] },
): Set<string> {
  const frames = partNames.flatMap((name) => part(PARTS[name], offer[name], { live, shown: new Set() }));
  const fits = room([...beside, ...frames]);
  const drawable = partNames.flatMap((name) => offer[name].slice(0, SHOWN));
  return new Set(
    drawable.filter((id) => {
      const state = live.proposals.get(id);
      return state && fits(proposalBlocks(state));
    }),
  );
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

function deferredPart({ deferred }: Offer): KnownBlock[] {
  if (deferred.length === 0) return [];
  const tasks = deferred.reduce((sum, one) => sum + one.tasks, 0);
  return [
    context(
      `${plural(tasks, 'more task')} would be ready: ${escaped([...new Set(deferred.map(({ why }) => why))].join('; '))}.`,
    ),
  ];
}

/** One click for all that is open and shown here, features apart: each of those needs its own. */
function allButton(offer: Offer, { live, shown }: Drawable) {
  const open = [...offer.blockers, ...offer.nextPhases].filter((id) => shown.has(id) && isOpen(id, live));
  if (open.length < 2) return [];
  const cost = plural(costOf(open, live), 'task');
  return [button(`Approve all (${cost})`, actionId('approve_all'), { value: open.join(',') })];
}

function isOpen(id: string, live: LiveState): boolean {
  return live.proposals.get(id)?.proposal.status === 'open';
}

function costOf(ids: readonly string[], live: LiveState): number {
  return ids.reduce((sum, id) => sum + (live.proposals.get(id)?.proposal.shown.cost ?? 0), 0);
}
