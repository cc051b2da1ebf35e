import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Account, accountBudget, reserve, type Spend, windowStart } from '../../src/domain/budget.js';
import { anAccount } from '../support/builders/budgets.js';
import { holds } from '../support/property.js';

type Step =
  | { do: 'dispatch'; count: number }
  | { do: 'wait'; minutes: number }
  | { do: 'move'; which: number; to: Spend['status'] };

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ do: fc.constant('dispatch' as const), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 900 }) }),
  fc.record({
    do: fc.constant('move' as const),
    which: fc.nat(40),
    to: fc.constantFrom('sending', 'unknown', 'confirmed', 'started', 'finished', 'failed', 'undone'),
  }),
);

/** Where a task may go from where it is: spent is spent. */
const NEXT: Partial<Record<Spend['status'], Spend['status'][]>> = {
  approved: ['sending', 'undone'],
  sending: ['unknown', 'confirmed', 'failed'],
  unknown: ['confirmed', 'failed'],
  confirmed: ['started', 'finished'],
  started: ['finished'],
};

const windows = fc.constantFrom('rolling-24h', 'daily@02:30 Europe/Berlin', 'weekly');
const quotas = fc.record({
  quota: fc.integer({ min: 0, max: 8 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
});

/** A ledger that only `reserve` may add to, and clocks that go over a change of the hour. */
class Ledger {
  now = new Date('2026-03-28T20:00:00Z');
  readonly spends: Spend[] = [];
  readonly accounts: Account[];

  constructor(accounts: Account[]) {
    this.accounts = accounts;
  }

  take(next: Step): void {
    if (next.do === 'wait') this.now = new Date(this.now.getTime() + next.minutes * 60_000);
    if (next.do === 'dispatch') this.dispatch(next.count);
    const spend = next.do === 'move' ? this.spends[next.which % Math.max(1, this.spends.length)] : undefined;
    if (next.do === 'move' && spend && NEXT[spend.status]?.includes(next.to)) {
      spend.status = next.to;
      if (next.to === 'confirmed') spend.spentAt = this.now;
    }
  }

  private dispatch(count: number): void {
    const budgets = this.accounts.map((account) => accountBudget(account, this.spends, this.now));
    const verdict = reserve(budgets, { repo: 'core', agent: 'jules', count });
    if (!verdict.ok) return;
    for (const { accountId, cost } of verdict.reservations)
      this.spends.push({ accountId, cost, status: 'approved', spentAt: null });
  }

  /** Counted here by other means than in the rule under test. */
  check(): void {
    for (const account of this.accounts) {
      const mine = this.spends.filter(({ accountId }) => accountId === account.id);
      const start = windowStart(account.window, this.now).getTime();
      const rolls = account.window === 'rolling-24h';
      const inWindow = mine.filter(({ spentAt }) => spentAt && spentAt.getTime() >= start + (rolls ? 1 : 0));
      const held = mine.filter(({ status }) => ['approved', 'sending', 'unknown'].includes(status));
      const running = mine.filter(({ status }) => ['confirmed', 'started'].includes(status));
      expect(inWindow.length + held.length).toBeLessThanOrEqual(account.quota);
      expect(held.length + running.length).toBeLessThanOrEqual(account.concurrency);
    }
  }
}

test('no sequence of dispatches, outcomes and waits overspends an account or runs too many at once', () => {
  const accounts = fc.array(fc.tuple(windows, quotas), { minLength: 1, maxLength: 3 });
  let dispatched = 0;
  holds(
    fc.property(accounts, fc.array(step, { maxLength: 60 }), (seats, steps) => {
      const ledger = new Ledger(
        seats.map(([window, more], index) => anAccount({ id: index + 1, window, ...more })),
      );
      for (const next of steps) {
        ledger.take(next);
        ledger.check();
      }
      dispatched += ledger.spends.length;
    }),
    300,
  );
  // Else the property would hold of nothing.
  expect(dispatched).toBeGreaterThan(300);
});
