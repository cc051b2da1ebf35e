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

/** A clock whose wake-ups can all be called off, and whose failing ones are reported instead of ending the process. */
export function stoppableClock(
  clock: Clock,
  onError: (error: unknown) => void,
): { clock: Clock; stop(): void } {
  const pending = new Set<() => void>();
  const wake: Clock['wake'] = (at, task) => {
    const cancel = clock.wake(at, async () => {
      pending.delete(cancel);
      try {
        await task();
      } catch (error) {
        onError(error);
      }
    });
    pending.add(cancel);
    return () => {
      pending.delete(cancel);
      cancel();
    };
  };
  return {
    clock: { now: () => clock.now(), wake },
    stop: () => {
      for (const cancel of pending) cancel();
    },
  };
}
