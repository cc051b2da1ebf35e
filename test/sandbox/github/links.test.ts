import { describe, expect, test } from 'vitest';
import { aGitHub, CORE, refusal, type TestGitHub } from './support.js';

const ROUTE = 'POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues';

interface Made {
  number: number;
  id: number;
}

async function threeIssues(github: TestGitHub): Promise<[Made, Made, Made]> {
  return (await someIssues(github, 3)) as [Made, Made, Made];
}

/** Fresh issues, none of which has a parent. */
async function someIssues(github: TestGitHub, count: number) {
  const made: Made[] = [];
  for (let index = 0; index < count; index++) {
    const { data } = await github.as('Snider').issues.create({ ...CORE, title: `task ${index}` });
    made.push({ number: data.number, id: data.id });
  }
  return made;
}

function adopt(github: TestGitHub, parent: Made, child: Made, login = 'Snider') {
  return github.as(login).request(ROUTE, { ...CORE, issue_number: parent.number, sub_issue_id: child.id });
}

describe('sub-issues', () => {
  test('are taken by the database id of the child, and both ends know it', async () => {
    const github = await aGitHub();
    const [parent, first, second] = await threeIssues(github);
    const answer = await adopt(github, parent, first);
    expect(answer).toMatchObject({ status: 201, data: { number: parent.number } });
    await adopt(github, parent, second);
    const asked = `query ($number: Int!) { repository(owner: "dappcore", name: "core") { issue(number: $number) {
      subIssues(first: 5) { nodes { number parent { number } } } subIssuesSummary { total completed } } } }`;
    const told = await github.as('Snider').graphql(asked, { number: parent.number });
    expect(told).toEqual({
      repository: {
        issue: {
          subIssues: {
            nodes: [first, second].map(({ number }) => ({ number, parent: { number: parent.number } })),
          },
          subIssuesSummary: { total: 2, completed: 0 },
        },
      },
    });
  });

  test('have one parent, and not themselves or one above them', async () => {
    const github = await aGitHub();
    const [parent, child, other] = await threeIssues(github);
    await adopt(github, parent, child);
    expect(await refusal(adopt(github, parent, child))).toMatchObject({ status: 422 });
    expect((await refusal(adopt(github, other, child))).message).toContain('only have one parent');
    expect((await refusal(adopt(github, child, parent))).message).toContain('one of its parents');
    expect((await refusal(adopt(github, other, other))).message).toContain('itself');
  });

  test('are refused beyond a hundred', async () => {
    const github = await aGitHub();
    const [parent] = await threeIssues(github);
    const spare = await someIssuesOf(github, 101);
    for (const child of spare.slice(0, 100)) await adopt(github, parent, child);
    expect((await refusal(adopt(github, parent, spare[100] ?? parent))).message).toContain('more than 100');
  });

  test('are not for somebody who cannot write', async () => {
    const github = await aGitHub();
    const [parent, child] = await threeIssues(github);
    expect((await refusal(adopt(github, parent, child, 'passer-by'))).status).toBeGreaterThanOrEqual(401);
  });
});

function later({ clock }: TestGitHub, seconds: number): Promise<void> {
  return clock.advanceTo(new Date(clock.now().getTime() + seconds * 1_000));
}

/** More than a person can make in a minute. */
async function someIssuesOf(github: TestGitHub, count: number) {
  const made: Made[] = [];
  while (made.length < count) {
    made.push(...(await someIssues(github, Math.min(50, count - made.length))));
    await later(github, 120);
  }
  return made;
}

describe('what is created', () => {
  test('is limited to eighty a minute, with the time to wait, and goes on after it', async () => {
    const github = await aGitHub();
    await someIssues(github, 80);
    const refused = await github
      .as('Snider')
      .issues.create({ ...CORE, title: 'one too many' })
      .catch((error) => error);
    expect(refused).toMatchObject({ status: 403, response: { headers: { 'retry-after': '60' } } });
    expect(refused.message).toContain('secondary rate limit');
    const someoneElse = github.as('bodane').issues.create({ ...CORE, title: 'another account' });
    expect((await someoneElse).status).toBe(201);
    await later(github, 61);
    expect((await github.as('Snider').issues.create({ ...CORE, title: 'later' })).status).toBe(201);
  });
});
