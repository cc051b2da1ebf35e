import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { peopleOf } from '../support/builders/world.js';
import { requireGh, runWithGh } from '../support/gh.js';
import {
  countAuditLabels,
  DAILY_CHECK,
  DAILY_CHECK_IN_FULL,
  DAILY_REPOS,
  detectCompleted,
  epicProgress,
  findEpics,
  listAudits,
} from '../support/gh-snippets.js';
import { scratchFolder } from '../support/scratch.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

const EPICS = [101, 118, 127, 133, 299, 300, 301, 302];
/** How many `gh issue list` and `gh search` answer unless told otherwise. */
const GH_LIMIT = 30;

let world: SandboxWorld;
let user: SlackUser;
let bot: Bot;
let folder: string;

const start = async () => {
  requireGh();
  world = await aWorld();
  user = await aSlackUser(world);
  bot = await aBot(world, await aConfig(world));
  folder = await scratchFolder();
  // Two of core's pull requests are ready: the bot would merge them before they are counted.
  await user.command('/epic pause');
  await bot.look();
  return async () => {
    await bot.stop();
    await user.close();
    await world.close();
  };
};

/** What the script prints; it must not complain. */
const typed = async (script: string): Promise<string> => {
  const { out, err } = await runWithGh(script, { githubUrl: world.github.url, folder });
  expect(err).toBe('');
  return out;
};

/** The numbers in the answer to `/epic status REPO`, and how many requests to GitHub that took. */
const statusOf = async (repo: string) => {
  const { rest, graphql } = world.github.world.requests;
  const [answer] = await user.command(`/epic status ${repo}`);
  const asked = world.github.world.requests.rest + world.github.world.requests.graphql - rest - graphql;
  const point = /(\d+) open · (\d+) audits? · (\d+) epics? · (\d+) open pull requests?/;
  const [, open, audits, epics, pulls] = (point.exec(words(answer as never)) ?? []).map(Number);
  return { open, audits, epics, pulls, asked };
};

const epicStatusOf = async (epic: number) => {
  const [answer] = await user.command(`/epic status core #${epic}`);
  const text = words(answer as never);
  const [, done, total] = (/(\d+) of (\d+) done/.exec(text) ?? []).map(Number);
  return { done, total, children: [...text.matchAll(/✅ #(\d+)/g)].map(([, number]) => Number(number)) };
};

describe('the document’s snippets, by the real gh', () => {
  beforeAll(start);

  it('count what /epic status counts, which asks GitHub nothing; as written they stop at 30', async () => {
    const asWritten = await typed(DAILY_CHECK);
    const inFull = await typed(DAILY_CHECK_IN_FULL);
    const ours: Array<{ repo: string } & Awaited<ReturnType<typeof statusOf>>> = [];
    for (const repo of DAILY_REPOS) ours.push({ repo, ...(await statusOf(repo)) });
    const lines = (count: (open: number) => number) =>
      ours
        .map(({ repo, open = -1, pulls }) => `${repo}: ${count(open)} open issues, ${pulls} open PRs`)
        .join('\n');
    expect(inFull).toBe(lines((open) => open));
    expect(asWritten).toBe(lines((open) => Math.min(GH_LIMIT, open)));
    expect(asWritten).toContain('core: 30 open issues, 4 open PRs');
    expect(inFull).toContain('core: 47 open issues, 4 open PRs');
    expect(ours.map(({ asked }) => asked)).toEqual([0, 0, 0, 0]);
  });

  it('see each epic as far as /epic status does', async () => {
    for (const epic of EPICS) {
      const { total, done, remaining } = JSON.parse(await typed(epicProgress(epic)));
      expect({ epic, done, total }).toEqual({ epic, ...pick(await epicStatusOf(epic)) });
      expect(done + remaining).toBe(total);
    }
  });

  it.each(DAILY_REPOS)('list as many audits of %s as /epic status counts', async (repo) => {
    const audits = (await typed(listAudits(repo))).split('\n').filter(Boolean);
    expect(audits.length).toBe((await statusOf(repo)).audits);
  });

  it('find six of the eight epics as written, and all without the limit of 30', async () => {
    const numbers = (out: string) =>
      [...out.matchAll(/"number":(\d+)/g)].map(([, number]) => Number(number)).sort((a, b) => a - b);
    expect(numbers(await typed(findEpics('core')))).toEqual(EPICS.slice(2));
    const all = numbers(await typed(findEpics('core').replace('--state open', '--state open --limit 1000')));
    expect(all).toEqual(EPICS);
    expect((await statusOf('core')).epics).toBe(all.length);
  });

  it('view a pull request and its checks', async () => {
    const fields = 'state,mergeable,mergeStateStatus,headRefName,baseRefName';
    const view = await typed(`gh pr view 323 --repo dappcore/core --json ${fields}`);
    expect(JSON.parse(view)).toEqual({
      state: 'OPEN',
      mergeable: 'CONFLICTING',
      mergeStateStatus: 'DIRTY',
      headRefName: 'jules/303-run-commands-from-a',
      baseRefName: 'epic/299-exec-hardening',
    });
    const checks = await typed('gh pr checks 321 --repo dappcore/core --required');
    expect(checks.split('\n').map((line) => line.split('\t').slice(0, 2))).toEqual([
      ['lint', 'pass'],
      ['test', 'pass'],
    ]);
  });

  it('walk REST’s pages by their links', async () => {
    const count = 'gh api --paginate "repos/dappcore/core/issues?per_page=20" --jq ".[] | .number" | wc -l';
    // As on GitHub, pull requests are among the issues: 47 and 4.
    expect((await typed(count)).trim()).toBe('51');
  });

  it.each([
    ['gh issue view 9999 --repo dappcore/core --json state', 'Could not resolve to an issue or pull request'],
    ['gh issue list --repo dappcore/nowhere --json number', 'Could not resolve to a Repository'],
    ['gh search issues --repo dappcore/nowhere', 'The listed users and repositories cannot be searched'],
    ['gh issue view 299 --repo dappcore/core', 'Projects (classic) is being deprecated'],
    ['gh api "repos/dappcore/core/pulls?state=merged"', 'Validation Failed (HTTP 422)'],
    ['GH_TOKEN=ghp_nobody gh issue list --repo dappcore/core', 'HTTP 401'],
  ])('are refused as GitHub refuses them: %s', async (script, message) => {
    const { out, err, code } = await runWithGh(script, { githubUrl: world.github.url, folder });
    expect({ code, said: `${out}${err}` }).toEqual({
      code: expect.toBeOneOf([1, 4]),
      said: expect.stringContaining(message),
    });
  });
});

describe('after somebody has changed something, the snippets', () => {
  beforeEach(start);

  it('detect the closed children that /epic status has already counted, though nobody has ticked them', async () => {
    expect(await typed(detectCompleted(299))).toBe('');
    peopleOf(world.github.world).close(304);
    peopleOf(world.github.world).close(306);
    const detected = await typed(detectCompleted(299));
    const progress = JSON.parse(await typed(epicProgress(299)));
    expect(detected).toBe(
      [304, 306]
        .map((number) => `Child #${number} is closed but unchecked — tick parent and dispatch next`)
        .join('\n'),
    );
    await world.clock.advanceBy(2 * 60_000);
    await bot.look();
    expect(await epicStatusOf(299)).toEqual({ done: 2, total: 4, children: [304, 306] });
    // The checklist's own count is behind until somebody ticks.
    expect(progress).toEqual({ total: 4, done: 0, remaining: 4 });
  });

  it('count the issues with the label audit once somebody has put it on', async () => {
    expect(await typed(countAuditLabels('core'))).toBe('0');
    for (const number of [317, 325]) peopleOf(world.github.world).label(number, 'Snider', 'audit');
    expect(await typed(countAuditLabels('core'))).toBe('2');
  });
});

function pick({ done, total }: { done?: number; total?: number }) {
  return { done, total };
}
