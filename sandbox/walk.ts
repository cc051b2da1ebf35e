import type { SimulatedClock } from './clock.js';

/** The clock walks by itself to what is due within so many simulated seconds, so that a click has its effect before one's eyes. */
const SOON_SECONDS = 60;
/** Simulated seconds a step, ten steps in two real seconds: half a minute passes in three seconds. */
const STEP_SECONDS = 2;

/** Real milliseconds between two steps. */
export const STEP_MILLISECONDS = 200;

/**
 * One step towards what is due soon, while somebody watches. For programs the clock stands still until they advance it:
 * the same calls give the same run.
 */
export async function step(clock: SimulatedClock, isWatched: boolean): Promise<void> {
  if (!isWatched || clock.waiting > 0) return;
  const due = clock.nextAt();
  const wait = due ? due.getTime() - clock.now().getTime() : Number.POSITIVE_INFINITY;
  if (wait <= SOON_SECONDS * 1_000) await clock.advanceBy(Math.min(STEP_SECONDS * 1_000, Math.max(wait, 0)));
}
