import type { SimulatedClock } from '../clock.js';

export type RateResource = 'core' | 'graphql' | 'search';

export interface RateState {
  limit: number;
  used: number;
  remaining: number;
  /** When the window ends, in seconds since 1970. */
  reset: number;
}

const HOURLY = { limit: 5_000, seconds: 3_600 };
const WINDOWS: Record<RateResource, { limit: number; seconds: number }> = {
  core: HOURLY,
  graphql: HOURLY,
  search: { limit: 30, seconds: 60 },
};

/** The primary rate limits of each account: 5,000 points an hour of REST and of GraphQL, 30 searches a minute by REST. */
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
    const { limit, seconds } = WINDOWS[resource];
    const { used, reset } = open && open.reset > now ? open : { used: 0, reset: now + seconds };
    return { limit, used, remaining: limit - used, reset };
  }
}
