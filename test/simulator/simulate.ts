import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { acts } from '../../db/schema.js';
import { wild } from '../../sandbox/behaviour.js';
import type { GitHubFault } from '../../sandbox/github/faults.js';
import type { Issue, Repo } from '../../sandbox/github/model.js';
import { Random } from '../../sandbox/github/random.js';
import { type SandboxWorld, startWorld } from '../../sandbox/world.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import type { Context, Settings } from '../../src/flows/context.js';
import { tick } from '../../src/flows/tick.js';
import { saveTeam } from '../../src/store/budget.js';
import { anInstance } from '../support/builders/context.js';
import { aTeam } from '../support/builders/team.js';
import { killable } from './killable.js';
import { approveEverything, finishByHand, mendByHand } from './people.js';
import { Rules } from './rules.js';

const MINUTE = 60_000;
const LIMITS = { quota: 14, concurrency: 6 };
const KINDS: GitHubFault['kind'][] = ['status', 'status-after', 'drop', 'drop-after', 'secondary-limit'];
const PLACES = [
  '',
  '/comments',
  '/labels',
  '/merge',
  '/issues/',
  '/git/',
  'PullLook',
  'Issues',
  'PullRequests',
  'ResolveThread',
  'DispatchLook',
];

export interface Outcome {
  seed: number;
  days: number;
  ticks: number;
  faults: number;
  kills: number;
  clicks: number;
  dispatches: number;
  /** What the engine did besides dispatching. */
  acts: number;
  violations: string[];
  /** Epics that were not finished, with their open children. */
  unfinished: string[];
  /** Days until the last epic was closed. */
  slowest: number;
}

/**
 * Random days over the whole real stack but the network's wire: real flows, real adapters, a real database, the
 * sandbox's GitHub, Slack and clock. Two instances, kills at any call, faults, hints that come twice, late or never.
 * The same seed is the same run.
 */
export async function simulate(
  { seed, days, wildDays }: { seed: number; days: number; wildDays: number },
  db: Db,
): Promise<Outcome> {
  const world = await startWorld({ seed, behaviour: wild });
  try {
    return await new Simulation(world, db, seed).run({ days, wildDays });
  } finally {
    await world.close();
  }
}

class Simulation {
  readonly #world: SandboxWorld;
  readonly #db: Db;
  readonly #random: Random;
  readonly #rules: Rules;
  readonly #seed: number;
  readonly #counts = { ticks: 0, faults: 0, kills: 0, clicks: 0 };
  readonly #closedAt = new Map<number, number>();
  #instances: Awaited<ReturnType<Simulation['start']>>[] = [];

  constructor(world: SandboxWorld, db: Db, seed: number) {
    this.#world = world;
    this.#db = db;
    this.#seed = seed;
    this.#random = new Random(seed ^ 0x51a7);
    this.#rules = new Rules(world.github.world, LIMITS);
    world.github.world.on((event) => {
      if (event.type === 'closed' && event.subject.title.startsWith('epic('))
        this.#closedAt.set(event.subject.number, world.clock.now().getTime());
    });
  }

  async run({ days, wildDays }: { days: number; wildDays: number }): Promise<Outcome> {
    await saveTeam(
      this.#db,
      aTeam().map((member) => ({ ...member, account: { ...member.account, ...LIMITS } })),
    );
    const begin = this.#world.clock.now().getTime();
    for (let hour = 0; hour < days * 24 && this.#epics().length > 0; ) {
      const wild = hour < wildDays * 24;
      if (wild) this.#disturb();
      else this.#world.github.world.faults.clear();
      await this.#look(wild);
      const minutes = this.#pause();
      await this.#world.clock.advanceBy(minutes * MINUTE);
      hour += minutes / 60;
      if (this.#isEvery(hour, minutes, 6)) await this.#people(hour, wildDays);
    }
    return this.#outcome(begin);
  }

  /** Half an hour by day, two by night: nothing hurries then. */
  #pause(): number {
    const hour = this.#world.clock.now().getUTCHours();
    return hour >= 7 && hour < 19 ? this.#random.between(20, 40) : 120;
  }

  #isEvery(hour: number, minutes: number, period: number): boolean {
    return Math.floor(hour / period) !== Math.floor((hour - minutes / 60) / period);
  }

  #disturb(): void {
    if (this.#random.next() > 0.3) return;
    this.#counts.faults += 1;
    this.#world.fault({
      kind: this.#random.pick(KINDS),
      status: this.#random.pick([500, 502, 503]),
      retryAfter: this.#random.between(1, 120),
      times: this.#random.between(1, 3),
      match: { path: this.#random.pick(PLACES) },
    });
  }

  async #look(wild: boolean): Promise<void> {
    const [first, second] = [await this.#instance(0), await this.#instance(1)];
    const hints = this.#random.next() < 0.5 ? ['dappcore/core'] : [];
    if (wild && this.#random.next() < 0.1) first.killSoon(this.#random.between(1, 60));
    const looks = [tick(first.context, hints)];
    if (this.#random.next() < 0.3) looks.push(tick(second.context, hints));
    this.#counts.ticks += looks.length;
    await Promise.allSettled(looks);
    this.#bury();
  }

  #bury(): void {
    for (const one of this.#instances.filter(({ dead }) => dead)) {
      this.#counts.kills += 1;
      one.die();
    }
    this.#instances = this.#instances.filter(({ dead }) => !dead);
  }

  async #instance(index: number) {
    while (this.#instances.length <= index) this.#instances.push(await this.start());
    return this.#instances[index] as Awaited<ReturnType<Simulation['start']>>;
  }

  async start() {
    const settings: Partial<Settings> = {
      isCarried: (repo) => repo === 'core',
      modeOf: () => 'auto',
      strategy: 'moderate',
    };
    const { context, die } = await anInstance(this.#world, this.#db, { settings });
    const mortal = killable(context, this.#random);
    return {
      die,
      context: mortal.context as Context,
      killSoon: mortal.killSoon,
      get dead() {
        return mortal.dead;
      },
    };
  }

  async #people(hour: number, wildDays: number): Promise<void> {
    const { context } = await this.#instance(0);
    mendByHand(this.#world, this.#core());
    if (hour > wildDays * 24) finishByHand(this.#world, this.#core(), this.#children());
    this.#counts.clicks += await approveEverything(context, this.#db, this.#rules).catch(() => 0);
    this.#bury();
  }

  #core(): Repo {
    return this.#world.github.world.repo('dappcore/core') as Repo;
  }

  #epics(): Issue[] {
    return [...this.#core().issues.values()].filter(
      ({ title, state }) => title.startsWith('epic(') && state === 'OPEN',
    );
  }

  #children(): Set<number> {
    return new Set(this.#epics().flatMap(({ body }) => parseChecklist(body).map(({ number }) => number)));
  }

  async #outcome(begin: number): Promise<Outcome> {
    const day = (time: number) => (time - begin) / (24 * 60 * MINUTE);
    const { issues } = this.#core();
    return {
      seed: this.#seed,
      days: day(this.#world.clock.now().getTime()),
      ...this.#counts,
      dispatches: this.#rules.dispatches,
      acts: await this.#db.$count(acts, eq(acts.status, 'done')),
      violations: [...this.#rules.violations],
      unfinished: this.#epics().map(({ number, body }) => {
        const open = parseChecklist(body).filter((child) => issues.get(child.number)?.state === 'OPEN');
        return `#${number} (${open.map((child) => `#${child.number}`).join(', ') || 'no open child'})`;
      }),
      slowest: Math.max(0, ...[...this.#closedAt.values()].map(day)),
    };
  }
}
