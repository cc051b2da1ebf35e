import { describe, expect, test } from 'vitest';
import { summarise } from '../../../sandbox/github/summary.js';
import { DOCUMENTS } from './documents.js';
import { aGitHub, CORE, START, type TestGitHub } from './support.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function label(github: TestGitHub, number: number, { by = 'Snider', repo = 'core' } = {}) {
  return github.as(by).issues.addLabels({ owner: 'dappcore', repo, issue_number: number, labels: ['jules'] });
}

function pullsFor(github: TestGitHub, number: number, repo = 'core') {
  return github.repo(repo).pullRequests.filter(({ linkedIssues }) => linkedIssues.includes(number));
}

describe('a task', () => {
  test('is seen within 20 seconds and ends in a pull request within 40 minutes', async () => {
    const github = await aGitHub({ agents: true });
    await label(github, 119);
    await github.clock.advanceBy(4 * SECOND);
    expect(github.issue(119).reactions).toEqual([]);
    await github.clock.advanceBy(16 * SECOND);
    expect(github.issue(119).reactions).toEqual(['EYES']);
    await github.clock.advanceBy(9 * MINUTE);
    expect(pullsFor(github, 119)).toEqual([]);
    await github.clock.advanceBy(31 * MINUTE);
    expect(pullsFor(github, 119)).toMatchObject([
      { number: 326, state: 'OPEN', base: 'dev', head: 'jules/119-separate-the-transport-from' },
    ]);
    expect(github.issue(119).events.at(-1)).toMatchObject({ type: 'CrossReferencedEvent' });
    expect(github.repo('core').branches).toContain('jules/119-separate-the-transport-from');
  });

  test('goes to the branch that the newest comment names', async () => {
    const github = await aGitHub({ agents: true });
    const body = 'Target branch: `epic/101-medium-migration` (epic #101)';
    await github.as('Snider').issues.createComment({ ...CORE, issue_number: 107, body });
    await label(github, 107);
    await github.clock.advanceBy(HOUR);
    expect(pullsFor(github, 107)).toMatchObject([{ base: 'epic/101-medium-migration' }]);
  });

  test('goes to the default branch when the newest comment names one that is not there', async () => {
    const github = await aGitHub({ agents: true });
    await label(github, 107);
    await github.clock.advanceBy(HOUR);
    expect(github.issue(107).comments.at(-1)?.body).toContain('Target branch: `main`');
    expect(pullsFor(github, 107)).toMatchObject([{ base: 'dev' }]);
  });

  test('has checks that wait first and pass later', async () => {
    const github = await aGitHub({ agents: true });
    await label(github, 119);
    while (pullsFor(github, 119).length === 0) await github.clock.advanceBy(MINUTE);
    expect(await newestRollup(github)).toBe('PENDING');
    await github.clock.advanceBy(10 * MINUTE);
    expect(await newestRollup(github)).toBe('SUCCESS');
  });

  test('starts again when the label is removed and added again, on a branch of its own', async () => {
    const github = await aGitHub({ agents: true });
    await label(github, 119);
    await github.as('Snider').issues.removeLabel({ ...CORE, issue_number: 119, name: 'jules' });
    await label(github, 119);
    await github.clock.advanceBy(HOUR);
    expect(pullsFor(github, 119).map(({ head }) => head)).toEqual([
      'jules/119-separate-the-transport-from',
      'jules/119-separate-the-transport-from-2',
    ]);
  });

  test.each([
    ['an app’s token', 'bot', 119],
    ['anybody on a closed issue', 'Snider', 310],
    ['anybody on a pull request', 'Snider', 321],
  ])('is not started by %s', async (_, by, number) => {
    const github = await aGitHub({ agents: true });
    const before = github.repo('core').pullRequests.length;
    if (number === 310) {
      await github.as('Snider').issues.removeLabel({ ...CORE, issue_number: number, name: 'jules' });
    }
    await label(github, number, { by });
    await github.clock.advanceBy(HOUR);
    expect(github.repo('core').pullRequests).toHaveLength(before);
  });
});

describe('limits', () => {
  test('the 61st task at once is refused in a comment; its label stays; another person may go on', async () => {
    const github = await aGitHub({ agents: true });
    const open = openIssues(github).slice(0, 62);
    for (const [repo, number] of open.slice(0, 61)) await label(github, number, { repo });
    const [repo, number] = open[60] ?? ['', 0];
    const [other, unasked] = open[61] ?? ['', 0];
    await label(github, unasked, { repo: other, by: 'bodane' });
    await github.clock.advanceBy(20 * SECOND);
    const refused = github.issue(number, repo);
    expect(refused.labels).toContain('jules');
    expect(refused.reactions).toEqual([]);
    expect(refused.comments.at(-1)).toMatchObject({
      author: 'google-labs-jules[bot]',
      body: expect.stringContaining('limit of 60 tasks at once'),
    });
    expect(github.issue(unasked, other).reactions).toEqual(['EYES']);
  });

  test('the 301st task in 24 hours is refused, and the day rolls', async () => {
    const github = await aGitHub({ agents: true });
    const snider = github.as('Snider');
    const again = async () => {
      await snider.issues.removeLabel({ ...CORE, issue_number: 119, name: 'jules' });
      await label(github, 119);
    };
    await label(github, 119);
    for (let task = 2; task <= 300; task += 1) {
      if (task % 60 === 1) await github.clock.advanceBy(HOUR);
      await again();
    }
    await github.clock.advanceBy(HOUR);
    expect(pullsFor(github, 119)).toHaveLength(300);
    await again();
    await github.clock.advanceBy(MINUTE);
    expect(github.issue(119).comments.at(-1)?.body).toContain('limit of 300 tasks in 24 hours');
    await github.clock.advanceTo(new Date(START.getTime() + 24 * HOUR));
    await again();
    await github.clock.advanceBy(HOUR);
    expect(pullsFor(github, 119)).toHaveLength(301);
  });
});

test('the same seed tells the same story, also after a reset', async () => {
  const seed = 11;
  const github = await aGitHub({ seed, agents: true });
  const story = async () => {
    for (const number of [119, 128, 307]) await label(github, number);
    await github.clock.advanceBy(2 * HOUR);
    return JSON.stringify(summarise(github.world));
  };
  const first = await story();
  github.clock.reset(START);
  github.reset(seed);
  expect(await story()).toBe(first);
});

test('a task that was under way leaves no trace in the world after a reset', async () => {
  const github = await aGitHub({ agents: true });
  await label(github, 119);
  github.reset(7);
  await github.clock.advanceBy(HOUR);
  const fresh = await aGitHub();
  expect(github.issue(119)).toEqual(fresh.issue(119));
  expect(github.world.nextId()).toBe(fresh.world.nextId());
});

function openIssues(github: TestGitHub): Array<[repo: string, number: number]> {
  const repos = summarise(github.world).repos.filter(({ name }) => name !== 'core');
  return repos.flatMap(({ name, issues }) => issues.map(({ number }): [string, number] => [name, number]));
}

async function newestRollup(github: TestGitHub): Promise<string | undefined> {
  const { repository } = await github
    .as('Snider')
    .graphql<{ repository: { pullRequests: { nodes: Array<{ statusCheckRollup: { state: string } }> } } }>(
      DOCUMENTS.pullRequests,
    );
  return repository.pullRequests.nodes.at(-1)?.statusCheckRollup.state;
}
