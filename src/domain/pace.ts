import { type Strategy, TASKS_A_DAY } from './dispatch.js';

/** Below this many READY children, agents run out of work. */
export const READY_LEAST = 20;

/** Tasks that a day is to use: the strategy's, as far as the accounts hold so many. */
export function dayPlan(strategy: Strategy, quota: number): number {
  return Math.min(TASKS_A_DAY[strategy], quota);
}

/** How much of the day's plan is used by midday, and what to do about it. */
export interface Pace {
  advice: 'raise' | 'throttle' | 'steady';
  used: number;
  plan: number;
}

/** Under half used by midday: raise the rate. Over four fifths: throttle, and unstick instead. Null without a plan. */
export function paceOf({ used, plan }: { used: number; plan: number }): Pace | null {
  if (plan === 0) return null;
  // Whole numbers: a share of 0.8 is not quite 0.8.
  const advice = used * 2 < plan ? 'raise' : used * 5 > plan * 4 ? 'throttle' : 'steady';
  return { advice, used, plan };
}

/** How long READY lasts: it should hold two to three days' dispatches. */
export interface ReadyDepth {
  ready: number;
  /** `low` is under 20: it is time for stage 1. */
  level: 'low' | 'short' | 'enough';
  /** Tasks that a day is to use. */
  rate: number;
  /** Two and three days' worth. */
  wanted: [number, number];
}

export function readyDepthOf(ready: number, rate: number): ReadyDepth {
  const wanted: [number, number] = [rate * 2, rate * 3];
  const level = ready < READY_LEAST ? 'low' : ready < wanted[0] ? 'short' : 'enough';
  return { ready, level, rate, wanted };
}
