import { App, type AppOptions, HTTPReceiver, type Logger, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach } from 'vitest';
import { SimulatedClock } from '../../../sandbox/clock.js';
import { type SlackDesk, sandboxSlack, startSlack } from '../../../sandbox/slack/desk.js';

/** When the clock of every test here starts. */
export const start = new Date('2026-02-04T09:00:00Z');

const closers: (() => Promise<unknown>)[] = [];

/** Closes after the test, in the opposite order of opening. */
export function closeLater(close: () => Promise<unknown>): void {
  closers.push(close);
}

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

export interface Bench {
  clock: SimulatedClock;
  desk: SlackDesk;
  client: WebClient;
  /** Where the desk delivers; set it to move the bot. */
  deliverTo: { url: string };
}

/** A desk that nobody listens to yet, and a Web API client with the bot's token. */
export async function openDesk(): Promise<Bench> {
  const clock = new SimulatedClock(start);
  const deliverTo = { url: 'http://127.0.0.1:9/slack/events' };
  const desk = await startSlack({ clock, deliverTo: () => deliverTo.url });
  closeLater(() => desk.close());
  return { clock, desk, client: clientOf(desk), deliverTo };
}

const nothing = (): void => {};

/** Keeps refusals that a test provokes out of its output. */
const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** A client that tries once: a failure is what the test wants to see. */
export const clientOf = (desk: SlackDesk, token: string | undefined = sandboxSlack.botToken): WebClient =>
  new WebClient(token, {
    slackApiUrl: desk.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });

/** What a refused call says: Slack's code, or the library's own for what is no answer at all. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing was refused',
    (error) => error.data?.error ?? error.code,
  );

const quiet: AppOptions = { token: sandboxSlack.botToken, logLevel: LogLevel.ERROR };

/** A real Bolt app over HTTP, told to the desk. */
export async function boltOverHttp(bench: Bench): Promise<App> {
  const receiver = new HTTPReceiver({
    signingSecret: sandboxSlack.signingSecret,
    port: 0,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({ ...quiet, clientOptions: { slackApiUrl: bench.desk.apiUrl }, receiver });
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  closeLater(() => app.stop());
  const address = (server as { address(): { port: number } }).address();
  bench.deliverTo.url = `http://127.0.0.1:${address.port}/slack/events`;
  return app;
}

/** A real Bolt app over Socket Mode; the desk's HTTP address leads nowhere. */
export async function boltOverSocket(bench: Bench): Promise<App> {
  const clientOptions = { slackApiUrl: bench.desk.apiUrl };
  const app = new App({
    ...quiet,
    appToken: sandboxSlack.appToken,
    socketMode: true,
    clientOptions,
    installerOptions: { clientOptions },
  });
  await app.start();
  closeLater(() => app.stop());
  return app;
}
