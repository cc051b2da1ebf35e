import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { freedAt, isWindow, windowStart } from '../../src/domain/budget.js';
import { holds } from '../support/property.js';

const at = (iso: string) => new Date(iso);
const hours = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 3_600_000;

describe('a window', () => {
  test.each(['rolling-24h', 'weekly', 'monthly', 'daily@00:00 UTC', 'daily@23:59 Pacific/Auckland'])(
    'may be %s',
    (window) => expect(isWindow(window)).toBe(true),
  );
  test.each([
    '',
    'daily',
    'daily@24:00 UTC',
    'daily@9:00 UTC',
    'daily@09:00',
    'daily@09:00 Mars/Base',
    'hourly',
  ])('may not be “%s”', (window) => expect(isWindow(window)).toBe(false));
});

describe('a weekly window', () => {
  test('runs from Monday to Monday, UTC', () => {
    expect(windowStart('weekly', at('2026-02-08T23:59:59Z'))).toEqual(at('2026-02-02T00:00:00Z'));
    expect(freedAt('weekly', at('2026-02-08T23:59:59Z'))).toEqual(at('2026-02-09T00:00:00Z'));
  });
});

describe('a monthly window', () => {
  test('runs from the first to the first, UTC, in a leap year too', () => {
    expect(windowStart('monthly', at('2028-02-29T12:00:00Z'))).toEqual(at('2028-02-01T00:00:00Z'));
    expect(freedAt('monthly', at('2028-02-29T12:00:00Z'))).toEqual(at('2028-03-01T00:00:00Z'));
  });
});

describe('a daily window', () => {
  const london = 'daily@09:00 Europe/London';

  test('begins at the reset of today or of yesterday', () => {
    expect(windowStart(london, at('2026-02-04T08:59:59Z'))).toEqual(at('2026-02-03T09:00:00Z'));
    expect(windowStart(london, at('2026-02-04T09:00:00Z'))).toEqual(at('2026-02-04T09:00:00Z'));
  });

  test('lasts 23 hours when the clocks go forward and 25 when they go back', () => {
    const spring = at('2026-03-28T12:00:00Z');
    const autumn = at('2026-10-24T12:00:00Z');
    expect(hours(windowStart(london, spring), freedAt(london, spring))).toBe(23);
    expect(hours(windowStart(london, autumn), freedAt(london, autumn))).toBe(25);
  });

  test('resets an hour later on the day whose clocks skip its time, and only on that day', () => {
    const berlin = 'daily@02:30 Europe/Berlin';
    // 29 March 2026, 02:00 becomes 03:00, which is 01:00 UTC.
    const before = at('2026-03-29T01:10:00Z');
    expect(windowStart(berlin, before)).toEqual(at('2026-03-28T01:30:00Z'));
    expect(freedAt(berlin, before)).toEqual(at('2026-03-29T01:30:00Z'));
    expect(freedAt(berlin, at('2026-03-29T12:00:00Z'))).toEqual(at('2026-03-30T00:30:00Z'));
  });

  test('resets once on the day whose clocks show its time twice', () => {
    const berlin = 'daily@02:30 Europe/Berlin';
    const first = at('2026-10-25T00:30:00Z');
    expect(windowStart(berlin, at('2026-10-25T00:40:00Z'))).toEqual(first);
    expect(windowStart(berlin, at('2026-10-25T01:40:00Z'))).toEqual(first);
    expect(freedAt(berlin, first)).toEqual(at('2026-10-26T01:30:00Z'));
  });
});

describe('windows that do not roll', () => {
  const zones = [
    'UTC',
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Beirut',
  ];
  const time = fc
    .record({ hour: fc.nat(23), minute: fc.nat(59) })
    .map(({ hour, minute }) => DateTime.utc(2026, 1, 1, hour, minute).toFormat('HH:mm'));
  const daily = fc.tuple(time, fc.constantFrom(...zones)).map(([reset, zone]) => `daily@${reset} ${zone}`);
  const window = fc.oneof(daily, fc.constantFrom('weekly', 'monthly'));
  const moment = fc.date({
    min: at('2026-01-01T00:00:00Z'),
    max: at('2028-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  /** Where resets and clock changes meet. */
  const changes = ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-09-06'];
  const nearChange = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -24 * 60, max: 48 * 60 }))
    .map(([day, minutes]) => new Date(at(`${day}T00:00:00Z`).getTime() + minutes * 60_000));

  test('follow each other without a gap or an overlap, over every change of the clocks', () => {
    holds(
      fc.property(window, fc.oneof(moment, nearChange), (name, now) => {
        const [start, end] = [windowStart(name, now), freedAt(name, now)];
        expect(start.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(end.getTime()).toBeGreaterThan(now.getTime());
        expect(windowStart(name, start)).toEqual(start);
        expect(windowStart(name, end)).toEqual(end);
        expect(freedAt(name, new Date(end.getTime() - 1))).toEqual(end);
      }),
      2_000,
    );
  });
});
