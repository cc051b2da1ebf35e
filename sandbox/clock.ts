import type { Clock } from '../src/ports.js';

interface Timer {
  at: number;
  order: number;
  task: () => void | Promise<void>;
}

/**
 * The sandbox's one clock. It stands still until somebody advances it, and then runs every timer that
 * falls due, one after the other, in the order of their times (first come, first served on a tie).
 */
export class SimulatedClock implements Clock {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** Counts the interruptions: an advance ends when another one came after it was asked for. */
  #interruptions = 0;

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  wake(at: Date, task: Timer['task']): () => void {
    const timer = { at: at.getTime(), order: this.#order++, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** When the next timer falls due. */
  nextAt(): Date | undefined {
    const next = this.#next(Number.POSITIVE_INFINITY);
    return next && new Date(next.at);
  }

  /** How much runs, or waits for its turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Moves to `target`, awaiting each timer on the way; calls made meanwhile wait for their turn. */
  advanceTo(target: Date): Promise<void> {
    const asked = this.#interruptions;
    return this.#inTurn(() => this.#run(target.getTime(), asked));
  }

  advanceBy(milliseconds: number): Promise<void> {
    const asked = this.#interruptions;
    return this.#inTurn(() => this.#run(this.#now + milliseconds, asked));
  }

  /**
   * Ends the advance that is under way as soon as the timer that it awaits has finished, drops those that wait, and
   * then runs `task`, with the clock standing still.
   */
  interrupt(task: () => Promise<void>): Promise<void> {
    this.#interruptions += 1;
    return this.#inTurn(task);
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    const run = this.#queue.then(task).finally(() => {
      this.#waiting -= 1;
    });
    this.#queue = run.catch(() => {});
    return run;
  }

  /** Forgets every timer and starts again at `start`. */
  reset(start: Date): void {
    this.#timers = [];
    this.#now = start.getTime();
  }

  async #run(target: number, asked: number): Promise<void> {
    const isInterrupted = () => this.#interruptions !== asked;
    if (isInterrupted()) return;
    for (let timer = this.#next(target); timer; timer = this.#next(target)) {
      const due = timer;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      await due.task();
      if (isInterrupted()) return;
    }
    this.#now = Math.max(this.#now, target);
  }

  #next(limit: number): Timer | undefined {
    let best: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > limit) continue;
      if (!best || timer.at < best.at || (timer.at === best.at && timer.order < best.order)) best = timer;
    }
    return best;
  }
}
