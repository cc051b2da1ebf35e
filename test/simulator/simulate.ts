import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { acts } from '../../db/schema.js';
import { type Behaviour, quiet, wild } from '../../sandbox/behaviour.js';
import type { GitHubFault } from '../../sandbox/github/faults.js';
import type { Issue, Repo } from '../../sandbox/github/model.js';
import { Random } from '../../sandbox/github/random.js';
import { type SandboxWorld, startWorld } from '../../sandbox/world.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import type { Mode } from '../../src/domain/epic-act.js';
import type { Settings } from '../../src/flows/context.js';
import { tick } from '../../src/flows/tick.js';
import { syncState } from '../../src/store/settings.js';
import { saveTeam } from '../../src/store/team.js';
import { anInstance } from '../support/builders/context.js';
import { aTeam } from '../support/builders/team.js';
import { Mortal } from './killable.js';
import { approveEverything, finishByHand, mendByHand } from './people.js';
import { Rules } from './rules.js';

const MINUTE = 60_000;
const LIMITS = { quota: 14, concurrency: 6 };
const KINDS: GitHubFault['kind'][] = [
  'status',
  'status-after',
  'drop',
  'drop-after',
  'secondary-limit',
  'stale',
];
const SLACK_KINDS = ['status', 'status-after', 'drop', 'drop-after', 'ratelimited'];
const PLACES = [
  '',
  '/comments',
  '/labels',
  '/merge',
  '/issues/',
  '/git/',
  'Look',
  'PullLook',
  'Issues',
  'PullRequests',
  'ResolveThread',
  'DispatchLook',
];

export interface Outcome {
  seed: number;
  mode: Mode;
  days: number;
  ticks: number;
  faults: number;
  kills: number;
  clicks: number;
  dispatches: number;
  reports: number;
  /** What the engine did besides dispatching. */
  acts: number;
  violations: string[];
  /** Epics that were not finished, with their open children. */
  unfinished: string[];
  /** Days until the last epic was closed. */
  slowest: number;
  /** A digest of all that happened on GitHub, in its order and with its times. */
  digest: string;
}

/**
 * Random days over the whole real stack but the network's wire: real flows, real adapters, a real database, the
 * sandbox's GitHub, Slack and clock. Two instances, kills at any call, faults of GitHub, Slack and the database, reads
 * that lag, hints that come twice, late or never. The same seed is the same run.
 */
export async function simulate(
  { seed, days, wildDays }: { seed: number; days: number; wildDays: number },
  db: Db,
): Promise<Outcome> {
  const behaviour = structuredClone(wild);
  const world = await startWorld({ seed, behaviour });
  try {
    return await new Simulation(world, db, { seed, behaviour }).run({ days, wildDays });
  } finally {
    await world.close();
  }
}

interface Running {
  mortal: Mortal;
  die: () => void;
}

class Simulation {
  readonly #world: SandboxWorld;
  readonly #db: Db;
  readonly #random: Random;
  readonly #rules: Rules;
  readonly #seed: number;
  readonly #mode: Mode;
  readonly #behaviour: Behaviour;
  readonly #counts = { ticks: 0, faults: 0, kills: 0, clicks: 0 };
  readonly #closedAt = new Map<number, number>();
  readonly #history = createHash('sha256');
  #instances: Running[] = [];

  constructor(world: SandboxWorld, db: Db, { seed, behaviour }: { seed: number; behaviour: Behaviour }) {
    this.#world = world;
    this.#db = db;
    this.#seed = seed;
    this.#behaviour = behaviour;
    this.#random = new Random(seed ^ 0x51a7);
    // Every third team wants to be asked.
    this.#mode = seed % 3 === 0 ? 'approve' : 'auto';
    this.#rules = new Rules(world, LIMITS, this.#mode);
    world.github.world.on((event) => {
      const about = 'subject' in event ? event.subject : 'pullRequest' in event ? event.pullRequest : null;
      this.#history.update(`${world.clock.now().toISOString()} ${event.type} ${about?.number}\n`);
      if (event.type === 'closed' && event.subject.title.startsWith('epic('))
        this.#closedAt.set(event.subject.number, world.clock.now().getTime());
    });
  }

  async run({ days, wildDays }: { days: number; wildDays: number }): Promise<Outcome> {
    await saveTeam(
      this.#db,
      aTeam().map((member) => ({
        ...member,
        accounts: member.accounts.map((account) => ({ ...account, ...LIMITS })),
      })),
    );
    const begin = this.#world.clock.now().getTime();
    for (let hour = 0; hour < days * 24 && this.#epics().length > 0; ) {
      const wild = hour < wildDays * 24;
      if (wild) this.#disturb();
      else this.#calmDown();
      await this.#look(wild);
      const minutes = this.#pause();
      await this.#world.clock.advanceBy(minutes * MINUTE);
      hour += minutes / 60;
      if (this.#isEvery(hour, minutes, 6)) await this.#people(hour, wildDays);
    }
    return this.#outcome(begin);
  }

  /** Two thirds of an hour by day, two by night: nothing hurries then. */
  #pause(): number {
    const hour = this.#world.clock.now().getUTCHours();
    return hour >= 7 && hour < 19 ? this.#random.between(20, 60) : this.#random.between(60, 180);
  }

  #isEvery(hour: number, minutes: number, period: number): boolean {
    return Math.floor(hour / period) !== Math.floor((hour - minutes / 60) / period);
  }

  #disturb(): void {
    const random = this.#random;
    const more = {
      status: random.pick([500, 502, 503]),
      retryAfter: random.between(1, 120),
      times: random.between(1, 3),
    };
    if (this.#chance(0.35))
      this.#fault({ kind: random.pick(KINDS), match: { path: random.pick(PLACES) }, ...more });
    if (this.#chance(0.1)) this.#fault({ target: 'slack', kind: random.pick(SLACK_KINDS), ...more });
  }

  #fault(fault: object): void {
    this.#counts.faults += 1;
    this.#world.fault(fault);
  }

  #chance(share: number): boolean {
    return this.#random.next() < share;
  }

  #calmDown(): void {
    this.#world.fault({ clear: true });
    Object.assign(this.#behaviour.people, quiet.people);
  }

  async #look(wild: boolean): Promise<void> {
    const [first, second] = [await this.#instance(0), await this.#instance(1)];
    this.#rules.lastRead = (await syncState(this.#db)).lastAt ?? '';
    if (wild && this.#chance(0.1)) first.killSoon(this.#random.between(1, 60));
    if (wild && this.#chance(0.15)) {
      this.#counts.faults += 1;
      first.stumbleSoon(this.#random.between(1, 60));
    }
    if (this.#chance(0.3)) first.meanwhile(this.#random.between(1, 25), () => this.#tick(second));
    await this.#tick(first);
    await first.runLeftOver();
    this.#bury();
  }

  /** Webhooks are no more than hints: some of what happens is told of, some of it late or twice, most of it never. */
  async #tick({ context }: Mortal): Promise<void> {
    this.#counts.ticks += 1;
    await tick(context, this.#chance(0.3) ? ['dappcore/core'] : []).catch(() => {});
  }

  #bury(): void {
    for (const one of this.#instances.filter(({ mortal }) => mortal.dead)) {
      this.#counts.kills += 1;
      one.die();
    }
    this.#instances = this.#instances.filter(({ mortal }) => !mortal.dead);
  }

  async #instance(index: number): Promise<Mortal> {
    while (this.#instances.length <= index) this.#instances.push(await this.#start());
    return (this.#instances[index] as Running).mortal;
  }

  async #start(): Promise<Running> {
    const settings: Partial<Settings> = {
      isCarried: (repo) => repo === 'core',
      modeOf: () => this.#mode,
      strategy: 'moderate',
    };
    const { context, die } = await anInstance(this.#world, this.#db, { settings });
    return { mortal: new Mortal(context, this.#random), die };
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
      mode: this.#mode,
      days: day(this.#world.clock.now().getTime()),
      ...this.#counts,
      dispatches: this.#rules.dispatches,
      reports: this.#rules.reports(),
      acts: await this.#db.$count(acts, eq(acts.status, 'done')),
      violations: [...this.#rules.violations],
      unfinished: this.#epics().map(({ number, body }) => {
        const open = parseChecklist(body).filter((child) => issues.get(child.number)?.state === 'OPEN');
        return `#${number} (${open.map((child) => `#${child.number}`).join(', ') || 'no open child'})`;
      }),
      slowest: Math.max(0, ...[...this.#closedAt.values()].map(day)),
      digest: this.#history.digest('hex'),
    };
  }
}
