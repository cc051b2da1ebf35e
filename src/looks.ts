import type { Clock } from './ports.js';

export interface Look {
  (): Promise<void>;
  /** Resolves once nothing runs and nothing waits. */
  idle(): Promise<void>;
}

/** Calls that come while one is running wait for one more run, which sees what caused them; not for one each. */
export function oneAtATime(run: () => Promise<void>, onError: (error: unknown) => void): Look {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  const look = () => {
    waiting ??= running.then(() => {
      waiting = null;
      running = run().catch(onError);
      return running;
    });
    return waiting;
  };
  return Object.assign(look, { idle: () => waiting ?? running });
}

/** Milliseconds between two looks that others ask for: a storm must not spend the hour's budget of reads. */
const PACE = 10_000;

/** Runs at the first call at once, and for all that come within ten seconds of a run once more, when these are over. */
export function paced(clock: Clock, run: () => void): () => void {
  let freeAt = 0;
  let waiting = false;
  const start = () => {
    waiting = false;
    freeAt = clock.now().getTime() + PACE;
    run();
  };
  return () => {
    if (waiting) return;
    if (clock.now().getTime() >= freeAt) return start();
    waiting = true;
    clock.wake(new Date(freeAt), start);
  };
}
