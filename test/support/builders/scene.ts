import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Db } from '../../../db/client.js';
import { actions, proposals } from '../../../db/schema.js';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import type { SandboxWorld } from '../../../sandbox/world.js';
import { SPENT } from '../../../src/domain/ledger.js';
import { budget } from '../../../src/flows/budget.js';
import { approve } from '../../../src/flows/decide.js';
import { proposeFor } from '../../../src/flows/propose.js';
import { sync } from '../../../src/flows/sync.js';
import type { ActionRow } from '../../../src/store/actions.js';
import { type MemberRecord, saveTeam } from '../../../src/store/team.js';
import type { OpenDatabase } from '../for-each-database.js';
import { dispatchOf } from '../world-watch.js';
import { aClick, anInstance, aWorldForOneTest, type Instance } from './context.js';
import { aTeam } from './team.js';
import { peopleOf } from './world.js';

export interface Scene {
  world: SandboxWorld;
  db: Db;
  bot: Instance;
  people: ReturnType<typeof peopleOf>;
  /** Another instance on the same database, such as a restarted one. */
  another(github?: Parameters<typeof anInstance>[2]): Promise<Instance>;
  /** Lets the clock run, and looks every 20 seconds that exactly one task is set aside or spent. */
  watchOneTask(minutes: number): Promise<void>;
  /** The first proposal for an epic or an issue of core. */
  propose(number: number): Promise<string>;
  /** Proposes and approves as Snider; nothing is sent for another 30 seconds. */
  approved(number: number): Promise<string>;
  status(proposal: string): Promise<{ status: string; reason: string | null }>;
  actions(number: number): Promise<ActionRow[]>;
  /** Tasks of the whole pool. */
  pool(): Promise<{ used: number; reserved: number; left: number }>;
  seconds(count: number): Promise<void>;
}

const CORE_ALONE = { settings: { isCarried: (repo: string) => repo === 'core' } };

/** The seed's world, a team, and a bot that has read the repository core once. */
export async function aScene(open: OpenDatabase, team: MemberRecord[] = aTeam()): Promise<Scene> {
  const { db } = await open();
  const world = await aWorldForOneTest();
  await saveTeam(db, team);
  const bot = await anInstance(world, db, CORE_ALONE);
  await sync(bot.context);
  const propose = async (number: number) => {
    const [id] = (await proposeFor(bot.context, { repo: 'core', number })).ids;
    if (!id) throw new Error(`Nothing was proposed for core#${number}.`);
    return id;
  };
  const pool = async () => {
    const { used, reserved, left } = await budget(bot.context);
    return { used, reserved, left };
  };
  return {
    world,
    db,
    bot,
    people: peopleOf(world.github.world),
    another: (more = {}) => anInstance(world, db, { ...CORE_ALONE, ...more }),
    propose,
    approved: async (number) => {
      const id = await propose(number);
      const told = await approve(bot.context, aClick(id));
      if (told) throw new Error(told);
      return id;
    },
    status: async (proposal) => {
      const [row] = await db.select().from(proposals).where(eq(proposals.id, proposal));
      return { status: row?.status ?? 'gone', reason: row?.reason ?? null };
    },
    actions: (number) => db.select().from(actions).where(eq(actions.issueNumber, number)).orderBy(actions.id),
    pool,
    watchOneTask: async (minutes) => {
      for (let n = 0; n < minutes * 3; n++) {
        await world.clock.advanceBy(20_000);
        const { used, reserved } = await pool();
        expect(used + reserved).toBe(1);
      }
    },
    seconds: (count) => world.clock.advanceBy(count * 1_000),
  };
}

/** On GitHub and in the ledger: one label, one comment, one task, known by the label's event. */
export async function expectDispatchedOnce(
  { world, bot, actions, pool }: Scene,
  number: number,
): Promise<void> {
  await sync(bot.context);
  expect(dispatchOf(world.github.world, number)).toEqual({ labels: 1, comments: 1 });
  const [action, ...others] = await actions(number);
  expect(others).toEqual([]);
  expect(SPENT).toContain(action?.status);
  expect(action?.labelEventId).not.toBeNull();
  expect(await pool()).toEqual({ used: 1, reserved: 0, left: 599 });
  expect(bot.failures).toEqual([]);
}

/** A bot's Slack user, as somebody else sees them: deleted, restricted … */
export function slackUserOf(world: SandboxWorld, name: keyof typeof sandboxSlack.users) {
  const user = world.desk.state.users.find(({ id }) => id === sandboxSlack.users[name]);
  if (!user) throw new Error(`The workspace has no ${name}.`);
  return user;
}
