import { Octokit } from '@octokit/rest';
import { START } from '../sandbox/world.js';
import { openContext } from '../src/bot.js';
import { loadConfig } from '../src/config.js';
import type { Context } from '../src/flows/context.js';
import { sync } from '../src/flows/sync.js';
import { makeLog } from '../src/log.js';
import type { Clock, GitHub } from '../src/ports.js';
import { median, ms, ratio } from './figures.js';

const RUNS = 5;

export interface SyncQuestion {
  env: Record<string, string>;
  database: string;
  /** A new, empty database for each run: its URL, or null for one in memory. */
  newDatabase(): Promise<string | null>;
  say(line: string): void;
}

export const SYNC_HEAD = [
  'reading 16 repositories',
  'time',
  'of it waiting for GitHub',
  'requests',
  'points of 5,000 an hour',
  'same number of `GET /user`',
  'sync ÷ those',
];

/** How long a read of everything takes, and one with nothing new, beside as many of the simplest requests. */
export async function measureSync({ env, database, newDatabase, say }: SyncQuestion): Promise<string[][]> {
  const [first, again]: [Once[], Once[]] = [[], []];
  for (let index = 1; index <= RUNS; index++) {
    say(`${database}: reading GitHub, run ${index} of ${RUNS}`);
    const { context, close } = await openInside(env, await newDatabase());
    try {
      first.push(await once(context, env));
      again.push(await once(context, env));
    } finally {
      await close();
    }
  }
  return [row(`from nothing, ${database}`, first), row(`nothing new, ${database}`, again)];
}

interface Once {
  time: number;
  waiting: number;
  requests: number;
  /** What GitHub takes off the hour's budget of GraphQL for it. */
  points: number;
  trivial: number;
}

async function once({ github, ...context }: Context, env: Record<string, string>): Promise<Once> {
  const octokit = new Octokit({ auth: env.GITHUB_TOKEN, baseUrl: env.GITHUB_API_URL as string });
  const [before, left] = [github.requests(), await pointsLeft(octokit)];
  const watched = watch(github);
  const start = performance.now();
  await sync({ ...context, github: watched.github });
  const time = performance.now() - start;
  const requests = github.requests() - before;
  const points = left - (await pointsLeft(octokit));
  return { time, waiting: watched.waited(), requests, points, trivial: await trivial(requests, octokit) };
}

async function pointsLeft(octokit: Octokit): Promise<number> {
  const { data } = await octokit.rest.rateLimit.get();
  return data.resources.graphql?.remaining ?? Number.NaN;
}

/** The time that passes within the GitHub adapter; its calls follow each other. */
function watch(github: GitHub): { github: GitHub; waited(): number } {
  let waited = 0;
  const timed =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const start = performance.now();
      const result = await call(...args);
      waited += performance.now() - start;
      return result;
    };
  return {
    github: {
      ...github,
      repositories: timed(github.repositories),
      changes: timed(github.changes),
      bodies: timed(github.bodies),
      issue: timed(github.issue),
    },
    waited: () => waited,
  };
}

/** As many requests that ask for next to nothing, one after the other as those of a sync are. */
async function trivial(count: number, octokit: Octokit): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < count; index++) await octokit.request('GET /user');
  return performance.now() - start;
}

/** A bot's inside, at the world's time, on a new database; without a URL on one in memory. */
export async function openInside(env: Record<string, string>, databaseUrl: string | null) {
  const verdict = loadConfig({ ...env, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) });
  if (!verdict.ok) throw new Error(verdict.faults.join('\n'));
  const shift = START.getTime() - Date.now();
  const clock: Clock = { now: () => new Date(Date.now() + shift), wake: () => () => {} };
  const outside = { clock, log: makeLog('error'), memory: databaseUrl === null };
  const { context, database } = await openContext(verdict.config, outside);
  // PGlite holds the event loop up while it opens: time to notice which idle connections the world closed meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { context, close: () => database.close() };
}

function row(name: string, runs: readonly Once[]): string[] {
  const of = (pick: (one: Once) => number) => median(runs.map(pick));
  return [
    name,
    ms(of(({ time }) => time)),
    `${Math.round(100 * of(({ waiting, time }) => waiting / time))} %`,
    String(of(({ requests }) => requests)),
    String(of(({ points }) => points)),
    ms(of(({ trivial: beside }) => beside)),
    ratio(runs.map(({ time, trivial: beside }) => time / beside)),
  ];
}
