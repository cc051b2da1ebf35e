import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { START, startWorld } from '../sandbox/world.js';
import { type Running, run } from '../test/support/processes.js';

/** Programs that run beside the one that measures, so that each has an event loop of its own. */

const running: Running[] = [];

function start(program: string, args: readonly string[], env: Record<string, string>): Running {
  const child = run(program, args, env);
  running.push(child);
  return child;
}

/** Whoever is left when the measuring ends, by Ctrl-C for instance. */
export function endChildren(): void {
  for (const { child } of running) child.kill('SIGKILL');
}

/** What the other process does when it is started with this word. */
export const PARTS: Record<string, () => Promise<void>> = {
  /** The sandbox's GitHub and Slack, whose clock stands still. */
  world: async () => {
    const { env } = await startWorld({ seed: 1 });
    process.stdout.write(`world ${JSON.stringify(env)}\n`);
  },

  /** The least that a bot made with Bolt can do. */
  echo: async () => {
    const {
      SLACK_SIGNING_SECRET: signingSecret = '',
      SLACK_BOT_TOKEN: token,
      SLACK_API_URL: url,
    } = process.env;
    const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
    // Bolt asks once whose token it is.
    const clientOptions = { slackApiUrl: url as string };
    const app = new App({ receiver, token: token as string, clientOptions, logLevel: LogLevel.ERROR });
    app.command('/epic', async ({ ack }) => ack('status of core-php'));
    const server = await app.start(0);
    process.stdout.write(`echo ${(server.address() as AddressInfo).port}\n`);
  },
};

/** The variables with which a bot finds the world. */
export async function startWorldProcess(): Promise<Record<string, string>> {
  const [, env = '{}'] = await start('bench/run.js', ['world'], {}).until(/^world (.*)$/m);
  return JSON.parse(env);
}

export async function startEcho(env: Record<string, string>): Promise<number> {
  const echo = start('bench/run.js', ['echo'], env);
  return Number((await echo.until(/^echo (\d+)$/m))[1]);
}

/** The bot with everything a live one does, at the world's time; its port once it has read GitHub. */
export async function startBotProcess(
  env: Record<string, string>,
): Promise<{ port: number; stop(): Promise<void> }> {
  const more = { EPIC_TEST_NOW: START.toISOString(), PORT: '0', LOG_LEVEL: 'error' };
  const bot = start('test/support/bot-process.js', [], { ...env, ...more });
  const [, port] = await bot.until(/^looked (\d+)\b/m);
  return { port: Number(port), stop: () => bot.kill('SIGKILL') };
}
