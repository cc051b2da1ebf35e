import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Db } from '../../../db/client.js';
import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import type { SandboxWorld } from '../../../sandbox/world.js';
import { agents } from '../../../src/agents/index.js';
import { stoppableClock } from '../../../src/clock.js';
import type { Context, Settings } from '../../../src/flows/context.js';
import type { Click } from '../../../src/flows/decide.js';
import { connectGitHub } from '../../../src/github/index.js';
import type { GitHub, Log } from '../../../src/ports.js';
import { slackClient } from '../../../src/slack/app.js';
import { connectChat } from '../../../src/slack/chat.js';
import { aConfig, aWorld } from '../bots.js';

/** A world that is closed when the test is over. */
export async function aWorldForOneTest(seed = 1): Promise<SandboxWorld> {
  const world = await aWorld(seed);
  onTestFinished(() => world.close());
  return world;
}

/** One running instance without its edges: its flows can be called, and it can die. */
export interface Instance {
  context: Context;
  /** What went wrong for reasons of its own: a bot logs it and goes on at the next tick. */
  failures: unknown[];
  /** Nothing it had planned happens any more, as after `kill -9`. */
  die(): void;
}

/**
 * Flows over the real adapters and a real database, wired by hand: any number of instances may share both.
 * `github` may wrap the port, to see calls or to break off in the middle.
 */
export async function anInstance(
  world: SandboxWorld,
  db: Db,
  more: { github?: (real: GitHub) => GitHub; settings?: Partial<Settings> } = {},
): Promise<Instance> {
  const failures: unknown[] = [];
  const log: Log = {
    info() {},
    warn() {},
    error: (fields) => failures.push((fields as { err?: unknown }).err),
  };
  const { clock, stop } = stoppableClock(world.clock, (error) => failures.push(error));
  const config = await aConfig(world);
  const real = connectGitHub(config.github, config.team.owner, clock);
  const context: Context = {
    db,
    clock,
    log,
    agents,
    github: more.github?.(real) ?? real,
    chat: connectChat(slackClient(config.slack), clock),
    settings: {
      owner: config.team.owner,
      channel: sandboxSlack.channel,
      cadence: {
        zone: 'UTC',
        workdays: [1, 2, 3, 4, 5],
        holidays: [],
        times: { morning: '09:00', midday: '13:00', evening: '17:30' },
      },
      strategy: 'conservative',
      shareCap: 1,
      tierOf: () => 1,
      isCarried: () => true,
      modeOf: () => 'approve',
      agentOf: () => 'jules',
      gatekeepers: [],
      admins: [sandboxSlack.users.Snider],
      ...more.settings,
    },
    instance: randomUUID(),
  };
  return { context, failures, die: stop };
}

/** A click by one of the desk's people on a proposal. */
export function aClick(proposal: string, by: keyof typeof sandboxSlack.users = 'Snider'): Click {
  return { proposal, slackTeam: sandboxSlack.teamId, slackUser: sandboxSlack.users[by] };
}
