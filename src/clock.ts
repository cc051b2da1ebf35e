import type { Clock } from './ports.js';

/** Longest delay a timer takes; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  wake(at, task) {
    const delay = Math.min(LONGEST, Math.max(0, at.getTime() - Date.now()));
    const timer = setTimeout(() => void task(), delay);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Runs a task after so many milliseconds of real time; what it answers calls it off. */
export type Later = (milliseconds: number, task: () => void) => () => void;

export const reallyLater: Later = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Waits for work, but not longer than so many milliseconds. */
export function within(milliseconds: number, work: Promise<unknown>, later: Later): Promise<void> {
  return new Promise((resolve) => {
    const cancel = later(milliseconds, resolve);
    const done = () => {
      cancel();
      resolve();
    };
    work.then(done, done);
  });
}

/**
 * A clock whose wake-ups can all be called off, and whose failing ones are reported instead of ending the process.
 * `stop` takes none any more and resolves when those that are running have ended.
 */
export function stoppableClock(
  clock: Clock,
  onError: (error: unknown) => void,
): { clock: Clock; stop(): Promise<void> } {
  const pending = new Set<() => void>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  const run = (task: () => void | Promise<void>): Promise<void> => {
    const done = (async () => task())()
      .catch(onError)
      .finally(() => running.delete(done));
    running.add(done);
    return done;
  };
  const wake: Clock['wake'] = (at, task) => {
    if (stopped) return () => {};
    const cancel = clock.wake(at, () => {
      pending.delete(cancel);
      return run(task);
    });
    pending.add(cancel);
    return () => {
      pending.delete(cancel);
      cancel();
    };
  };
  return {
    clock: { now: () => clock.now(), wake },
    stop: async () => {
      stopped = true;
      for (const cancel of pending) cancel();
      await Promise.all(running);
    },
  };
}
