import { startBot } from './bot.js';
import { startCadence } from './cadence.js';
import { systemClock } from './clock.js';
import { type Config, loadConfig, wantsSandbox } from './config.js';
import { makeLog } from './log.js';

if (process.argv.includes('--sandbox') || wantsSandbox(process.env)) {
  const { runSandbox } = await import('../sandbox/main.js');
  await runSandbox({ env: process.env, loadConfig, startBot, makeLog }).catch(giveUp);
} else {
  const verdict = loadConfig(process.env);
  if (verdict.ok) await run(verdict.config).catch(giveUp);
  else refuse(verdict.faults);
}

async function run(config: Config): Promise<void> {
  const log = makeLog(config.logLevel);
  const bot = await startBot(config, { clock: systemClock, log });
  const stopCadence = await startCadence(
    (what) => void (what === 'reconcile' ? bot.look() : bot.lookAtReports()),
    log,
  );
  log.info({ port: bot.port, repos: config.team.owner }, 'running');
  // What nobody caught leaves the process in a state nobody knows: the ledger is safe, so start afresh.
  process.on('unhandledRejection', (err) => {
    log.error({ err }, 'an unhandled rejection: stopping, so that the process can be started afresh');
    process.exit(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      log.info({ signal }, 'stopping');
      await stopCadence();
      await bot.stop();
      process.exit(0);
    });
  }
  void bot.look();
}

function refuse(faults: readonly string[]): void {
  const lines = faults.map((fault) => `  • ${fault}`);
  process.stderr.write(
    `The bot cannot start. Set these, then start it again (docs/setup.md tells where each comes from):\n${lines.join('\n')}\n`,
  );
  process.exitCode = 1;
}

function giveUp(error: unknown): void {
  process.stderr.write(`The bot cannot start: ${(error as Error).message}\n`);
  process.exit(1);
}
