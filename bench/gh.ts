import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../src/flows/context.js';
import { status } from '../src/flows/status.js';
import { sync } from '../src/flows/sync.js';
import { requireGh, runWithGh } from '../test/support/gh.js';
import {
  DAILY_CHECK,
  DAILY_CHECK_IN_FULL,
  DAILY_REPOS,
  detectCompleted,
  epicProgress,
} from '../test/support/gh-snippets.js';
import { median, ms, ratio } from './figures.js';
import { openInside } from './sync.js';

const RUNS = 3;
const EPICS = [101, 118, 127, 133, 299, 300, 301, 302];

export interface GhQuestion {
  env: Record<string, string>;
  database: string;
  /** For the settings that `gh` would leave in somebody's home. */
  folder: string;
  say(line: string): void;
}

export const GH_HEAD = [
  'the same question',
  'the snippet, by `gh`',
  'requests',
  'the bot, from its snapshot',
  'requests',
  'snippet ÷ bot',
];

interface Question {
  name: string;
  script: string;
  /** What `/epic status` is asked for the same. */
  asks: Array<{ repo: string; epic: number | null }>;
}

const epicAsks = EPICS.map((epic) => ({ repo: 'core', epic }));
const repoAsks = DAILY_REPOS.map((repo) => ({ repo, epic: null }));
const QUESTIONS: Question[] = [
  { name: 'daily check, 4 repositories', script: DAILY_CHECK, asks: repoAsks },
  { name: 'the same with `--limit 1000`', script: DAILY_CHECK_IN_FULL, asks: repoAsks },
  { name: 'progress of 8 epics', script: EPICS.map(epicProgress).join('\n'), asks: epicAsks },
  { name: 'completed children of 8 epics', script: EPICS.map(detectCompleted).join('\n'), asks: epicAsks },
];

/** What the document's snippets cost beside the same answers from the snapshot, and beside one read of everything. */
export async function measureGh({ env, database, folder, say }: GhQuestion): Promise<string[][]> {
  const place = { githubUrl: env.GITHUB_API_URL ?? '', folder: mkdtempSync(join(folder, 'gh-')) };
  try {
    requireGh();
  } catch (error) {
    say(`${(error as Error).message} The snippets are not measured.`);
    return [];
  }
  const { context, close } = await openInside(env, null);
  try {
    await sync(context);
    const rows: string[][] = [];
    for (const question of QUESTIONS) {
      say(`gh and ${database}: ${question.name}`);
      rows.push(await measure(question, { context, place }));
    }
    const read = await timed(() => sync(context), place);
    const reading = ['one read of all 16 repositories', '', '', ms(read.time), String(read.requests), ''];
    return [...rows, reading];
  } finally {
    await close();
  }
}

async function measure(
  { name, script, asks }: Question,
  { context, place }: { context: Context; place: Parameters<typeof runWithGh>[1] },
): Promise<string[]> {
  const [theirs, ours]: [Cost[], Cost[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    theirs.push(
      await timed(async () => {
        const { err, code } = await runWithGh(script, place);
        if (code !== 0 || err !== '') throw new Error(`gh failed: ${err}`);
      }, place),
    );
    ours.push(
      await timed(async () => {
        for (const ask of asks) await status(context, ask);
      }, place),
    );
  }
  const time = (costs: readonly Cost[]) => ms(median(costs.map((cost) => cost.time)));
  const requests = (costs: readonly Cost[]) => String(median(costs.map((cost) => cost.requests)));
  const times = ratio(theirs.map((cost, run) => cost.time / (ours[run]?.time ?? Number.NaN)));
  return [name, time(theirs), requests(theirs), time(ours), requests(ours), times];
}

interface Cost {
  time: number;
  /** That reached the sandbox's GitHub meanwhile. */
  requests: number;
}

async function timed(work: () => Promise<unknown>, { githubUrl }: { githubUrl: string }): Promise<Cost> {
  const before = await requestsAt(githubUrl);
  const start = performance.now();
  await work();
  const time = performance.now() - start;
  return { time, requests: (await requestsAt(githubUrl)) - before - 1 };
}

/** The sandbox numbers its answers; this question is one of them. */
async function requestsAt(githubUrl: string): Promise<number> {
  const headers = { authorization: 'token ghp_sandbox_bot', 'user-agent': 'bench' };
  const answer = await fetch(`${githubUrl}/rate_limit`, { headers });
  const [, count = ''] = /^SANDBOX:([0-9A-F]+)$/.exec(answer.headers.get('x-github-request-id') ?? '') ?? [];
  return Number.parseInt(count, 16);
}
