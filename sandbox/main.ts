import { join } from 'node:path';
import type { Clock } from '../src/ports.js';
import { usual } from './behaviour.js';
import { startControl } from './control.js';
import { summarise } from './github/summary.js';
import { STEP_MILLISECONDS, step } from './walk.js';
import { type SandboxWorld, startWorld } from './world.js';

/** What the sandbox needs of the bot; it is handed in, so that the two meet at real edges only. */
interface Parts<Config, Log> {
  env: Readonly<Record<string, string | undefined>>;
  loadConfig(
    env: Readonly<Record<string, string | undefined>>,
  ): { ok: true; config: Config } | { ok: false; faults: string[] };
  startBot(config: Config, outside: { clock: Clock; log: Log; fresh: true }): Promise<Bot>;
  makeLog(level: string): Log;
}

interface Bot {
  port: number;
  look(): Promise<void>;
  nextReportAt(): Date;
  stop(): Promise<void>;
}

/** Simulated minutes between two looks of the bot; real ones are Bree's in a live bot. */
const LOOK_MINUTES = 15;
/** Runs the bot in a world of its own: no accounts, no tokens, no network. */
export async function runSandbox<Config, Log>(parts: Parts<Config, Log>): Promise<void> {
  const { env } = parts;
  const pagePort = wholeNumber(env, 'SANDBOX_PORT', { unset: 4000, most: 65_533 });
  const seed = wholeNumber(env, 'SANDBOX_SEED', { unset: 1, most: 2 ** 31 - 1 });
  const world = await startWorld({
    seed,
    githubPort: pagePort && pagePort + 1,
    slackPort: pagePort && pagePort + 2,
    zone: env.EPIC_TIMEZONE,
    claude: env.SANDBOX_CLAUDE ? usual : undefined,
  }).catch(portTaken);
  const config = configOf(parts, world);
  let bot: Bot | undefined;
  const begin = async () => {
    bot = await parts.startBot(config, {
      clock: world.clock,
      log: parts.makeLog(env.LOG_LEVEL || 'warn'),
      fresh: true,
    });
    world.botAt(`http://127.0.0.1:${bot.port}`);
    keepLooking(world, bot);
  };
  // Whoever reaches the page or its control finds a bot that answers.
  await begin();
  const control = await startControl({
    port: pagePort,
    clock: world.clock,
    desk: world.desk,
    world: () => summarise(world.github.world),
    fault: (fault) => world.fault(fault),
    reset: async (next) => {
      await bot?.stop();
      await world.reset(next);
      await begin();
    },
    nextReport: () => bot?.nextReportAt() ?? world.clock.now(),
    botHealth: async () => bot !== undefined,
  }).catch(portTaken);
  const walking = setInterval(() => void step(world.clock, control.isWatched()), STEP_MILLISECONDS);
  process.stdout.write(banner({ page: control.url, bot: `http://127.0.0.1:${bot?.port}`, world }));
  onceStopped(async () => {
    clearInterval(walking);
    await bot?.stop();
    await control.close();
    await world.close();
  });
}

function onceStopped(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await stop();
      process.exit(0);
    });
  }
}

function wholeNumber(
  env: Parts<unknown, unknown>['env'],
  name: string,
  { unset, most }: { unset: number; most: number },
): number {
  const text = env[name] || String(unset);
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${name} must be a whole number from 0 to ${most}.`);
}

function portTaken(error: NodeJS.ErrnoException & { port?: number }): never {
  if (error.code !== 'EADDRINUSE') throw error;
  throw new Error(
    `Port ${error.port} is taken by another process: stop that one, or set SANDBOX_PORT to the first of three free ports.`,
    { cause: error },
  );
}

function configOf<Config, Log>(parts: Parts<Config, Log>, world: SandboxWorld): Config {
  const { env } = parts;
  const verdict = parts.loadConfig({
    ...world.env,
    EPIC_DATA_DIR: join(env.EPIC_DATA_DIR || './data', 'sandbox'),
    DATABASE_URL: env.DATABASE_URL,
    PORT: env.PORT,
    LOG_LEVEL: env.LOG_LEVEL,
  });
  if (!verdict.ok) throw new Error(verdict.faults.join('\n'));
  return verdict.config;
}

/** In place of Bree: the simulated clock says when to look, and never later than a report is due. */
function keepLooking(world: SandboxWorld, bot: Bot): void {
  const soon = world.clock.now().getTime() + LOOK_MINUTES * 60_000;
  world.clock.wake(new Date(Math.min(soon, bot.nextReportAt().getTime())), async () => {
    await bot.look();
    keepLooking(world, bot);
  });
}

function banner({ page, bot, world }: { page: string; bot: string; world: SandboxWorld }): string {
  return [
    '',
    '  This is the sandbox: no Slack and no GitHub variable is set, so everything here is pretended.',
    '  It forgets everything when it stops. docs/setup.md tells how to run it for real.',
    '',
    `  Open     ${page}    and type /epic status core-php`,
    `  GitHub   ${world.github.url}`,
    `  Slack    ${world.desk.apiUrl}`,
    `  The bot  ${bot}/healthz`,
    '',
    '',
  ].join('\n');
}
