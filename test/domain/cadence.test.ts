import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { type CadenceSettings, nextSlotAt, slotsDue } from '../../src/domain/cadence.js';
import { holds } from '../support/property.js';

const at = (iso: string) => new Date(iso);
const settings = (zone: string, time = '09:00', workdays = [1, 2, 3, 4, 5]): CadenceSettings => ({
  zone,
  workdays,
  times: { morning: time },
});
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const utc = settings('UTC');

describe('a slot', () => {
  test('is due from its minute on, not before', () => {
    expect(slotsDue(at('2026-02-04T08:59:59.999Z'), utc)).toEqual([]);
    expect(slotsDue(at('2026-02-04T09:00:00Z'), utc)).toEqual([
      { id: 'morning:2026-02-04', kind: 'morning', dueAt: at('2026-02-04T09:00:00Z'), late: false },
    ]);
  });

  test('is late when more than a quarter of an hour was missed, and stays due until its day ends', () => {
    const lateAt = (iso: string) => slotsDue(at(iso), utc).map(({ late }) => late);
    expect(lateAt('2026-02-04T09:15:00Z')).toEqual([false]);
    expect(lateAt('2026-02-04T09:15:01Z')).toEqual([true]);
    expect(lateAt('2026-02-04T23:59:59Z')).toEqual([true]);
    expect(lateAt('2026-02-05T00:00:00Z')).toEqual([]);
  });

  test('belongs to the local day, wherever that is', () => {
    const [slot] = slotsDue(at('2026-02-03T20:30:00Z'), settings('Pacific/Auckland'));
    expect(slot).toMatchObject({ id: 'morning:2026-02-04', dueAt: at('2026-02-03T20:00:00Z') });
  });

  test('falls on workdays alone', () => {
    expect(slotsDue(at('2026-02-07T10:00:00Z'), utc)).toEqual([]);
    expect(slotsDue(at('2026-02-07T10:00:00Z'), settings('UTC', '09:00', [6]))).toHaveLength(1);
  });
});

describe('the next slot', () => {
  test('is today’s until its minute, then that of the next workday', () => {
    expect(nextSlotAt(at('2026-02-06T08:59:59Z'), utc)).toEqual(at('2026-02-06T09:00:00Z'));
    expect(nextSlotAt(at('2026-02-06T09:00:00Z'), utc)).toEqual(at('2026-02-09T09:00:00Z'));
  });

  test('is a week away when there is one workday', () => {
    const fridays = settings('UTC', '09:00', [5]);
    expect(nextSlotAt(at('2026-02-06T09:00:00Z'), fridays)).toEqual(at('2026-02-13T09:00:00Z'));
  });

  test('does not exist without a workday, and that is said', () => {
    expect(() => nextSlotAt(at('2026-02-04T00:00:00Z'), settings('UTC', '09:00', []))).toThrow(/No workday/);
  });
});

/** Five zones, with the local days on which their clocks go forward and back. Santiago's skip midnight itself. */
const CHANGES = [
  ['Europe/London', '2026-03-29', '2026-10-25'],
  ['America/New_York', '2026-03-08', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-10-04', '2026-04-05'],
  ['Pacific/Auckland', '2026-09-27', '2026-04-05'],
  ['America/Santiago', '2026-09-06', '2026-04-05'],
] as const;
const TIMES = ['00:00', '00:30', '02:00', '02:15', '02:30', '09:00'];

describe.each(CHANGES.flatMap(([zone, ...days]) => days.map((day) => [zone, day] as const)))(
  'where the clocks change, %s on %s',
  (zone, day) => {
    const noon = DateTime.fromISO(`${day}T12:00`, { zone });

    test.each(TIMES)('a slot at %s comes once on each local day, with an id of its own', (time) => {
      const every = settings(zone, time, EVERY_DAY);
      const seen = new Map<string, number>();
      let now = noon.minus({ days: 2 }).startOf('day');
      for (; now < noon.plus({ days: 2 }).startOf('day'); now = now.plus({ minutes: 15 })) {
        for (const { id, dueAt } of slotsDue(now.toJSDate(), every)) {
          expect(seen.get(id) ?? dueAt.getTime()).toBe(dueAt.getTime());
          seen.set(id, dueAt.getTime());
        }
      }
      const days = [-2, -1, 0, 1].map((shift) => `morning:${noon.plus({ days: shift }).toISODate()}`);
      expect([...seen.keys()]).toEqual(days);
    });

    test('nine in the morning stays nine on the wall', () => {
      const every = settings(zone, '09:00', EVERY_DAY);
      let now = noon.minus({ days: 2 }).startOf('day').toJSDate();
      for (let count = 0; count < 4; count++) {
        now = nextSlotAt(now, every);
        expect(DateTime.fromJSDate(now, { zone }).toFormat('HH:mm')).toBe('09:00');
      }
    });
  },
);

test('the next slot is exactly when a slot becomes due that was not, whatever the zone, time and days', () => {
  const wanted = fc.record({
    zone: fc.constantFrom(...CHANGES.map(([zone]) => zone), 'UTC', 'Asia/Kathmandu'),
    // No clocks of these zones change in the last hour of a day.
    time: fc.tuple(fc.nat(22), fc.nat(59)).map(([hour, minute]) => DateTime.utc(2026, 1, 1, hour, minute)),
    workdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    now: fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true }),
  });
  holds(
    fc.property(wanted, ({ zone, time, workdays, now }) => {
      const cadence = settings(zone, time.toFormat('HH:mm'), workdays);
      const next = nextSlotAt(now, cadence);
      const ids = (moment: Date) => slotsDue(moment, cadence).map(({ id }) => id);
      expect(next.getTime()).toBeGreaterThan(now.getTime());
      expect(slotsDue(next, cadence).map(({ dueAt }) => dueAt)).toContainEqual(next);
      expect(ids(now)).not.toEqual(ids(next));
      const before = ids(new Date(next.getTime() - 1));
      expect(ids(next).filter((id) => !before.includes(id))).toHaveLength(1);
    }),
    500,
  );
});
