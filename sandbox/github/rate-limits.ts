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

/** GitHub's secondary limit on what notifies people: so many new issues and comments in so many seconds. */
const CREATIONS = [
  { most: 80, seconds: 60 },
  { most: 500, seconds: 3_600 },
];
/** How long nothing is taken any more once a limit was passed. */
const BLOCKED_SECONDS = 60;

/** The primary rate limits of each account: 5,000 points an hour of REST and of GraphQL, 30 searches a minute by REST. */
export class RateLimits {
  #windows = new Map<string, { used: number; reset: number }>();
  /** When an account asked for content to be created, in seconds since 1970, and until when it is refused. */
  #creations = new Map<string, { at: number[]; until: number }>();
  readonly #clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  clear(): void {
    this.#windows.clear();
    this.#creations.clear();
  }

  /** Takes `points`, or answers false and takes none when they are not left. */
  spend(account: string, resource: RateResource, points: number): boolean {
    const state = this.state(account, resource);
    if (state.remaining < points) return false;
    this.#windows.set(`${account} ${resource}`, { used: state.used + points, reset: state.reset });
    return true;
  }

  /**
   * Counts a request that creates content, and answers for how many seconds it is refused; 0 when it is not. As
   * GitHub counts requests, one that fails afterwards counts too.
   */
  create(account: string): number {
    const now = Math.floor(this.#clock.now().getTime() / 1_000);
    const known = this.#creations.get(account) ?? { at: [], until: 0 };
    const at = [...known.at.filter((one) => one > now - 3_600), now];
    const passed = CREATIONS.some(
      ({ most, seconds }) => at.filter((one) => one > now - seconds).length > most,
    );
    const until = known.until > now ? known.until : passed ? now + BLOCKED_SECONDS : 0;
    this.#creations.set(account, { at: until > now ? known.at : at, until });
    return Math.max(0, until - now);
  }

  state(account: string, resource: RateResource): RateState {
    const now = Math.floor(this.#clock.now().getTime() / 1_000);
    const open = this.#windows.get(`${account} ${resource}`);
    const { limit, seconds } = WINDOWS[resource];
    const { used, reset } = open && open.reset > now ? open : { used: 0, reset: now + seconds };
    return { limit, used, remaining: limit - used, reset };
  }
}
