import { IANAZone } from 'luxon';
import { z } from 'zod';
import { agents } from './agents/index.js';
import { groupBy } from './domain/parts.js';
import { readTeam, type Seat, seatsOf, type Team } from './team.js';

/** Everything the program is told from outside, checked and frozen. */
export interface Config {
  slack: {
    botToken: string;
    transport: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string };
    apiUrl: string | null;
  };
  github: {
    auth: { kind: 'token'; token: string } | { kind: 'app'; appId: string; privateKey: string };
    apiUrl: string | null;
    tokens: ReadonlyMap<string, string>;
    /** With which GitHub signs its webhooks; without one none are taken. */
    webhookSecret: string | null;
  };
  /** Reads each audit a second time; null unless it is set up. */
  model: { url: string; key: string | null; model: string } | null;
  team: Team;
  channel: string;
  zone: string;
  dataDir: string;
  databaseUrl: string | null;
  host: string;
  port: number;
  logLevel: string;
}

export type ConfigVerdict = { ok: true; config: Config } | { ok: false; faults: string[] };

type Environment = Readonly<Record<string, string | undefined>>;

const LIVE = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'GITHUB_TOKEN',
  'GITHUB_APP_ID',
  'GITHUB_APP_PRIVATE_KEY',
];

/** The sandbox runs when no Slack and no GitHub variable is set at all, and never in production. */
export function wantsSandbox(env: Environment): boolean {
  return env.NODE_ENV !== 'production' && LIVE.every((name) => !env[name]);
}

const url = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
  .transform((value) => value.replace(/\/+$/, ''));

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}

const shape = z.object({
  SLACK_API_URL: url.optional(),
  GITHUB_API_URL: url.optional(),
  EPIC_MODEL_URL: url.optional(),
  EPIC_TIMEZONE: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA zone such as Europe/London')
    .default('UTC'),
  EPIC_DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .refine(
      (value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value),
      'must be an address such as postgres://user:password@host:5432/database (in the password write %23 for #, %2F for /, %40 for @)',
    )
    .optional(),
  HOST: z.string().default('0.0.0.0'),
  PORT: z
    .string()
    .refine(isPort, 'must be a port: a whole number from 0 to 65535 (0 takes any free one)')
    .transform(Number)
    .default(3000),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info'),
});

/** Reads the environment and the team file; on faults names every one of them, in words a person can act on. */
export function loadConfig(source: Environment): ConfigVerdict {
  // An empty variable, as compose files leave them, is an unset one.
  const env = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const faults: string[] = [];
  const parsed = shape.safeParse(env);
  if (!parsed.success)
    for (const { path, message } of parsed.error.issues) faults.push(`${path.join('.')}: ${message}`);
  const slack = readSlack(env, faults);
  const auth = readAuth(env, faults);
  const channel = need(
    env,
    'EPIC_CHANNEL',
    'the id of the channel for reports, such as C012ABCDEF (channel → View channel details)',
    faults,
  );
  const file = need(env, 'EPIC_TEAM_FILE', 'the team file (docs/setup.md shows one)', faults);
  const team = file ? readTeam(file, faults) : null;
  const tokens = team
    ? readTokens(env, { team, app: auth?.kind === 'app' }, faults)
    : new Map<string, string>();
  if (env.EPIC_MODEL_URL)
    need(env, 'EPIC_MODEL_NAME', 'the model that EPIC_MODEL_URL is to answer with', faults);
  if (faults.length > 0 || !parsed.success || !slack || !auth || !channel || !team)
    return { ok: false, faults };
  const { data } = parsed;
  const config: Config = {
    slack: { ...slack, apiUrl: data.SLACK_API_URL ?? null },
    github: {
      auth,
      apiUrl: data.GITHUB_API_URL ?? null,
      tokens,
      webhookSecret: env.GITHUB_WEBHOOK_SECRET ?? null,
    },
    model: modelOf(env, data.EPIC_MODEL_URL ?? null),
    team,
    channel,
    zone: data.EPIC_TIMEZONE,
    dataDir: data.EPIC_DATA_DIR,
    databaseUrl: data.DATABASE_URL ?? null,
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
  };
  return { ok: true, config: Object.freeze(config) };
}

function modelOf(
  { EPIC_MODEL_NAME: model, EPIC_MODEL_KEY: key }: Environment,
  address: string | null,
): Config['model'] {
  return address && model ? { url: address, key: key ?? null, model } : null;
}

function need(env: Environment, name: string, what: string, faults: string[]): string | null {
  if (!env[name]) faults.push(`${name} is not set: ${what}`);
  return env[name] ?? null;
}

function readSlack(env: Environment, faults: string[]): Omit<Config['slack'], 'apiUrl'> | null {
  const botToken = need(
    env,
    'SLACK_BOT_TOKEN',
    'the bot token, xoxb-… (api.slack.com/apps → your app → OAuth & Permissions)',
    faults,
  );
  if (env.SLACK_APP_TOKEN)
    return botToken ? { botToken, transport: { kind: 'socket', appToken: env.SLACK_APP_TOKEN } } : null;
  const signingSecret = need(
    env,
    'SLACK_SIGNING_SECRET',
    'the signing secret for HTTP (your app → Basic Information), or set SLACK_APP_TOKEN, xapp-…, for Socket Mode (Basic Information → App-Level Tokens, scope connections:write)',
    faults,
  );
  return botToken && signingSecret ? { botToken, transport: { kind: 'http', signingSecret } } : null;
}

function readAuth(env: Environment, faults: string[]): Config['github']['auth'] | null {
  if (env.GITHUB_TOKEN) return { kind: 'token', token: env.GITHUB_TOKEN };
  const { GITHUB_APP_ID: appId, GITHUB_APP_PRIVATE_KEY: privateKey } = env;
  if (appId && privateKey) return { kind: 'app', appId, privateKey: privateKey.replaceAll('\\n', '\n') };
  if (appId)
    faults.push(
      'GITHUB_APP_PRIVATE_KEY is not set: the private key of the GitHub App whose GITHUB_APP_ID is set (App settings → Private keys)',
    );
  else if (privateKey)
    faults.push(
      'GITHUB_APP_ID is not set: the id of the GitHub App whose GITHUB_APP_PRIVATE_KEY is set (App settings → About)',
    );
  else
    faults.push(
      'GITHUB_TOKEN is not set: a fine-grained personal access token (Settings → Developer settings), or set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY',
    );
  return null;
}

/** Tokens of accounts. An agent that ignores an App's labels needs a user's token wherever the bot itself is an App. */
function readTokens(
  env: Environment,
  { team, app }: { team: Team; app: boolean },
  faults: string[],
): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const { login, tokenVariable: name, agent, repos } of seatsOf(team)) {
    const value = name && env[name];
    if (name && value) tokens.set(name, value);
    const unset = `${name} is not set: the GitHub token of ${login}, named in the team file`;
    if (name && !value && !faults.includes(unset)) faults.push(unset);
    if (!name && app && repos.length > 0 && !agents.get(agent)?.acceptsAppLabels) {
      faults.push(
        `EPIC_TEAM_FILE: ${login} has no token_variable, but ${agent} ignores labels that a GitHub App adds: give a token of that person`,
      );
    }
  }
  refuseSharedTokens(env, team, faults);
  return tokens;
}

/** Whoever's token adds the label pays, so two budgets of an agent behind one token would overspend one of them. */
function refuseSharedTokens(env: Environment, team: Team, faults: string[]): void {
  const nameOf = ({ tokenVariable }: Seat) => tokenVariable ?? 'GITHUB_TOKEN';
  const payers = seatsOf(team).filter((seat) => seat.repos.length > 0 && env[nameOf(seat)]);
  for (const [, seats] of groupBy(payers, (seat) => `${seat.agent} ${env[nameOf(seat)]}`)) {
    if (seats.length < 2) continue;
    const names = seats.map(({ login }) => login).join(' and ');
    const variables = [...new Set(seats.map(nameOf))].join(' and ');
    faults.push(
      `EPIC_TEAM_FILE: ${names} would all pay from the account behind ${variables}: give each a token_variable with a token of that person`,
    );
  }
}
