import { eq, gte, inArray, or } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accounts, actions } from '../../db/schema.js';
import { type AccountBudget, accountBudget, type Spend } from '../domain/budget.js';
import { LIVE } from '../domain/ledger.js';

/** Budgets of all accounts. With `lock`, the accounts stay locked until the transaction ends: reservations take turns. */
export async function loadBudgets(
  db: Db,
  now: Date,
  options: { lock?: boolean } = {},
): Promise<AccountBudget[]> {
  const query = db.select().from(accounts).where(eq(accounts.active, true)).orderBy(accounts.id);
  const rows = await (options.lock ? query.for('update') : query);
  const spends = await loadSpends(db, new Date(now.getTime() - 32 * 24 * 3_600_000));
  return rows.map((row) => accountBudget({ ...row, member: row.memberLogin }, spends, now));
}

/** Ledger rows since `since`, and all that are still under way. */
export async function loadSpends(db: Db, since: Date): Promise<(Spend & { repoId: number })[]> {
  const rows = await db
    .select({
      accountId: actions.accountId,
      repoId: actions.repoId,
      cost: actions.cost,
      status: actions.status,
      spentAt: actions.spentAt,
    })
    .from(actions)
    .where(or(gte(actions.spentAt, since), inArray(actions.status, [...LIVE])));
  return rows.flatMap(({ accountId, ...row }) => (accountId === null ? [] : [{ accountId, ...row }]));
}
