import type { Agent } from '../ports.js';
import { claude } from './claude.js';
import { jules } from './jules.js';

/** Every agent the bot can dispatch to: a new one is one file and one entry here. */
export const agents: ReadonlyMap<string, Agent> = new Map(
  [jules, claude].map((agent) => [agent.name, agent]),
);

/** GitHub compares label names without regard to case, and answers with the case the repository gave them. */
export function isLabelOf(agent: Agent, label: string): boolean {
  return label.toLowerCase() === agent.label.toLowerCase();
}

/** The agent that a label starts, whichever it is. */
export function agentBehind(label: string): Agent | undefined {
  return [...agents.values()].find((agent) => isLabelOf(agent, label));
}
