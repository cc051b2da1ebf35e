import { describe, expect, test } from 'vitest';
import { loadConfig, wantsSandbox } from '../src/config.js';
import { aTeamFile, SEED_TEAM } from './support/builders/team-file.js';

type Environment = Record<string, string | undefined>;

function anEnvironment(more: Environment = {}, team: object = SEED_TEAM): Environment {
  return {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'secret',
    GITHUB_TOKEN: 'ghp_bot',
    SNIDER_GITHUB_TOKEN: 'ghp_snider',
    EPIC_CHANNEL: 'C012ABCDEF',
    EPIC_TEAM_FILE: aTeamFile(team),
    ...more,
  };
}

const faultsOf = (env: Environment) => {
  const verdict = loadConfig(env);
  return verdict.ok ? [] : verdict.faults;
};
const configOf = (env: Environment) => {
  const verdict = loadConfig(env);
  if (!verdict.ok) throw new Error(verdict.faults.join('\n'));
  return verdict.config;
};

describe('the sandbox', () => {
  test('runs when nothing of Slack and GitHub is set', () => {
    expect(wantsSandbox({ EPIC_CHANNEL: 'C1', DATABASE_URL: 'postgres://x' })).toBe(true);
  });

  test('runs when compose left the variables empty', () => {
    expect(wantsSandbox({ SLACK_BOT_TOKEN: '', GITHUB_TOKEN: '' })).toBe(true);
  });

  test('never runs in production', () => expect(wantsSandbox({ NODE_ENV: 'production' })).toBe(false));

  test.each([
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'GITHUB_TOKEN',
    'GITHUB_APP_ID',
    'GITHUB_APP_PRIVATE_KEY',
  ])('does not run once %s is set: then the rest is missing', (name) => {
    expect(wantsSandbox({ [name]: 'x' })).toBe(false);
  });
});

describe('a configuration', () => {
  test('needs little, and has defaults for the rest', () => {
    expect(configOf(anEnvironment())).toMatchObject({
      slack: { botToken: 'xoxb-1', transport: { kind: 'http', signingSecret: 'secret' }, apiUrl: null },
      github: { auth: { kind: 'token', token: 'ghp_bot' }, apiUrl: null },
      channel: 'C012ABCDEF',
      zone: 'UTC',
      dataDir: './data',
      databaseUrl: null,
      port: 3000,
      logLevel: 'info',
    });
  });

  test('is frozen', () => expect(Object.isFrozen(configOf(anEnvironment()))).toBe(true));

  test('takes an empty variable for an unset one', () => {
    const empty = {
      EPIC_TIMEZONE: '',
      DATABASE_URL: '',
      PORT: '',
      SLACK_API_URL: '',
      LOG_LEVEL: '',
      EPIC_DATA_DIR: '',
    };
    expect(configOf(anEnvironment(empty))).toMatchObject({ zone: 'UTC', databaseUrl: null, port: 3000 });
    expect(faultsOf(anEnvironment({ SLACK_BOT_TOKEN: '' }))).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN is not set: /),
    ]);
  });

  test('prefers Socket Mode when an app token is there', () => {
    const { slack } = configOf(anEnvironment({ SLACK_APP_TOKEN: 'xapp-1' }));
    expect(slack.transport).toEqual({ kind: 'socket', appToken: 'xapp-1' });
  });

  test('keeps addresses without their last slash', () => {
    const env = {
      GITHUB_API_URL: 'https://git.example/api/v3/',
      SLACK_API_URL: 'http://127.0.0.1:4002/api//',
    };
    const { github, slack } = configOf(anEnvironment(env));
    expect([github.apiUrl, slack.apiUrl]).toEqual([
      'https://git.example/api/v3',
      'http://127.0.0.1:4002/api',
    ]);
  });

  test('knows the tokens of the accounts by the names of their variables', () => {
    expect(configOf(anEnvironment()).github.tokens).toEqual(new Map([['SNIDER_GITHUB_TOKEN', 'ghp_snider']]));
  });
});

describe('faults', () => {
  test('are all named at once, each with what it is for', () => {
    const faults = faultsOf({
      PORT: '70000',
      EPIC_TIMEZONE: 'Mars/Base',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
    });
    expect(faults.map((fault) => fault.split(/[: ]/)[0])).toEqual([
      'EPIC_TIMEZONE',
      'DATABASE_URL',
      'PORT',
      'LOG_LEVEL',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'GITHUB_TOKEN',
      'EPIC_CHANNEL',
      'EPIC_TEAM_FILE',
    ]);
    for (const fault of faults) expect(fault).toMatch(/^[A-Z_]+(?: is not set)?: .{10,}/);
  });

  test('of the team file stand beside those of the environment', () => {
    const faults = faultsOf(anEnvironment({ PORT: 'http' }, { owner: 'dappcore', members: [] }));
    expect(faults).toEqual([
      expect.stringMatching(/^PORT: /),
      expect.stringMatching(/^EPIC_TEAM_FILE: .*members: /),
    ]);
  });

  test('repeat no secret', () => {
    const secret = 'postgress://user:hunter2@db/epic';
    expect(faultsOf(anEnvironment({ DATABASE_URL: secret })).join()).not.toContain('hunter2');
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '3.5'],
    ['SLACK_API_URL', 'slack.com'],
    ['GITHUB_API_URL', 'ftp://git.example'],
  ])('are found in %s=%s', (name, value) => {
    expect(faultsOf(anEnvironment({ [name]: value }))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: `)),
    ]);
  });
});

describe('faults in words', () => {
  test.each([
    ['PORT', 'http', /a whole number from 0 to 65535/],
    ['PORT', '70000', /a whole number from 0 to 65535/],
    ['PORT', '0x10', /a whole number from 0 to 65535/],
    ['LOG_LEVEL', 'loud', /must be one of trace, debug, info/],
    ['DATABASE_URL', 'postgres://user:pass#word@host/db', /%23 for #/],
    ['DATABASE_URL', 'localhost', /postgres:\/\/user:password@host:5432\/database/],
    ['GITHUB_API_URL', 'git.example', /begins with https:\/\//],
  ])('say what must stand there: %s=%s', (name, value, words) => {
    const faults = faultsOf(anEnvironment({ [name]: value }));
    expect(faults).toEqual([expect.stringMatching(words)]);
    expect(faults.join()).not.toMatch(/Invalid|expected|NaN/);
  });
});

test('the secret of GitHub’s webhooks is optional', () => {
  expect(configOf(anEnvironment()).github.webhookSecret).toBeNull();
  expect(configOf(anEnvironment({ GITHUB_WEBHOOK_SECRET: '' })).github.webhookSecret).toBeNull();
  expect(configOf(anEnvironment({ GITHUB_WEBHOOK_SECRET: 's' })).github.webhookSecret).toBe('s');
});

describe('a GitHub App', () => {
  const asApp = { GITHUB_TOKEN: '', GITHUB_APP_ID: '1', GITHUB_APP_PRIVATE_KEY: 'a\\nb' };

  test('is read with the line ends of its key', () => {
    expect(configOf(anEnvironment(asApp)).github.auth).toEqual({
      kind: 'app',
      appId: '1',
      privateKey: 'a\nb',
    });
  });

  test.each([
    ['GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY'],
    ['GITHUB_APP_PRIVATE_KEY', 'GITHUB_APP_ID'],
  ])('needs both its variables: without %s that one is named', (missing, there) => {
    const [fault, ...others] = faultsOf(anEnvironment({ ...asApp, [missing]: '' }));
    expect(others).toEqual([]);
    expect(fault).toMatch(new RegExp(`^${missing} is not set: .*whose ${there} is set`));
  });

  test('needs a token of the person who pays, since Jules ignores an App’s labels', () => {
    const members = [{ login: 'Snider', repos: ['core'] }, { login: 'bodane' }];
    expect(faultsOf(anEnvironment(asApp, { owner: 'dappcore', members }))).toEqual([
      expect.stringMatching(/Snider has no token_variable, but jules ignores labels that a GitHub App adds/),
    ]);
  });
});

describe('accounts', () => {
  const pays = (login: string, token_variable?: string) => ({ login, repos: ['core'], token_variable });
  const team = (...members: object[]) => ({ owner: 'dappcore', members });

  test('whose token is named but not set are a fault', () => {
    expect(faultsOf(anEnvironment({ SNIDER_GITHUB_TOKEN: '' }))).toEqual([
      'SNIDER_GITHUB_TOKEN is not set: the GitHub token of Snider, named in the team file',
    ]);
  });

  test.each([
    ['the bot’s token', {}, team(pays('Snider'), pays('bodane')), 'GITHUB_TOKEN'],
    ['one variable', { A: 'ghp_a' }, team(pays('Snider', 'A'), pays('bodane', 'A')), 'A'],
    [
      'one token in two variables',
      { A: 'ghp_a', B: 'ghp_a' },
      team(pays('Snider', 'A'), pays('bodane', 'B')),
      'A and B',
    ],
    [
      'a token that is the bot’s',
      { A: 'ghp_bot' },
      team(pays('Snider', 'A'), pays('bodane')),
      'A and GITHUB_TOKEN',
    ],
  ])('behind %s are refused, since both budgets would be spent from one', (_what, env, file, variables) => {
    expect(faultsOf(anEnvironment(env, file))).toEqual([
      `EPIC_TEAM_FILE: Snider and bodane would all pay from the account behind ${variables}: give each a token_variable with a token of that person`,
    ]);
  });

  test('may use the bot’s token when one of them pays with it', () => {
    expect(faultsOf(anEnvironment({ A: 'ghp_a' }, team(pays('Snider'), pays('bodane', 'A'))))).toEqual([]);
    expect(faultsOf(anEnvironment({}, team(pays('Snider'), { login: 'bodane' })))).toEqual([]);
  });
  test('may stand behind two agents of one person, and are a fault once when they are not set', () => {
    const both = { ...pays('Snider', 'A'), also: [{ agent: 'claude', quota: 40, concurrency: 5 }] };
    expect(faultsOf(anEnvironment({ A: 'ghp_a' }, team(both)))).toEqual([]);
    expect(faultsOf(anEnvironment({}, team(both)))).toEqual([
      'A is not set: the GitHub token of Snider, named in the team file',
    ]);
  });
});

test('a second opinion is asked for only where an address and a model are named', () => {
  expect(configOf(anEnvironment()).model).toBeNull();
  expect(configOf(anEnvironment({ EPIC_MODEL_NAME: 'm' })).model).toBeNull();
  const whole = { EPIC_MODEL_URL: 'http://127.0.0.1:1/v1/', EPIC_MODEL_NAME: 'm', EPIC_MODEL_KEY: 'k' };
  expect(configOf(anEnvironment(whole)).model).toEqual({
    url: 'http://127.0.0.1:1/v1',
    key: 'k',
    model: 'm',
  });
  const half = loadConfig(anEnvironment({ EPIC_MODEL_URL: 'http://127.0.0.1:1/v1' }));
  expect(half).toMatchObject({ ok: false, faults: [expect.stringContaining('EPIC_MODEL_NAME is not set')] });
  const wrong = loadConfig(anEnvironment({ EPIC_MODEL_URL: 'ftp://x', EPIC_MODEL_NAME: 'm' }));
  expect(wrong).toMatchObject({ ok: false, faults: [expect.stringContaining('EPIC_MODEL_URL')] });
});
