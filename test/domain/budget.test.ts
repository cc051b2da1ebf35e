import { describe, expect, test } from 'vitest';
import { accountBudget, pool, reserve } from '../../src/domain/budget.js';
import type { ActionStatus } from '../../src/domain/ledger.js';
import { aBudget, anAccount, aSpend } from '../support/builders/budgets.js';

const now = new Date('2026-02-04T09:00:00Z');
const used = (window: string, spentAt: string, at: string) =>
  accountBudget(anAccount({ window }), [aSpend(spentAt)], new Date(at)).used;

describe('an account', () => {
  test('counts a task for 24 rolling hours, to the millisecond', () => {
    const spentAt = '2026-02-03T09:00:00.000Z';
    expect(used('rolling-24h', spentAt, '2026-02-04T08:59:59.999Z')).toBe(1);
    expect(used('rolling-24h', spentAt, '2026-02-04T09:00:00.000Z')).toBe(0);
  });

  test.each(['daily@00:00 UTC', 'weekly', 'monthly'])(
    'counts a task spent at the very moment of a reset: %s',
    (window) => expect(used(window, '2026-06-01T00:00:00Z', '2026-06-01T08:00:00Z')).toBe(1),
  );

  test.each<[ActionStatus, object]>([
    ['proposed', { used: 0, reserved: 0, inFlight: 0, left: 300 }],
    ['approved', { used: 0, reserved: 1, inFlight: 1, left: 299 }],
    ['sending', { used: 0, reserved: 1, inFlight: 1, left: 299 }],
    ['unknown', { used: 0, reserved: 1, inFlight: 1, left: 299 }],
    ['confirmed', { used: 1, reserved: 0, inFlight: 1, left: 299 }],
    ['started', { used: 1, reserved: 0, inFlight: 1, left: 299 }],
    ['finished', { used: 1, reserved: 0, inFlight: 0, left: 299 }],
    ['failed', { used: 0, reserved: 0, inFlight: 0, left: 300 }],
    ['skipped', { used: 0, reserved: 0, inFlight: 0, left: 300 }],
    ['expired', { used: 0, reserved: 0, inFlight: 0, left: 300 }],
    ['undone', { used: 0, reserved: 0, inFlight: 0, left: 300 }],
    ['stale', { used: 0, reserved: 0, inFlight: 0, left: 300 }],
  ])('weighs a task that is %s', (status, expected) => {
    expect(accountBudget(anAccount(), [aSpend(now.toISOString(), { status })], now)).toMatchObject(expected);
  });

  test('keeps a task of yesterday in flight until it is finished, though it is used no more', () => {
    const spend = aSpend('2026-02-02T09:00:00Z', { status: 'started' });
    expect(accountBudget(anAccount(), [spend], now)).toMatchObject({ used: 0, inFlight: 1, left: 300 });
  });

  test('has nothing left, never less, when more was started outside the bot than it holds', () => {
    const spends = [aSpend(now.toISOString()), aSpend(now.toISOString()), aSpend(null)];
    expect(accountBudget(anAccount({ quota: 2 }), spends, now)).toMatchObject({
      used: 2,
      reserved: 1,
      left: 0,
    });
  });

  test('pays nothing for another account', () => {
    expect(accountBudget(anAccount(), [aSpend(now.toISOString(), { accountId: 2 })], now).used).toBe(0);
  });

  test('says when its oldest task is given back', () => {
    const spends = [
      aSpend('2026-02-04T08:00:00Z'),
      aSpend('2026-02-03T10:00:00Z'),
      aSpend('2026-02-03T08:00:00Z'),
    ];
    expect(accountBudget(anAccount(), spends, now).freesAt).toEqual(new Date('2026-02-04T10:00:00Z'));
    expect(accountBudget(anAccount(), [], now).freesAt).toBeNull();
  });
});

test('the pool is the sum of the accounts', () => {
  const one = accountBudget(anAccount(), [aSpend(now.toISOString()), aSpend(null)], now);
  const two = accountBudget(anAccount({ id: 2, member: 'bodane', quota: 100 }), [], now);
  expect(pool([one, two])).toMatchObject({ quota: 400, used: 1, reserved: 1, left: 398 });
  expect(pool([])).toMatchObject({ quota: 0, used: 0, reserved: 0, left: 0 });
});

describe('a reservation', () => {
  const want = (count: number, more: object = {}) => ({ repo: 'core', agent: 'jules', count, ...more });
  const payers = (verdict: ReturnType<typeof reserve>) =>
    verdict.ok ? verdict.reservations.map(({ accountId, cost }) => [accountId, cost]) : verdict.why;

  test('takes one task for each child from the account with most left', () => {
    const accounts = [aBudget({ quota: 2 }), aBudget({ id: 2, quota: 3 })];
    expect(payers(reserve(accounts, want(4)))).toEqual([
      [2, 1],
      [1, 1],
      [2, 1],
      [1, 1],
    ]);
  });

  test('is refused whole when it fits only in part', () => {
    expect(reserve([aBudget({ quota: 2 })], want(3))).toEqual({
      ok: false,
      why: 'It costs 3 tasks, and the pool of Snider does not hold so many any more.',
    });
  });

  test('says when the next task is free', () => {
    const spent = accountBudget(anAccount({ quota: 1 }), [aSpend('2026-02-04T08:30:00Z')], now);
    expect(payers(reserve([spent], want(1)))).toBe(
      'It costs 1 task, and the pool of Snider does not hold so many any more. The next task is free at 2026-02-05 08:30 UTC.',
    );
  });

  test('never passes what an agent runs at once, and says so', () => {
    const busy = aBudget({ concurrency: 2 });
    expect(reserve([busy], want(2)).ok).toBe(true);
    expect(payers(reserve([busy], want(3)))).toBe(
      'Snider may run 2 tasks at once, 0 are under way, and 3 were asked for; wait until one finishes, or edit the proposal.',
    );
  });

  test.each([
    ['repository', { repo: 'core-php' }],
    ['agent', { agent: 'copilot' }],
  ])('is refused when no account has that %s, and says what to do', (_what, more) => {
    expect(payers(reserve([aBudget()], want(1, more)))).toMatch(
      /^No \w+ account is connected to [\w-]+: add the repository to a member/,
    );
  });
});
