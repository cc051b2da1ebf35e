import { join } from 'node:path';
import type { Clock } from '../src/ports.js';
import { startControl } from './control.js';
import { summarise } from './github/summary.js';
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
/** The clock walks by itself to what is due within so many simulated seconds, so that a click has its effect before one's eyes. */
const SOON_SECONDS = 60;
/** Simulated seconds a step, ten steps in two real seconds: half a minute passes in three seconds. */
const STEP_SECONDS = 2;
const STEP_MILLISECONDS = 200;

/** Runs the bot in a world of its own: no accounts, no tokens, no network. */
export async function runSandbox<Config, Log>(parts: Parts<Config, Log>): Promise<void> {
  const { env } = parts;
  const pagePort = Number(env.SANDBOX_PORT || 4000);
  const seed = Number(env.SANDBOX_SEED || 1);
  const world = await startWorld({
    seed,
    githubPort: pagePort && pagePort + 1,
    slackPort: pagePort && pagePort + 2,
    zone: env.EPIC_TIMEZONE,
  });
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
  });
  await begin();
  const walking = setInterval(() => walk(world), STEP_MILLISECONDS);
  process.stdout.write(banner({ page: control.url, bot: `http://127.0.0.1:${bot?.port}`, world }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      clearInterval(walking);
      await bot?.stop();
      await control.close();
      await world.close();
      process.exit(0);
    });
  }
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

function walk({ clock }: SandboxWorld): void {
  const due = clock.nextAt();
  const wait = due ? due.getTime() - clock.now().getTime() : Number.POSITIVE_INFINITY;
  if (wait <= SOON_SECONDS * 1_000) void clock.advanceBy(Math.min(STEP_SECONDS * 1_000, Math.max(wait, 0)));
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
