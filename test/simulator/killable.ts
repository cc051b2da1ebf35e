import type { Random } from '../../sandbox/github/random.js';
import type { Context } from '../../src/flows/context.js';

/** What a killed process meets wherever it goes on: nothing it does reaches anybody any more. */
export class Killed extends Error {}

/**
 * The parts of a context that reach outside the process, so that it can be killed at any call of them: before the call
 * has been made or after it was answered. From then on every call of that process fails at once.
 */
export function killable(
  context: Context,
  random: Random,
): { context: Context; kill(): void; killSoon(calls: number): void; readonly dead: boolean } {
  let dead = false;
  let callsLeft = Number.POSITIVE_INFINITY;
  const call = async (run: () => unknown): Promise<unknown> => {
    if (dead) throw new Killed();
    callsLeft -= 1;
    const killing = callsLeft <= 0;
    if (killing && random.next() < 0.5) {
      dead = true;
      throw new Killed();
    }
    const answer = await run();
    if (killing || dead) {
      dead = true;
      throw new Killed();
    }
    return answer;
  };
  const port = <Port extends object>(real: Port, sync: readonly string[]): Port =>
    new Proxy(real, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function' || sync.includes(String(name))) return value;
        return (...args: unknown[]) => call(() => value.apply(target, args));
      },
    });
  const db = new Proxy(context.db, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      callsLeft -= 1;
      if (callsLeft <= 0) dead = true;
      if (dead) throw new Killed();
      return value.bind(target);
    },
  });
  return {
    context: {
      ...context,
      db,
      github: port(context.github, ['requests', 'readLimit']),
      chat: port(context.chat, []),
    },
    kill: () => {
      dead = true;
    },
    killSoon: (calls) => {
      callsLeft = calls;
    },
    get dead() {
      return dead;
    },
  };
}
