import type { ShownMessage } from '../../sandbox/control-types.js';
import type { Issue } from '../../sandbox/github/model.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import { type SlackUser, words } from './slack-user.js';

export const TIER_1 = ['core-php', 'core-mcp', 'core-api'];
/** What an approver presses to say yes. */
const YES = ['Create all', 'Create the', 'Close the audit', 'Extend the epic', 'Approve dispatch'];

export function issuesOf(world: SandboxWorld, name: string): Issue[] {
  const repo = world.github.world.repo(`dappcore/${name}`);
  if (!repo) throw new Error(`There is no ${name}.`);
  return [...repo.issues.values()];
}

export function epicsOf(world: SandboxWorld): Issue[] {
  return TIER_1.flatMap((name) => issuesOf(world, name)).filter(({ title }) => title.startsWith('epic('));
}

export function branchesOf({ repo, number }: Issue): string[] {
  return [...repo.branches.keys()].filter((name) => name.startsWith(`epic/${number}-`));
}

/** The epic's children that were given to the agent, once for each time. */
export function handedOut({ repo, body }: Issue): number[] {
  return parseChecklist(body).flatMap(({ number }) =>
    (repo.issues.get(number)?.events ?? [])
      .filter((event) => event.type === 'LabeledEvent' && event.label.name === 'jules')
      .map(() => number),
  );
}

export function isOpenAudit({ title, state }: Issue): boolean {
  return state === 'OPEN' && /audit\]|^audit:/i.test(title);
}

/** Presses the first yes of every message about tier 1 that has one; the report's own are left alone. */
export async function sayYes(user: SlackUser): Promise<void> {
  for (const message of await user.messages()) {
    const label = isOfTier1(message) && YES.find((yes) => isOffered(message, yes));
    if (label) await user.click(message, label);
  }
}

function isOffered(message: ShownMessage, button: string): boolean {
  return JSON.stringify(message.blocks).includes(`"text":"${button}`);
}

function isOfTier1(message: ShownMessage): boolean {
  return TIER_1.some((name) => words(message).includes(`dappcore/${name}:`));
}
