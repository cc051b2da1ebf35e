import { pool } from '../domain/budget.js';
import type { BudgetAnswer } from '../domain/report.js';
import { loadBudgets } from '../store/budget.js';
import type { Context } from './context.js';

/** Today's tasks, counted from the ledger. */
export async function budget({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<BudgetAnswer> {
  const now = clock.now();
  const { quota, used, reserved, left, accounts } = pool(await loadBudgets(db, now));
  return {
    at: now.toISOString(),
    quota,
    used,
    reserved,
    left,
    members: accounts.map(({ account, freesAt, ...rest }) => ({
      member: account.member,
      agent: account.agent,
      quota: account.quota,
      ...rest,
      repos: account.repos.length,
      freesAt: freesAt?.toISOString() ?? null,
    })),
  };
}
