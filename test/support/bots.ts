import { quiet } from '../../sandbox/behaviour.js';
import { type SandboxWorld, startWorld } from '../../sandbox/world.js';
import { type Bot, startBot } from '../../src/bot.js';
import { type Config, loadConfig } from '../../src/config.js';
import { makeLog } from '../../src/log.js';
import { scratchFolder } from './scratch.js';

/** A world with its seed printed, so that a failure can be replayed; nothing goes wrong in it unless that is asked for. */
export async function aWorld(seed = 1, behaviour = quiet, claude?: typeof quiet): Promise<SandboxWorld> {
  console.info(`sandbox seed ${seed}`);
  return startWorld({ seed, behaviour, claude });
}

/** The configuration of a bot in this world: PostgreSQL by its URL, else an embedded database in a new folder. */
export async function aConfig(
  world: SandboxWorld,
  more: Record<string, string | undefined> = {},
): Promise<Config> {
  const dataDir = await scratchFolder();
  const verdict = loadConfig({
    ...world.env,
    PORT: '0',
    LOG_LEVEL: 'silent',
    EPIC_DATA_DIR: dataDir,
    ...more,
  });
  if (!verdict.ok) throw new Error(verdict.faults.join('\n'));
  return verdict.config;
}

/** A running bot that this world's Slack delivers to; it looks when it is told to, and at nothing by itself. */
export async function aBot(world: SandboxWorld, config: Config): Promise<Bot> {
  const bot = await startBot(config, { clock: world.clock, log: makeLog(config.logLevel) });
  world.botAt(`http://127.0.0.1:${bot.port}`);
  return bot;
}
