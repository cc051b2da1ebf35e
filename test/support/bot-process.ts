/**
 * A bot by itself, for tests with several processes: wired as in main, except that its clock starts at
 * `EPIC_TEST_NOW`. Prints `looked PORT` when it listens and has looked once.
 */
import { startBot } from '../../src/bot.js';
import { startCadence } from '../../src/cadence.js';
import { systemClock } from '../../src/clock.js';
import { loadConfig } from '../../src/config.js';
import { makeLog } from '../../src/log.js';
import type { Clock } from '../../src/ports.js';

const shift = Date.parse(process.env.EPIC_TEST_NOW ?? '') - Date.now();
const clock: Clock = {
  now: () => new Date(Date.now() + shift),
  wake: (at, task) => systemClock.wake(new Date(at.getTime() - shift), task),
};

const verdict = loadConfig(process.env);
if (!verdict.ok) throw new Error(verdict.faults.join('\n'));
const log = makeLog(verdict.config.logLevel);
try {
  const bot = await startBot(verdict.config, { clock, log });
  await startCadence((what) => void (what === 'reconcile' ? bot.look() : bot.lookAtReports()), log);
  await bot.look();
  process.stdout.write(`looked ${bot.port}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
