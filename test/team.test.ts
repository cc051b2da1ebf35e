import { describe, expect, test } from 'vitest';
import { isCarried, readTeam, type Team, tierOf } from '../src/team.js';
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
      share_cap: 0.5,
      morning: '09:00',
      workdays: [1, 2, 3, 4, 5],
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
    ['a day that is none', { ...SEED_TEAM, workdays: [0] }, /^FILE: workdays\.0: /],
    ['no workday', { ...SEED_TEAM, workdays: [] }, /^FILE: workdays: /],
    ['share', { ...SEED_TEAM, share_cap: 0 }, /^FILE: share_cap: /],
    ['strategy', { ...SEED_TEAM, strategy: 'reckless' }, /^FILE: strategy: /],
    ['a word that is misspelt', withMember({ aprover: true }), /^FILE: members\.0: .*aprover/],
    ['an empty file', '', /^FILE: the file: /],
    ['a file that is no YAML', 'members: [', /^FILE cannot be read: /],
  ])('is refused by the place and in words: %s', (_what, content, fault) => {
    const { team, faults } = read(content);
    expect(team).toBeNull();
    expect(faults).toEqual([
      expect.stringMatching(typeof fault === 'string' ? new RegExp(`^${fault}`) : fault),
    ]);
  });

  test('is refused when a token stands in it, and the token is not repeated', () => {
    const { faults } = read(withMember({ token_variable: 'ghp_secret' }));
    expect(faults).toEqual([expect.stringContaining('is the name of an environment variable')]);
    expect(faults.join()).not.toContain('ghp_secret');
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
