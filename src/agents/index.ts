import type { Agent } from '../ports.js';
import { jules } from './jules.js';

/** Every agent the bot can dispatch to: a new one is one file and one entry here. */
export const agents: ReadonlyMap<string, Agent> = new Map([jules].map((agent) => [agent.name, agent]));

/** GitHub compares label names without regard to case, and answers with the case the repository gave them. */
export function isLabelOf(agent: Agent, label: string): boolean {
  return label.toLowerCase() === agent.label.toLowerCase();
}
