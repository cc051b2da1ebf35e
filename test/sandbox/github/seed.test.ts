import { describe, expect, test } from 'vitest';
import { summarise } from '../../../sandbox/github/summary.js';
import { aGitHub, START } from './support.js';

const INVENTORY = [
  ['core', 47, 0, 'dev'],
  ['core-php', 28, 15, 'dev'],
  ['core-claude', 30, 0, 'dev'],
  ['core-api', 22, 3, 'dev'],
  ['core-admin', 14, 2, 'dev'],
  ['core-mcp', 24, 5, 'dev'],
  ['core-tenant', 14, 2, 'dev'],
  ['core-developer', 19, 2, 'dev'],
  ['core-service-commerce', 30, 2, 'dev'],
  ['core-devops', 3, 1, 'dev'],
  ['core-agent', 14, 0, 'dev'],
  ['core-template', 12, 1, 'dev'],
  ['build', 9, 1, 'dev'],
  ['ansible-coolify', 1, 1, 'main'],
  ['docker-server-php', 1, 1, 'main'],
  ['docker-server-blockchain', 1, 1, 'main'],
] as const;

describe('the inventory', () => {
  test.each([1, 2, 20260204])('has the counts of the orchestrator’s table with seed %i', async (seed) => {
    const { world } = await aGitHub({ seed });
    const { repos } = summarise(world);
    expect(repos.map((repo) => [repo.name, repo.open, repo.audits, repo.defaultBranch])).toEqual(INVENTORY);
    expect(repos[0]?.epics).toEqual([101, 118, 127, 133, 299, 300, 301, 302]);
    expect(repos.slice(1).flatMap((repo) => repo.epics)).toEqual([]);
  });

  test('is the same, byte for byte, after a reset to the same seed, and in another sandbox', async () => {
    const github = await aGitHub({ seed: 3 });
    const first = JSON.stringify(summarise(github.world));
    await github
      .as('Snider')
      .issues.addLabels({ owner: 'dappcore', repo: 'core', issue_number: 119, labels: ['x'] });
    github.reset(3);
    const other = await aGitHub({ seed: 3 });
    expect(JSON.stringify(summarise(github.world))).toBe(first);
    expect(JSON.stringify(summarise(other.world))).toBe(first);
  });

  test('has other words with another seed', async () => {
    const github = await aGitHub({ seed: 3 });
    const first = JSON.stringify(summarise(github.world));
    github.reset(4);
    expect(JSON.stringify(summarise(github.world))).not.toBe(first);
  });

  test('leaves no wording unchosen', async () => {
    const { world } = await aGitHub();
    const bodies = summarise(world).repos.flatMap(({ issues }) => issues.map(({ body }) => body));
    expect(bodies.filter((body) => /\{\{|~\w+\}\}/.test(body))).toEqual([]);
  });
});

describe('the morning of the first day', () => {
  test('finds the pool unused: no agent’s label is younger than 30 hours', async () => {
    const { world } = await aGitHub();
    const events = summarise(world).repos.flatMap(({ issues }) => issues.flatMap((issue) => issue.events));
    const dispatches = events.filter(({ type, label }) => type === 'LabeledEvent' && label === 'jules');
    expect(dispatches).toHaveLength(12);
    for (const { createdAt } of dispatches) {
      expect(START.getTime() - Date.parse(createdAt)).toBeGreaterThan(30 * 3_600_000);
    }
  });

  test('finds every child in its epic’s list, ticked exactly when it is closed', async () => {
    const github = await aGitHub();
    for (const epic of github.repo('core').epics) {
      const lines = [...github.issue(epic).body.matchAll(/^- \[( |x)\] #(\d+) - (.+)$/gm)];
      expect(lines.length).toBeGreaterThan(2);
      for (const [, tick, number, title] of lines) {
        const child = github.issue(Number(number));
        expect([child.state, child.title]).toEqual([tick === 'x' ? 'CLOSED' : 'OPEN', title]);
        expect(child.comments[0]).toMatchObject({ author: 'Snider', body: `Parent: #${epic}` });
      }
    }
  });

  test('finds four children in flight, each dispatched by Snider and seen by the agent', async () => {
    const github = await aGitHub();
    const open = github.repo('core').pullRequests.filter(({ state }) => state === 'OPEN');
    expect(open.map(({ number, base, linkedIssues }) => [number, base, ...linkedIssues])).toEqual([
      [321, 'epic/101-medium-migration', 105],
      [322, 'epic/101-medium-migration', 106],
      [323, 'epic/299-exec-hardening', 303],
      [324, 'epic/301-release-pipeline', 313],
    ]);
    for (const number of open.flatMap(({ linkedIssues }) => linkedIssues)) {
      const child = github.issue(number);
      expect(child).toMatchObject({ state: 'OPEN', reactions: ['EYES'] });
      expect(child.labels).toContain('jules');
      const label = child.events.find((event) => event.label === 'jules');
      const age = START.getTime() - Date.parse(label?.createdAt ?? '');
      expect(label?.actor).toBe('Snider');
      expect(age / 86_400_000).toBeGreaterThan(2);
      expect(age / 86_400_000).toBeLessThan(3);
    }
  });

  test('lets nothing happen before it was possible: events follow their issue’s opening', async () => {
    const { world } = await aGitHub();
    for (const repo of world.repos.values()) {
      for (const issue of repo.issues.values()) {
        const moments = [...issue.events, ...issue.comments, ...issue.reactions].map(
          ({ createdAt }) => createdAt,
        );
        for (const moment of moments)
          expect(moment >= issue.createdAt, `${repo.name}#${issue.number}`).toBe(true);
        for (const moment of moments)
          expect(moment <= world.now(), `${repo.name}#${issue.number}`).toBe(true);
      }
    }
  });
});
