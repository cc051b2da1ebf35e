import { expect, it } from 'vitest';
import type { Db } from '../../db/client.js';
import { accounts } from '../../db/schema.js';
import { loadBudgets } from '../../src/store/budget.js';
import { loadFacts } from '../../src/store/facts.js';
import { findRepo, listRepos, saveRepos } from '../../src/store/repos.js';
import { missingChildren, saveEpic, saveIssues } from '../../src/store/snapshot.js';
import { accountToken, findMember, saveTeam } from '../../src/store/team.js';
import { anIssue, aRepository, NOW } from '../support/builders/rows.js';
import { aMember, aTeam, aTeamWithClaude } from '../support/builders/team.js';
import { forEachDatabase } from '../support/for-each-database.js';

const SNIDER = { teamId: 'T0DAPPCORE', userId: 'U0SNIDER01' };

forEachDatabase('the team', (open) => {
  const seats = async (db: Db) =>
    (await loadBudgets(db, NOW)).map(({ account }) => [account.member, account.quota]);

  it('is what the file says, however often it is saved', async () => {
    const { db } = await open();
    for (let n = 0; n < 3; n++) await saveTeam(db, aTeam());
    expect(await seats(db)).toEqual([
      ['Snider', 300],
      ['bodane', 300],
    ]);
    expect(await findMember(db, SNIDER)).toEqual({ login: 'Snider', approver: true, codeOwner: false });
  });

  it('takes a member who left their rights and their seat, and keeps their account for its history', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    await saveTeam(db, [aMember('bodane')]);
    expect(await findMember(db, SNIDER)).toBeNull();
    expect(await seats(db)).toEqual([['bodane', 300]]);
    expect(await db.select().from(accounts)).toHaveLength(2);
  });

  it('gives a login in another spelling no account of its own', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    const before = (await loadBudgets(db, NOW)).map(({ account }) => account.id);
    await saveTeam(
      db,
      aTeam().map((member) => ({ ...member, login: member.login.toUpperCase() })),
    );
    expect((await loadBudgets(db, NOW)).map(({ account }) => account.id)).toEqual(before);
    expect((await findMember(db, SNIDER))?.approver).toBe(true);
  });

  it('gives a member who comes back the same account', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    const [before] = await loadBudgets(db, NOW);
    await saveTeam(db, [aMember('bodane')]);
    await saveTeam(db, aTeam({ quota: 100 }));
    const [again] = await loadBudgets(db, NOW);
    expect(again?.account).toMatchObject({ id: before?.account.id, quota: 100 });
  });

  it('lets two members swap their Slack accounts', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    await saveTeam(db, [
      aMember('Snider', { slackUserId: 'U0BODANE01' }),
      aMember('bodane', { slackUserId: 'U0SNIDER01' }),
    ]);
    expect((await findMember(db, SNIDER))?.login).toBe('bodane');
  });

  it('knows nobody by an id of another workspace', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    expect(await findMember(db, { ...SNIDER, teamId: 'T0ELSEWHERE' })).toBeNull();
  });

  it('may have one account with each of several agents, which ends when the file names it no more', async () => {
    const { db } = await open();
    const seats = async () =>
      (await loadBudgets(db, NOW)).map(({ account }) => [account.member, account.agent, account.quota]);
    await saveTeam(db, aTeamWithClaude());
    expect(await seats()).toEqual([
      ['Snider', 'jules', 300],
      ['Snider', 'claude', 40],
      ['bodane', 'jules', 300],
    ]);
    await saveTeam(db, aTeam());
    expect((await seats()).map(([, agent]) => agent)).toEqual(['jules', 'jules']);
  });

  it('keeps the name of a token’s variable, for the account that acts with it', async () => {
    const { db } = await open();
    await saveTeam(db, aTeam());
    const [snider] = await loadBudgets(db, NOW);
    expect(await accountToken(db, snider?.account.id ?? 0)).toBe('SNIDER_GITHUB_TOKEN');
    expect(await accountToken(db, 999)).toBeNull();
  });
});

forEachDatabase('a repository', (open) => {
  const three = async (db: Db) =>
    saveRepos(db, [
      aRepository('core'),
      aRepository('core-php', { tier: 2 }),
      aRepository('build', { tier: 3 }),
    ]);

  it.each([
    ['core', 'core'],
    ['CORE', 'core'],
    ['dappcore/core', 'core'],
    ['php', 'core-php'],
    ['buil', 'build'],
  ])('is found by %s', async (wanted, name) => {
    const { db } = await open();
    await three(db);
    expect((await findRepo(db, wanted)).name).toBe(name);
  });

  it.each([
    ['core-', 'core-php'],
    ['cor', '“cor” could be dappcore/core, dappcore/core-php, dappcore/build.'],
    ['nowhere', 'I carry no repository called “nowhere”.'],
    ['%', 'I carry no repository called “%”.'],
  ])('is found or asked about for %s', async (wanted, answer) => {
    const { db } = await open();
    await three(db);
    const found = findRepo(db, wanted).then(
      ({ name }) => name,
      ({ message }: Error) => message,
    );
    expect(await found).toBe(answer);
  });

  it.each([
    ['known before its epic', (db: Db) => three(db)],
    ['known after its epic', (db: Db) => saveRepos(db, [aRepository('core')])],
  ])('is one, however an epic spells it: %s', async (_, first) => {
    const { db } = await open();
    await first(db);
    const core = await findRepo(db, 'core');
    const child = { ref: '', repo: 'DappCore/Core-PHP', number: 7, checked: false };
    const children = [{ ...child, phase: 1, phaseName: '', heading: null }];
    await saveEpic(db, core, { number: 118, parsedAt: NOW, children });
    await three(db);
    const php = await findRepo(db, 'core-php');
    expect(await missingChildren(db)).toEqual([
      { repoId: php.id, owner: 'dappcore', repo: 'core-php', number: 7 },
    ]);
    const issue = anIssue(7, { title: 'fix(core): a child of another repository' });
    await saveIssues(db, php.id, [issue]);
    const [facts] = await loadFacts(db, [core]);
    expect(facts?.epics[0]?.states.map(({ child }) => [child.repo, child.issue?.title])).toEqual([
      ['dappcore/core-php', issue.title],
    ]);
  });

  it('keeps its row and history when it is renamed', async () => {
    const { db } = await open();
    await three(db);
    const before = await findRepo(db, 'build');
    await saveRepos(db, [aRepository('core'), aRepository('builder', { nodeId: 'R_build' })]);
    expect((await findRepo(db, 'builder')).id).toBe(before.id);
  });

  it('is carried no more when it is gone, also where another has taken its name', async () => {
    const { db } = await open();
    await three(db);
    await saveRepos(db, [aRepository('core', { nodeId: 'R_other' })]);
    expect((await listRepos(db)).map(({ nodeId, name }) => [nodeId, name])).toEqual([['R_other', 'core']]);
  });

  it('comes back with its history', async () => {
    const { db } = await open();
    await three(db);
    const before = await findRepo(db, 'build');
    await saveRepos(db, [aRepository('core')]);
    await three(db);
    expect((await findRepo(db, 'build')).id).toBe(before.id);
  });
});
