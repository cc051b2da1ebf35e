/**
 * A bot by itself, for tests with several processes: wired as in main, except that its clock starts at
 * `EPIC_TEST_NOW`, and is set anew by each time that comes as a line of its input. Prints `looked PORT TIME` when it
 * listens and has looked once, and when it has looked after such a line.
 */
import { createInterface } from 'node:readline';
import { startBot } from '../../src/bot.js';
import { startCadence } from '../../src/cadence.js';
import { systemClock } from '../../src/clock.js';
import { loadConfig } from '../../src/config.js';
import { makeLog } from '../../src/log.js';
import type { Clock } from '../../src/ports.js';

const start = process.env.EPIC_TEST_NOW ?? '';
const shiftTo = (time: string) => Date.parse(time) - Date.now();
let shift = shiftTo(start);
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
  const look = async (time: string) => {
    await bot.look();
    process.stdout.write(`looked ${bot.port} ${time}\n`);
  };
  await look(start);
  for await (const time of createInterface({ input: process.stdin })) {
    shift = shiftTo(time);
    await look(time);
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
