import { fileURLToPath } from 'node:url';
import Bree from 'bree';
import { REPORT_KINDS } from './domain/cadence.js';
import type { Log } from './ports.js';

/** What a job asks for: see `jobs/`. */
export type Look = 'reconcile' | 'reports';

const STOP_WITHIN = 3_000;

/**
 * Runs the jobs once a minute. Bree only keeps time: its own zones fire twice or an hour off around clock changes,
 * so whether a report is due is never left to it.
 */
export async function startCadence(look: (what: Look) => void, log: Log): Promise<() => Promise<void>> {
  const bree = new Bree({
    root: fileURLToPath(new URL('../jobs', import.meta.url)),
    doRootCheck: false,
    timezone: 'UTC',
    logger: {
      info() {},
      warn: (text: unknown) => log.warn({ text }, 'a job'),
      error: (err: unknown) => log.error({ err }, 'a job'),
    },
    jobs: ['reconcile', ...REPORT_KINDS].map((name) => ({ name, interval: '1m' })),
    workerMessageHandler: ({ message }: { message: unknown }) => {
      if (message === 'reconcile' || message === 'reports') look(message);
    },
    errorHandler: (err: unknown) => log.error({ err }, 'a job failed'),
  });
  await bree.start();
  // A worker that ignores its cancel would hold the whole process back.
  return () =>
    Promise.race([bree.stop(), new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN).unref())]);
}
