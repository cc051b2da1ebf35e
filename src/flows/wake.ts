import type { Context } from './context.js';

type WithClock = Pick<Context, 'clock'>;

const pending = new WeakMap<WithClock, Map<string, () => void>>();

/** Has a piece of work woken at a time, in place of the time that was set for it before: each round finds out anew. */
export function wakeOnce(
  context: WithClock,
  work: string,
  wake: { at: Date; task: () => Promise<void> },
): void {
  const own = pending.get(context) ?? new Map<string, () => void>();
  pending.set(context, own);
  own.get(work)?.();
  own.set(work, context.clock.wake(wake.at, wake.task));
}
