import { DateTime, IANAZone } from 'luxon';
import { type ActionStatus, RESERVED, SPENT } from './ledger.js';

export interface Account {
  id: number;
  member: string;
  agent: string;
  /** Tasks per window. */
  quota: number;
  /** Tasks at once. */
  concurrency: number;
  window: string;
  repos: readonly string[];
}

/** One row of the ledger that weighs on an account. */
export interface Spend {
  accountId: number;
  cost: number;
  status: ActionStatus;
  /** When the label was added; null while it is only reserved. */
  spentAt: Date | null;
}

export interface AccountBudget {
  account: Account;
  used: number;
  reserved: number;
  left: number;
  /** Reserved or started and not finished. */
  inFlight: number;
  /** When the next used task becomes free again, or null when none is used. */
  freesAt: Date | null;
}

/** Why a task that was set aside must not be spent after all: the team file may have changed since. */
export function whyNotCovered(budget: AccountBudget | undefined): string | null {
  if (!budget) return 'its account is not in the team file any more';
  const { account, used, reserved } = budget;
  return used + reserved > account.quota
    ? `${account.member}’s account has ${account.quota} tasks by now, and more were set aside`
    : null;
}

const DAILY = /^daily@([01]\d|2[0-3]):([0-5]\d) (\S+)$/;

/** Whether a quota window is one the bot knows: `rolling-24h`, `daily@HH:MM zone`, `weekly`, `monthly`. */
export function isWindow(window: string): boolean {
  const daily = DAILY.exec(window);
  if (daily) return IANAZone.isValidZone(daily[3] ?? '');
  return window === 'rolling-24h' || window === 'weekly' || window === 'monthly';
}

/** Where the window that contains `now` began. Weeks (from Monday) and months are those of UTC. */
export function windowStart(window: string, now: Date): Date {
  if (window === 'weekly') return DateTime.fromJSDate(now, { zone: 'utc' }).startOf('week').toJSDate();
  if (window === 'monthly') return DateTime.fromJSDate(now, { zone: 'utc' }).startOf('month').toJSDate();
  const daily = DAILY.exec(window);
  if (!daily) return new Date(now.getTime() - 24 * 3_600_000);
  const local = DateTime.fromJSDate(now, { zone: daily[3] ?? 'utc' });
  const reset = resetOf(local, daily);
  return (reset > local ? resetOf(local.minus({ days: 1 }), daily) : reset).toJSDate();
}

/** The reset of that local day. Reckoned anew for each: on a day whose clocks skip it, it comes an hour later. */
function resetOf(day: DateTime, [, hour, minute]: RegExpExecArray): DateTime {
  return day.startOf('day').set({ hour: Number(hour), minute: Number(minute) });
}

/** When a task spent at `spentAt` is given back. */
export function freedAt(window: string, spentAt: Date): Date {
  if (window === 'rolling-24h') return new Date(spentAt.getTime() + 24 * 3_600_000);
  const daily = DAILY.exec(window);
  const start = DateTime.fromJSDate(windowStart(window, spentAt), { zone: daily?.[3] ?? 'utc' });
  if (window === 'weekly') return start.plus({ weeks: 1 }).toJSDate();
  if (window === 'monthly') return start.plus({ months: 1 }).toJSDate();
  const next = start.plus({ days: 1 });
  return (daily ? resetOf(next, daily) : next).toJSDate();
}

/** Used, reserved and left of one account: counted from the ledger, never guessed. */
export function accountBudget(account: Account, spends: readonly Spend[], now: Date): AccountBudget {
  const mine = spends.filter((spend) => spend.accountId === account.id);
  const spent = mine.filter(
    ({ status, spentAt }) =>
      SPENT.includes(status) && spentAt !== null && freedAt(account.window, spentAt) > now,
  );
  const held = mine.filter(({ status }) => RESERVED.includes(status));
  const running = mine.filter(({ status }) => status === 'confirmed' || status === 'started');
  const used = sum(spent);
  const reserved = sum(held);
  const first = spent.map(({ spentAt }) => spentAt as Date).sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    account,
    used,
    reserved,
    left: Math.max(0, account.quota - used - reserved),
    inFlight: held.length + running.length,
    freesAt: first ? freedAt(account.window, first) : null,
  };
}

function sum(spends: readonly Spend[]): number {
  return spends.reduce((total, { cost }) => total + cost, 0);
}

export interface Pool {
  quota: number;
  used: number;
  reserved: number;
  left: number;
  accounts: AccountBudget[];
}

/** The sum of the accounts. */
export function pool(accounts: readonly AccountBudget[]): Pool {
  const total = (pick: (budget: AccountBudget) => number) =>
    accounts.reduce((all, budget) => all + pick(budget), 0);
  return {
    quota: total(({ account }) => account.quota),
    used: total(({ used }) => used),
    reserved: total(({ reserved }) => reserved),
    left: total(({ left }) => left),
    accounts: [...accounts],
  };
}

declare const given: unique symbol;

/** Proof that tasks were set aside. Only `reserve` makes one, and no dispatch is queued without it. */
export interface BudgetReservation {
  readonly [given]: true;
  readonly accountId: number;
  readonly cost: number;
}

export type ReserveVerdict = { ok: true; reservations: BudgetReservation[] } | { ok: false; why: string };

/** Sets one task aside for each of `count` children of a repository, each on the account with most left; all or none. */
export function reserve(accounts: readonly AccountBudget[], want: Want): ReserveVerdict {
  const connected = connectedTo(accounts, want);
  if (connected.length === 0) {
    return {
      ok: false,
      why: `No ${want.agent} account is connected to ${want.repo}: add the repository to a member of the team file.`,
    };
  }
  const { reservations, after } = take(connected, want);
  if (reservations.length < want.count) return { ok: false, why: refusal(connected, after, want.count) };
  return { ok: true, reservations };
}

interface Want {
  /** Without its owner. */
  repo: string;
  agent: string;
  count: number;
}

/** Takes up to `count` tasks, each from the connected account with most left; says how the accounts stand then. */
export function take(
  accounts: readonly AccountBudget[],
  want: Want,
): { reservations: BudgetReservation[]; after: AccountBudget[] } {
  const reservations: BudgetReservation[] = [];
  let after = [...accounts];
  while (reservations.length < want.count) {
    const [able] = connectedTo(after, want)
      .filter((budget) => free(budget) > 0)
      .sort((a, b) => b.left - a.left || a.account.id - b.account.id);
    if (!able) break;
    reservations.push({ accountId: able.account.id, cost: 1 } as BudgetReservation);
    const one = { ...able, left: able.left - 1, reserved: able.reserved + 1, inFlight: able.inFlight + 1 };
    after = after.map((budget) => (budget === able ? one : budget));
  }
  return { reservations, after };
}

export function connectedTo(
  accounts: readonly AccountBudget[],
  { repo, agent }: Omit<Want, 'count'>,
): AccountBudget[] {
  return accounts.filter(({ account }) => account.agent === agent && account.repos.includes(repo));
}

/** Tasks that an account may start now. */
export function free({ left, inFlight, account }: AccountBudget): number {
  return Math.max(0, Math.min(left, account.concurrency - inFlight));
}

/** `after` is how the accounts stood when the tasks ran out. */
function refusal(
  connected: readonly AccountBudget[],
  after: readonly AccountBudget[],
  count: number,
): string {
  const full = after.find(({ left }) => left > 0);
  if (full) {
    const { member, concurrency } = full.account;
    const running = connected.find(({ account }) => account.id === full.account.id)?.inFlight ?? 0;
    return `${member} may run ${concurrency} tasks at once, ${running} are under way, and ${count} were asked for; wait until one finishes, or edit the proposal.`;
  }
  const frees = connected
    .map(({ freesAt }) => freesAt)
    .filter((at) => at !== null)
    .sort((a, b) => a.getTime() - b.getTime())[0];
  const when = frees
    ? ` The next task is free at ${frees.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
    : '';
  return `It costs ${count} ${count === 1 ? 'task' : 'tasks'}, and the pool of ${connected.map(({ account }) => account.member).join(', ')} does not hold so many any more.${when}`;
}
