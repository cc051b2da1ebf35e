import type { Random } from '../../sandbox/github/random.js';
import type { Context } from '../../src/flows/context.js';

/** What a killed process meets wherever it goes on: nothing it does reaches anybody any more. */
export class Killed extends Error {}

/** The line to the database broke; the process lives on. */
export class Stumbled extends Error {}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * A process that can be killed, lose its line to the database or be overtaken by another one, wherever it calls out.
 * Its calls go out one after the other, so that the same seed is the same run.
 */
export class Mortal {
  /** The process's context, whose every way out leads through here. */
  readonly context: Context;
  readonly #random: Random;
  #dead = false;
  #callsLeft = NEVER;
  #queriesLeft = NEVER;
  #meanwhile: { callsLeft: number; run: () => Promise<unknown> } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: Context, random: Random) {
    this.#random = random;
    this.context = {
      ...context,
      db: this.#database(context.db),
      github: this.#port(context.github, ['requests', 'readLimit']),
      chat: this.#port(context.chat, []),
    };
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Dies at its n-th call from now: before it is made, or after it was answered. From then on every call fails. */
  killSoon(calls: number): void {
    this.#callsLeft = calls;
  }

  /** Loses one call of the database, the n-th from now: of a transaction either all of it, or only the answer. */
  stumbleSoon(calls: number): void {
    this.#queriesLeft = calls;
  }

  /** Stands still at its n-th call to GitHub or Slack from now, before it or after it, until `run` is through. */
  meanwhile(callsLeft: number, run: () => Promise<unknown>): void {
    this.#meanwhile = { callsLeft, run };
  }

  /** What was to be run meanwhile and was not, for there were too few calls. */
  async runLeftOver(): Promise<void> {
    const left = this.#meanwhile;
    this.#meanwhile = null;
    await left?.run();
  }

  #port<Port extends object>(real: Port, sync: readonly string[]): Port {
    return new Proxy(real, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function' || sync.includes(String(name))) return value;
        return (...args: unknown[]) => {
          const answer = this.#turn.then(() => this.#overtaken(() => value.apply(target, args)));
          this.#turn = answer.catch(() => {});
          return answer;
        };
      },
    });
  }

  async #overtaken(run: () => unknown): Promise<unknown> {
    const other = this.#meanwhile && --this.#meanwhile.callsLeft <= 0 ? this.#meanwhile : null;
    if (!other) return this.#call(run, false);
    this.#meanwhile = null;
    if (this.#random.next() < 0.5) {
      await other.run();
      return this.#call(run, false);
    }
    const answer = await this.#call(run, false);
    await other.run();
    return answer;
  }

  /** One call; `stumbling` when its line breaks. Each of the two ends comes before it or after it. */
  async #call(run: () => unknown, stumbling: boolean): Promise<unknown> {
    const killing = --this.#callsLeft === 0;
    const late = (killing || stumbling) && this.#random.next() < 0.5;
    const fail = () => {
      this.#dead ||= killing;
      if (this.#dead) throw new Killed();
      if (stumbling) throw new Stumbled();
    };
    if (this.#dead) throw new Killed();
    if (!late) fail();
    const answer = await run();
    fail();
    return answer;
  }

  #database(real: Context['db']): Context['db'] {
    return new Proxy(real, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const stumbling = --this.#queriesLeft === 0;
        if (name === 'transaction')
          return (...args: unknown[]) => this.#call(() => value.apply(target, args), stumbling);
        // Queries are built step by step and sent at the end, so these end here, before they are sent.
        this.#dead ||= --this.#callsLeft === 0;
        if (this.#dead) throw new Killed();
        if (stumbling) throw new Stumbled();
        return value.bind(target);
      },
    });
  }
}
