import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { agents } from './agents/index.js';
import { isWindow } from './domain/budget.js';
import { inWords } from './faults.js';

const variable = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]*$/,
    'is the name of an environment variable, such as SNIDER_GITHUB_TOKEN (never the token itself)',
  );
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time such as 09:00');

const agentName = z.enum([...agents.keys()] as [string, ...string[]]);
const repoNames = z.array(z.string().regex(/^[\w.-]+$/, 'is a repository name without its owner'));
const limits = {
  quota: z.int().min(0).max(100_000).optional(),
  concurrency: z.int().min(1).max(10_000).optional(),
  window: z.string().refine(isWindow, 'is rolling-24h, weekly, monthly or daily@HH:MM zone').optional(),
  token_variable: variable.optional(),
};

const member = z.strictObject({
  login: z.string().regex(/^[A-Za-z0-9-]{1,39}$/, 'is a GitHub login'),
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]+$/, 'is a Slack member id such as U012ABCDEF (profile → ⋮ → Copy member ID)')
    .optional(),
  approver: z.boolean().default(false),
  code_owner: z.boolean().default(false),
  agent: agentName.default('jules'),
  ...limits,
  repos: repoNames.default([]),
  /** Accounts with other agents; token and repositories are the member's unless told. */
  also: z.array(z.strictObject({ agent: agentName, ...limits, repos: repoNames.optional() })).optional(),
});

const teamFile = z.strictObject({
  owner: z.string().regex(/^[A-Za-z0-9-]{1,39}$/, 'is a GitHub user or organisation'),
  members: z.array(member).min(1),
  /** Repositories by tier, the first tier first; those not named come last. */
  tiers: z.array(z.array(z.string())).default([]),
  strategy: z.enum(['conservative', 'moderate', 'aggressive']).default('conservative'),
  /** Repositories where the bot goes on by itself; in all others spending and merging wait for a click. */
  auto: repoNames.default([]),
  share_cap: z.number().gt(0).max(1).default(0.5),
  morning: time.default('09:00'),
  midday: time.default('13:00'),
  evening: time.default('17:30'),
  workdays: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
  holidays: z.array(z.iso.date('is a date such as 2026-12-25')).default([]),
});

export type Team = z.infer<typeof teamFile>;

/** Reads the team file; every fault is pushed to `faults` in words, and then the answer is null. */
export function readTeam(path: string, faults: string[]): Team | null {
  let raw: unknown;
  try {
    raw = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    faults.push(`EPIC_TEAM_FILE: ${path} cannot be read: ${(error as Error).message.split('\n')[0]}`);
    return null;
  }
  const parsed = teamFile.safeParse(raw);
  if (parsed.success) return sensible(parsed.data, path, faults);
  for (const issue of parsed.error.issues)
    faults.push(`EPIC_TEAM_FILE: ${path}: ${issue.path.join('.') || 'the file'}: ${inWords(issue, raw)}`);
  return null;
}

/** Faults that no single field has. */
function sensible(team: Team, path: string, faults: string[]): Team | null {
  const found = [...twins(team), ...faultsOfSeats(team), ...timesOutOfOrder(team)];
  faults.push(...found.map((fault) => `EPIC_TEAM_FILE: ${path}: ${fault}`));
  return found.length > 0 ? null : team;
}

function twins({ members }: Team): string[] {
  return (['login', 'slack'] as const).flatMap((key) => {
    // GitHub tells no upper from lower case in a login.
    const values = members.flatMap((one) => one[key]?.toLowerCase() ?? []);
    const twin = values.find((value, index) => values.indexOf(value) !== index);
    return twin ? [`members: ${key} ${twin} stands there twice`] : [];
  });
}

/** A second seat of one member with the same agent, and one of an agent whose tasks nobody but the team counts. */
function faultsOfSeats(team: Team): string[] {
  const seats = seatsOf(team);
  return seats.flatMap(({ login, agent, quota, concurrency }, index) => [
    ...(seats.findIndex((seat) => seat.login === login && seat.agent === agent) < index
      ? [`members: ${login} has ${agent} twice`]
      : []),
    ...(quota === null || concurrency === null
      ? [`members: ${login}: ${agent} is not sold by the task, so its account needs quota and concurrency`]
      : []),
  ]);
}

/** Each report tells what happened since the one before it. */
function timesOutOfOrder({ morning, midday, evening }: Team): string[] {
  return [
    ...(midday > morning ? [] : [`midday: ${midday} is not after morning, ${morning}`]),
    ...(evening > midday ? [] : [`evening: ${evening} is not after midday, ${midday}`]),
  ];
}

/** One member's account with one agent. */
export interface Seat {
  login: string;
  agent: string;
  /** Null where neither the file nor the vendor says: such a file is refused. */
  quota: number | null;
  concurrency: number | null;
  window: string;
  tokenVariable: string | null;
  repos: string[];
}

/** Every account of the team, those with the members' own agents before the others. */
export function seatsOf({ members }: Team): Seat[] {
  const own = members.map((one) => seatOf(one.login, one));
  const more = members.flatMap((one) =>
    (one.also ?? []).map((seat) =>
      seatOf(one.login, { token_variable: one.token_variable, repos: one.repos, ...seat }),
    ),
  );
  return [...own, ...more];
}

type GivenSeat = Pick<
  Team['members'][number],
  'agent' | 'quota' | 'concurrency' | 'window' | 'token_variable'
> & { repos?: string[] | undefined };

function seatOf(login: string, given: GivenSeat): Seat {
  const agent = agents.get(given.agent);
  return {
    login,
    agent: given.agent,
    quota: given.quota ?? agent?.quota ?? null,
    concurrency: given.concurrency ?? agent?.concurrency ?? null,
    window: given.window ?? agent?.window ?? 'rolling-24h',
    tokenVariable: given.token_variable ?? null,
    repos: given.repos ?? [],
  };
}

/** The agent of a repository nobody has connected: proposals show it, and the budget refuses it with a reason. */
const DEFAULT_AGENT = 'jules';

/** Who a repository's children are handed to first; another agent takes one over by a click alone. */
export function agentFor(team: Team, repo: string): string {
  return seatsOf(team).find(({ repos }) => repos.includes(repo))?.agent ?? DEFAULT_AGENT;
}

/** The tier of a repository, from 1; one past the last for those the file does not name. */
export function tierOf(team: Team, repo: string): number {
  const index = team.tiers.findIndex((tier) => tier.includes(repo));
  return (index < 0 ? team.tiers.length : index) + 1;
}

/** Which repositories are carried: those of tiers and members, or all of the owner's when the file names none. */
export function isCarried(team: Team, repo: string): boolean {
  const named = new Set([...team.tiers.flat(), ...seatsOf(team).flatMap(({ repos }) => repos)]);
  return named.size === 0 || named.has(repo);
}
