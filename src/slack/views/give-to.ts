import type { Takers } from '../../domain/reassign.js';
import { actionId } from '../ids.js';
import { button } from './blocks.js';
import { escaped } from './words.js';

/** One button for each agent that may take a child over, with its price. */
export function giveTo(repo: string, child: number, { agents }: Takers) {
  return agents.map((agent) =>
    button(`Give #${child} to ${named(agent)} · 1 task`, actionId('give', `${child}:${agent}`), {
      value: `${repo}#${child}:${agent}`,
    }),
  );
}

/** Why nobody may, or null where somebody may. */
export function whyNobody({ agents, refusals }: Takers): string | null {
  return agents.length > 0 || refusals.length === 0
    ? null
    : `No other agent can take it: ${escaped(refusals.join(', '))}.`;
}

function named(agent: string): string {
  return agent.charAt(0).toUpperCase() + agent.slice(1);
}
