import { describe, expect, test } from 'vitest';
import { agentFor, isCarried, readTeam, seatsOf, type Team, tierOf } from '../src/team.js';
import { aTeamFile, SEED_TEAM } from './support/builders/team-file.js';

function read(content: object | string): { team: Team | null; faults: string[] } {
  const faults: string[] = [];
  const path = aTeamFile(content);
  const team = readTeam(path, faults);
  return { team, faults: faults.map((fault) => fault.replace(`EPIC_TEAM_FILE: ${path}`, 'FILE')) };
}

const aTeam = (more: object): Team => {
  const { team, faults } = read({ ...SEED_TEAM, ...more });
  if (!team) throw new Error(faults.join('\n'));
  return team;
};
const withMember = (more: object) => ({ owner: 'dappcore', members: [{ login: 'Snider', ...more }] });

describe('a team file', () => {
  test('may be short: what it leaves out has careful defaults', () => {
    expect(read('owner: dappcore\nmembers:\n  - login: Snider\n').team).toEqual({
      owner: 'dappcore',
      members: [{ login: 'Snider', approver: false, code_owner: false, agent: 'jules', repos: [] }],
      tiers: [],
      strategy: 'conservative',
      auto: [],
      share_cap: 0.5,
      morning: '09:00',
      midday: '13:00',
      evening: '17:30',
      workdays: [1, 2, 3, 4, 5],
      holidays: [],
    });
  });

  test.each([
    ['owner', { ...SEED_TEAM, owner: 'dapp core' }, 'FILE: owner: is a GitHub user or organisation'],
    ['members', { owner: 'dappcore' }, /^FILE: members: /],
    ['no member', { ...SEED_TEAM, members: [] }, /^FILE: members: /],
    ['login', withMember({ login: '@Snider' }), 'FILE: members.0.login: is a GitHub login'],
    ['slack', withMember({ slack: '@snider' }), /^FILE: members\.0\.slack: is a Slack member id such as U0/],
    ['agent', withMember({ agent: 'nobody' }), /^FILE: members\.0\.agent: /],
    ['quota', withMember({ quota: -1 }), /^FILE: members\.0\.quota: /],
    ['half a task', withMember({ quota: 0.5 }), /^FILE: members\.0\.quota: /],
    ['nothing at once', withMember({ concurrency: 0 }), /^FILE: members\.0\.concurrency: /],
    ['window', withMember({ window: 'daily@9:00' }), /^FILE: members\.0\.window: is rolling-24h, weekly/],
    ['a repository with its owner', withMember({ repos: ['dappcore/core'] }), /without its owner$/],
    ['time', { ...SEED_TEAM, morning: '25:00' }, 'FILE: morning: is a time such as 09:00'],
    [
      'a midday before the morning',
      { ...SEED_TEAM, midday: '08:00' },
      'FILE: midday: 08:00 is not after morning, 09:00',
    ],
    [
      'an evening at midday',
      { ...SEED_TEAM, evening: '13:00' },
      'FILE: evening: 13:00 is not after midday, 13:00',
    ],
    [
      'a holiday that no calendar has',
      { ...SEED_TEAM, holidays: ['2026-02-29'] },
      'FILE: holidays.0: is a date such as 2026-12-25',
    ],
    [
      'a holiday in words',
      { ...SEED_TEAM, holidays: ['2026-12-25', 'Easter'] },
      'FILE: holidays.1: is a date such as 2026-12-25',
    ],
    ['a day that is none', { ...SEED_TEAM, workdays: [0] }, /^FILE: workdays\.0: /],
    ['no workday', { ...SEED_TEAM, workdays: [] }, /^FILE: workdays: /],
    ['share', { ...SEED_TEAM, share_cap: 0 }, /^FILE: share_cap: /],
    ['strategy', { ...SEED_TEAM, strategy: 'reckless' }, /^FILE: strategy: /],
    ['a word that is misspelt', withMember({ aprover: true }), /^FILE: members\.0: .*aprover/],
    ['an empty file', '', 'FILE: the file: must be a set of keys, and is empty'],
    ['a key that is missing', { members: [{ login: 'a' }] }, 'FILE: owner: must be a text, and is missing'],
    ['a number for a text', { ...SEED_TEAM, owner: 12 }, 'FILE: owner: must be a text, and is the number 12'],
    [
      'a text for a number',
      withMember({ quota: 'many' }),
      'FILE: members.0.quota: must be a number, and is the text “many”',
    ],
    [
      'a text for a list',
      withMember({ repos: 'core' }),
      'FILE: members.0.repos: must be a list, and is the text “core”',
    ],
    [
      'yes for true',
      withMember({ approver: 'yes' }),
      'FILE: members.0.approver: must be true or false, and is the text “yes”',
    ],
    [
      'too small a number',
      withMember({ quota: -5 }),
      'FILE: members.0.quota: must be at least 0, and is the number -5',
    ],
    [
      'too large a day',
      { ...SEED_TEAM, workdays: [8] },
      'FILE: workdays.0: must be at most 7, and is the number 8',
    ],
    [
      'a strategy nobody knows',
      { ...SEED_TEAM, strategy: 'bold' },
      'FILE: strategy: must be one of conservative, moderate, aggressive, and is the text “bold”',
    ],
    [
      'a key nobody knows',
      { ...SEED_TEAM, owners: 'x' },
      'FILE: the file: knows no key owners: is it misspelt\\?',
    ],
    [
      'no days at all',
      { ...SEED_TEAM, workdays: [] },
      'FILE: workdays: must hold at least one entry, and is an empty list',
    ],
    [
      'tasks of an agent that nobody but the team counts',
      withMember({ agent: 'claude', quota: 40 }),
      'FILE: members: Snider: claude is not sold by the task, so its account needs quota and concurrency',
    ],
    [
      'the same of a second agent',
      withMember({ also: [{ agent: 'claude' }] }),
      'FILE: members: Snider: claude is not sold by the task, so its account needs quota and concurrency',
    ],
    [
      'two accounts of one member with one agent',
      withMember({ also: [{ agent: 'jules', quota: 15 }] }),
      'FILE: members: Snider has jules twice',
    ],
    [
      'a second agent nobody knows',
      withMember({ also: [{ agent: 'nobody' }] }),
      /^FILE: members\.0\.also\.0\.agent: /,
    ],
    ['a file that is no YAML', 'members: [', /^FILE cannot be read: /],
  ])('is refused by the place and in words: %s', (_what, content, fault) => {
    const { team, faults } = read(content);
    expect(team).toBeNull();
    expect(faults).toEqual([
      expect.stringMatching(typeof fault === 'string' ? new RegExp(`^${fault}`) : fault),
    ]);
  });

  test('names holidays as YAML writes dates, with or without quotes', () => {
    const text = 'owner: dappcore\nmembers:\n  - login: Snider\nholidays: [2026-12-25, "2026-12-26"]\n';
    expect(read(text).team?.holidays).toEqual(['2026-12-25', '2026-12-26']);
  });

  test('is refused when a token stands in it, and the token is not repeated', () => {
    const { faults } = read(withMember({ token_variable: 'ghp_secret' }));
    expect(faults).toEqual([expect.stringContaining('is the name of an environment variable')]);
    expect(faults.join()).not.toContain('ghp_secret');
  });

  test('repeats no token that stands in the wrong place', () => {
    const { faults } = read(withMember({ quota: 'ghp_0123456789abcdef0123456789abcdef' }));
    expect(faults).toEqual(['FILE: members.0.quota: must be a number, and is another text']);
  });

  test('names all of its faults at once', () => {
    const { faults } = read({
      owner: 'dappcore',
      members: [{ login: '' }, { login: 'bodane', quota: -1 }],
      morning: 'soon',
    });
    expect(faults.map((fault) => fault.split(': ')[1])).toEqual([
      'members.0.login',
      'members.1.quota',
      'morning',
    ]);
  });

  test.each([
    ['login', 'snider', [{ login: 'Snider' }, { login: 'snider' }]],
    [
      'slack',
      'u012abcdef',
      [
        { login: 'Snider', slack: 'U012ABCDEF' },
        { login: 'bodane', slack: 'U012ABCDEF' },
      ],
    ],
  ])('is refused when a %s stands in it twice: one person would have two budgets', (key, twin, members) => {
    expect(read({ owner: 'dappcore', members })).toEqual({
      team: null,
      faults: [`FILE: members: ${key} ${twin} stands there twice`],
    });
  });

  test('that is missing says where it was looked for', () => {
    const faults: string[] = [];
    expect(readTeam('/nowhere/team.yaml', faults)).toBeNull();
    expect(faults).toEqual([
      expect.stringMatching(/^EPIC_TEAM_FILE: \/nowhere\/team\.yaml cannot be read: ENOENT/),
    ]);
  });
});

describe('accounts', () => {
  const member = { login: 'Snider', token_variable: 'A', repos: ['core', 'core-php'] };
  const claude = { agent: 'claude', quota: 40, concurrency: 5 };

  test('have what their agent sells where the file says nothing', () => {
    expect(seatsOf(aTeam({ members: [member] }))).toEqual([
      {
        ...{ login: 'Snider', agent: 'jules', quota: 300, concurrency: 60, window: 'rolling-24h' },
        ...{ tokenVariable: 'A', repos: ['core', 'core-php'] },
      },
    ]);
  });

  test('with a second agent have the member’s token and repositories unless told', () => {
    const also = (more: object) =>
      seatsOf(aTeam({ members: [{ ...member, also: [{ ...claude, ...more }] }] }))[1];
    expect(also({})).toEqual({
      ...{ login: 'Snider', agent: 'claude', quota: 40, concurrency: 5, window: 'rolling-24h' },
      ...{ tokenVariable: 'A', repos: ['core', 'core-php'] },
    });
    expect(also({ token_variable: 'B', repos: ['build'], window: 'monthly' })).toMatchObject({
      ...{ tokenVariable: 'B', repos: ['build'], window: 'monthly' },
    });
  });

  test('make a member’s own agent the first of a repository, in the order of the file', () => {
    const team = aTeam({
      members: [
        { ...member, also: [{ ...claude, repos: ['build', 'core-api'] }] },
        { login: 'bodane', repos: ['core-api'] },
      ],
    });
    expect(['core', 'build', 'core-api', 'other'].map((repo) => agentFor(team, repo))).toEqual([
      ...['jules', 'claude', 'jules', 'jules'],
    ]);
    expect(isCarried(team, 'build')).toBe(true);
  });
});

describe('repositories', () => {
  test('have the tier of the file, and those it does not name come last', () => {
    const team = aTeam({ tiers: [['core-php', 'core-mcp'], ['core-claude']] });
    expect(['core-mcp', 'core-claude', 'core'].map((repo) => tierOf(team, repo))).toEqual([1, 2, 3]);
    expect(tierOf(aTeam({}), 'core')).toBe(1);
  });

  test('are carried when a tier or a member names them', () => {
    const team = aTeam({ tiers: [['core-php']] });
    expect(['core-php', 'core', 'other'].map((repo) => isCarried(team, repo))).toEqual([true, true, false]);
  });

  test('are all carried when the file names none', () => {
    const team = aTeam({ members: [{ login: 'Snider' }] });
    expect(isCarried(team, 'anything')).toBe(true);
  });
});
