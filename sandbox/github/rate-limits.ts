import type { SimulatedClock } from '../clock.js';

export type RateResource = 'core' | 'graphql';

export interface RateState {
  limit: number;
  used: number;
  remaining: number;
  /** When the window ends, in seconds since 1970. */
  reset: number;
}

const POINTS_AN_HOUR = 5_000;
const HOUR = 3_600;

/** The primary rate limit: 5,000 points an hour for each account, REST and GraphQL apart. */
export class RateLimits {
  #windows = new Map<string, { used: number; reset: number }>();
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  clear(): void {
    this.#windows.clear();
  }

  /** Takes `points`, or answers false and takes none when they are not left. */
  spend(account: string, resource: RateResource, points: number): boolean {
    const state = this.state(account, resource);
    if (state.remaining < points) return false;
    this.#windows.set(`${account} ${resource}`, { used: state.used + points, reset: state.reset });
    return true;
  }

  state(account: string, resource: RateResource): RateState {
    const now = Math.floor(this.#clock.now().getTime() / 1_000);
    const open = this.#windows.get(`${account} ${resource}`);
    const { used, reset } = open && open.reset > now ? open : { used: 0, reset: now + HOUR };
    return { limit: POINTS_AN_HOUR, used, remaining: POINTS_AN_HOUR - used, reset };
  }
}
