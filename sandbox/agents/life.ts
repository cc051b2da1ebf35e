import type { Behaviour } from '../behaviour.js';
import type { Account } from '../github/model.js';
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
}

type Share = Exclude<keyof Behaviour, 'people'>;

/** Draws only where something may go wrong, so that a quiet world's story stays what it was. */
export function happens({ behaviour, random }: Pick<Agent, 'behaviour' | 'random'>, what: Share): boolean {
  return behaviour[what] > 0 && random.next() < behaviour[what];
}
