import type { Behaviour } from '../behaviour.js';
import type { Account, Issue } from '../github/model.js';
import type { Random } from '../github/random.js';
import type { World } from '../github/world.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Whoever acts in the world, with a sequence of chances of its own. */
export interface Agent {
  world: World;
  random: Random;
  behaviour: Behaviour;
  account: Account;
  profile: Profile;
}

/** What tells one coding agent from another. */
export interface Profile {
  login: string;
  /** The label that calls it. */
  label: string;
  /** What the names of its branches begin with. */
  branches: string;
  /** The branch it works on, if that name is free. */
  branchFor(issue: Issue): string;
  /** Whether it shows with 👀 that it has seen something. */
  eyes: boolean;
  /** Makes its chances its own. */
  salt: number;
  /** Tasks in any 24 hours, and tasks at once. */
  aDay: number;
  atOnce: number;
}

type Share = Exclude<keyof Behaviour, 'people'>;

/** Draws only where something may go wrong, so that a quiet world's story stays what it was. */
export function happens({ behaviour, random }: Pick<Agent, 'behaviour' | 'random'>, what: Share): boolean {
  return behaviour[what] > 0 && random.next() < behaviour[what];
}
