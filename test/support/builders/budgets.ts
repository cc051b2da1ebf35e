import { type Account, type AccountBudget, accountBudget, type Spend } from '../../../src/domain/budget.js';

/** Snider's seat with Jules: 300 tasks in a rolling 24 hours and 60 at once, connected to core. */
export function anAccount(more: Partial<Account> = {}): Account {
  return {
    id: 1,
    member: 'Snider',
    agent: 'jules',
    quota: 300,
    concurrency: 60,
    window: 'rolling-24h',
    repos: ['core'],
    ...more,
  };
}

/** A finished task of that account, spent at an ISO time; null for one that is only reserved. */
export function aSpend(spentAt: string | null, more: Partial<Spend> = {}): Spend {
  return {
    accountId: 1,
    cost: 1,
    status: spentAt === null ? 'approved' : 'finished',
    spentAt: spentAt === null ? null : new Date(spentAt),
    ...more,
  };
}

/** An account of which nothing is used. */
export function aBudget(more: Partial<Account> = {}): AccountBudget {
  return accountBudget(anAccount(more), [], new Date('2026-02-04T09:00:00Z'));
}
