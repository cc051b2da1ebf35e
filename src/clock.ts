import type { Clock } from './ports.js';

/** Longest delay a timer takes; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => new Date(),
  wake(at, task) {
    const delay = Math.min(LONGEST, Math.max(0, at.getTime() - Date.now()));
    const timer = setTimeout(() => void run(task), delay);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A wake-up that fails is found again by the next tick; it must not end the process. */
async function run(task: () => void | Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    process.emitWarning(error as Error);
  }
}
