import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import type { GitHubFault } from '../../sandbox/github/faults.js';
import { Random } from '../../sandbox/github/random.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import { aWorld } from '../support/bots.js';
import { createDatabase, type TestDatabase } from '../support/databases.js';
import { PATIENTLY } from '../support/patience.js';
import { type Running, run } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';
import { branchesOf, epicsOf, handedOut, isOpenAudit, issuesOf, sayYes, TIER_1 } from '../support/tier-1.js';

const MINUTE = 60_000;
const MINUTES = 60;
const KILLS = 10;
const SEED = 20_261_123;
const postgresUrl = inject('postgresUrl');

/** A world, a person in front of it, and a bot in a process of its own that is started again whenever it is dead. */
class Life {
  writes = 0;
  deaths = 0;
  /** The numbers of the writes to GitHub at which the bot is killed, ascending. */
  #kills: number[] = [];
  #bot: Running | null = null;
  readonly #random = new Random(SEED);

  readonly world: SandboxWorld;
  readonly user: SlackUser;
  readonly #database: TestDatabase | null;
  readonly #folder: string;

  private constructor(around: {
    world: SandboxWorld;
    user: SlackUser;
    database: TestDatabase | null;
    folder: string;
  }) {
    this.world = around.world;
    this.user = around.user;
    this.#database = around.database;
    this.#folder = around.folder;
    const { faults } = this.world.github.world;
    const take = faults.take.bind(faults);
    faults.take = (call) => (isWrite(call) ? this.#struck() : undefined) ?? take(call);
  }

  static async begin(): Promise<Life> {
    const world = await aWorld();
    const database = postgresUrl ? await createDatabase(postgresUrl) : null;
    return new Life({ world, user: await aSlackUser(world), database, folder: await scratchFolder() });
  }

  killAt(writes: readonly number[]): void {
    this.#kills = [...writes];
  }

  /** Kills the bot when its time has come: before GitHub has done what it asked, or after, so that the answer is lost. */
  #struck(): GitHubFault | undefined {
    this.writes += 1;
    if (this.writes !== this.#kills[0]) return undefined;
    this.#kills.shift();
    this.deaths += 1;
    this.#bot?.child.kill('SIGKILL');
    return { kind: this.#random.next() < 0.5 ? 'drop' : 'drop-after' };
  }

  /** One minute: the bot looks, and whatever it offers is approved. */
  async minute(): Promise<void> {
    await this.look();
    if (this.#isAlive()) await sayYes(this.user).catch(this.#unlessKilled);
    await this.world.clock.advanceBy(MINUTE);
  }

  async look(): Promise<void> {
    const now = this.world.clock.now().toISOString();
    const storage: Record<string, string> = this.#database
      ? { DATABASE_URL: this.#database.url }
      : { EPIC_DATA_DIR: this.#folder };
    const env = { ...this.world.env, ...storage, PORT: '0', LOG_LEVEL: 'error', EPIC_TEST_NOW: now };
    if (this.#isAlive()) this.#bot?.say(now);
    else this.#bot = run('test/support/bot-process.js', [], env);
    const looked = this.#bot?.until(new RegExp(`looked (\\d+) ${now}`));
    const [, port] = (await looked?.catch(this.#unlessKilled)) ?? [];
    if (port) this.world.botAt(`http://127.0.0.1:${port}`);
  }

  #isAlive(): boolean {
    return this.#bot?.child.exitCode === null && !this.#bot.child.killed;
  }

  readonly #unlessKilled = (error: unknown) => {
    if (this.#isAlive() || !this.#bot?.child.killed) throw error;
    return undefined;
  };

  async end(): Promise<void> {
    await this.#bot?.kill('SIGKILL');
    await this.user.close();
    await this.world.close();
    await this.#database?.drop();
  }
}

/** What changes GitHub; the bot's mutations of GraphQL are those of pull requests, which are not there yet. */
function isWrite({ method, path }: { method: string; path: string }): boolean {
  return method !== 'GET' && path !== '/graphql';
}

describe('onboarding tier 1 while the bot is killed again and again', () => {
  const lives: Life[] = [];
  afterEach(() => Promise.all(lives.splice(0).map((life) => life.end())));

  /** Tier 1 from its audits to the first dispatch, with kills at these writes to GitHub; begun by one command. */
  const onboarded = async (kills: readonly number[]): Promise<Life> => {
    const life = await Life.begin();
    lives.push(life);
    await life.look();
    await life.user.command(`/epic onboard ${TIER_1.join(' ')}`);
    await vi.waitFor(() => life.user.message('Onboarding '), PATIENTLY);
    const begun = life.writes;
    life.killAt(kills.map((kill) => begun + kill));
    for (let minute = 0; minute < MINUTES; minute++) await life.minute();
    life.writes -= begun;
    return life;
  };

  /** What the bot has made of tier 1; how far the agents are with it is their own affair. */
  const madeOf = ({ world }: Life) => ({
    issues: TIER_1.map((name) =>
      issuesOf(world, name)
        .map(({ title }) => title)
        .sort(),
    ),
    openAudits: TIER_1.flatMap((name) => issuesOf(world, name).filter(isOpenAudit)),
    epics: epicsOf(world)
      .map((epic) => [
        epic.title,
        epic.body.split('\n').length,
        epic.subIssues.length,
        branchesOf(epic).length,
      ])
      .sort(),
    parents: TIER_1.map(
      (name) =>
        issuesOf(world, name).flatMap(({ comments }) =>
          comments.filter(({ body }) => body.startsWith('Parent: #')),
        ).length,
    ),
  });

  it('ends as if nothing had happened', async () => {
    const undisturbed = await onboarded([]);
    const random = new Random(SEED);
    const last = Math.floor(undisturbed.writes * 0.9);
    const kills = Array.from({ length: KILLS }, () => random.between(1, last)).sort((a, b) => a - b);
    console.info(`seed ${SEED}: killed at writes ${kills} of ${undisturbed.writes}`);
    const killed = await onboarded(kills);
    expect(killed.deaths).toBe(new Set(kills).size);
    expect(madeOf(killed)).toEqual(madeOf(undisturbed));
    const thread = await killed.user.message('Onboarding ');
    expect(words(thread)).toContain('Onboarding core-php, core-mcp, core-api: done');
    const handed = epicsOf(killed.world).flatMap((epic) =>
      handedOut(epic).map((child) => `${epic.repo.name}#${child}`),
    );
    expect(handed.length).toBeGreaterThan(0);
    expect(new Set(handed).size).toBe(handed.length);
  }, 600_000);
});
