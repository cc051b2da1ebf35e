import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  type CadenceSettings,
  isOvertaken,
  nextSlotAt,
  REPORT_KINDS,
  type ReportKind,
  reportDay,
  slotOn,
  slotsDue,
} from '../../src/domain/cadence.js';
import { holds } from '../support/property.js';

const at = (iso: string) => new Date(iso);
type Times = CadenceSettings['times'];
const TIMES: Times = { morning: '09:00', midday: '13:00', evening: '17:30' };
const utc: CadenceSettings = { zone: 'UTC', workdays: [1, 2, 3, 4, 5], holidays: [], times: TIMES };
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const kindsDue = (iso: string, cadence = utc) => slotsDue(at(iso), cadence).map(({ kind }) => kind);

describe('a slot', () => {
  test('is due from its minute on, not before', () => {
    expect(slotsDue(at('2026-02-04T08:59:59.999Z'), utc)).toEqual([]);
    expect(slotsDue(at('2026-02-04T09:00:00Z'), utc)).toEqual([
      { id: 'morning:2026-02-04', kind: 'morning', dueAt: at('2026-02-04T09:00:00Z'), late: false },
    ]);
  });

  test.each([
    ['12:59:59', ['morning']],
    ['13:00:00', ['morning', 'midday']],
    ['17:29:59', ['morning', 'midday']],
    ['17:30:00', ['morning', 'midday', 'evening']],
    ['23:59:59', ['morning', 'midday', 'evening']],
  ])('stays due beside the later ones until the day ends: at %s', (time, kinds) => {
    expect(kindsDue(`2026-02-04T${time}Z`)).toEqual(kinds);
  });

  test('is late when more than a quarter of an hour was missed', () => {
    const lateAt = (iso: string) => slotsDue(at(iso), utc).map(({ late }) => late);
    expect(lateAt('2026-02-04T09:15:00Z')).toEqual([false]);
    expect(lateAt('2026-02-04T09:15:01Z')).toEqual([true]);
    expect(lateAt('2026-02-04T13:00:00Z')).toEqual([true, false]);
    expect(lateAt('2026-02-05T00:00:00Z')).toEqual([]);
  });

  test('belongs to the local day, wherever that is', () => {
    const [slot] = slotsDue(at('2026-02-03T20:30:00Z'), { ...utc, zone: 'Pacific/Auckland' });
    expect(slot).toMatchObject({ id: 'morning:2026-02-04', dueAt: at('2026-02-03T20:00:00Z') });
  });

  test('falls on workdays alone, and on no holiday', () => {
    expect(kindsDue('2026-02-07T23:00:00Z')).toEqual([]);
    expect(kindsDue('2026-02-07T23:00:00Z', { ...utc, workdays: [6] })).toHaveLength(3);
    expect(kindsDue('2026-02-04T23:00:00Z', { ...utc, holidays: ['2026-02-04'] })).toEqual([]);
  });

  test('falls on a holiday of the local calendar, not of UTC’s', () => {
    const auckland = { ...utc, zone: 'Pacific/Auckland', holidays: ['2026-02-04'] };
    expect(kindsDue('2026-02-03T20:30:00Z', auckland)).toEqual([]);
    expect(kindsDue('2026-02-04T20:30:00Z', auckland)).toEqual(['morning']);
  });

  test('is known for days off, too, for whoever asks for a report then', () => {
    expect(slotOn(at('2026-02-07T13:00:00Z'), 'morning', utc)).toMatchObject({
      id: 'morning:2026-02-07',
      dueAt: at('2026-02-07T09:00:00Z'),
    });
  });
});

describe('a slot that is not posted yet', () => {
  const [morning, midday] = slotsDue(at('2026-02-04T13:00:00Z'), utc);
  if (!morning || !midday) throw new Error('two are due');

  test.each([
    ['09:00', false],
    ['12:59', false],
    ['13:00', true],
    ['23:59', true],
  ])('is overtaken when the next one falls due: the morning’s at %s', (time, overtaken) => {
    expect(isOvertaken(morning, at(`2026-02-04T${time}:00Z`), utc)).toBe(overtaken);
  });

  test('is not overtaken by older ones, nor by itself', () => {
    expect(isOvertaken(midday, at('2026-02-04T17:29:00Z'), utc)).toBe(false);
  });

  test('may come the next day until that has a report of its own', () => {
    const [evening] = slotsDue(at('2026-02-04T18:00:00Z'), utc).slice(-1);
    if (!evening) throw new Error('one is due');
    expect(isOvertaken(evening, at('2026-02-05T08:59:00Z'), utc)).toBe(false);
    expect(isOvertaken(evening, at('2026-02-05T09:00:00Z'), utc)).toBe(true);
  });
});

describe('the next slot', () => {
  test('is that of the day until its minute, then the one after it, then the next workday’s', () => {
    const walk = ['08:59', '09:00', '13:00', '17:30'].map((time) =>
      nextSlotAt(at(`2026-02-06T${time}:00Z`), utc)
        .toISOString()
        .slice(0, 16),
    );
    expect(walk).toEqual(['2026-02-06T09:00', '2026-02-06T13:00', '2026-02-06T17:30', '2026-02-09T09:00']);
  });

  test('of a kind passes the others by', () => {
    expect(nextSlotAt(at('2026-02-06T17:30:00Z'), utc, 'midday')).toEqual(at('2026-02-09T13:00:00Z'));
  });

  test('comes after the holidays, however long they are', () => {
    const start = DateTime.fromISO('2026-12-21', { zone: 'utc' });
    const holidays = Array.from({ length: 20 }, (_, day) => start.plus({ days: day }).toISODate() as string);
    expect(nextSlotAt(at('2026-12-18T17:30:00Z'), { ...utc, holidays })).toEqual(at('2027-01-11T09:00:00Z'));
  });

  test('does not exist without a workday, and that is said', () => {
    expect(() => nextSlotAt(at('2026-02-04T00:00:00Z'), { ...utc, workdays: [] })).toThrow(/No workday/);
  });
});

test('a report’s day names its zone when it is late, and knows where the day begins and ends', () => {
  const time = { dueAt: at('2026-03-29T07:00:00Z'), late: true };
  expect(reportDay(time, 'Europe/Berlin')).toEqual({
    day: '2026-03-29',
    dayName: 'Sunday 29 March',
    lateSince: '09:00 Europe/Berlin',
    start: at('2026-03-28T23:00:00Z'),
    dayBefore: at('2026-03-27T23:00:00Z'),
    // 23 hours long.
    end: at('2026-03-29T22:00:00Z'),
  });
  expect(reportDay({ ...time, late: false }, 'Europe/Berlin').lateSince).toBeNull();
});

/** Zones with the local days on which their clocks change; Santiago's and Nuuk's skip the end or start of a day. */
const CHANGES = [
  ['Europe/Berlin', '2026-03-29', '2026-10-25'],
  ['America/New_York', '2026-03-08', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-10-04', '2026-04-05'],
  ['Africa/Casablanca', '2026-03-22', '2026-02-15'],
  ['Pacific/Auckland', '2026-09-27', '2026-04-05'],
  ['America/Santiago', '2026-09-06', '2026-04-05'],
  ['America/Nuuk', '2026-03-28', '2026-10-24'],
] as const;
/** All the times at which some of these clocks change, and the usual ones. */
const SETTINGS: Times[] = [
  { morning: '00:00', midday: '01:30', evening: '02:15' },
  { morning: '00:30', midday: '02:00', evening: '02:45' },
  { morning: '01:00', midday: '03:00', evening: '23:30' },
  { morning: '02:30', midday: '13:00', evening: '22:30' },
];

/** What a clock on the wall shows at `time` of a day, found minute by minute: the first such moment, or the next there is. */
function onTheWall(zone: string, day: string, time: string): Date {
  // No clock changes between four in the morning and ten at night: no need to look minute by minute.
  const from = time < '04:00' ? '00:00' : time < '22:00' ? time : '22:00';
  let moment = DateTime.fromISO(`${day}T${from}`, { zone });
  while (moment.toISODate() === day && moment.toFormat('HH:mm') < time) moment = moment.plus({ minutes: 1 });
  return moment.toJSDate();
}

describe.each(CHANGES.flatMap(([zone, ...days]) => days.map((day) => [zone, day] as const)))(
  'where the clocks change, %s on %s',
  (zone, changed) => {
    const noon = DateTime.fromISO(`${changed}T12:00`, { zone });
    const days = [-1, 0, 1].map((shift) => noon.plus({ days: shift }).toISODate() as string);
    const from = noon.minus({ days: 1 }).startOf('day');
    const to = noon.plus({ days: 2 }).startOf('day');

    test.each(SETTINGS)('each slot comes once a day, at its time: $morning $midday $evening', (times) => {
      const cadence = { ...utc, zone, workdays: EVERY_DAY, times };
      const seen = new Map<string, number>();
      for (let now = from; now < to; now = now.plus({ minutes: 30 })) {
        for (const { id, dueAt } of slotsDue(now.toJSDate(), cadence)) {
          expect(seen.get(id) ?? dueAt.getTime()).toBe(dueAt.getTime());
          seen.set(id, dueAt.getTime());
        }
      }
      const wanted = days.flatMap((day) =>
        REPORT_KINDS.map((kind) => [`${kind}:${day}`, onTheWall(zone, day, times[kind]).toISOString()]),
      );
      const found = [...seen].map(([id, dueAt]) => [id, new Date(dueAt).toISOString()]);
      expect(found.sort()).toEqual(wanted.sort());
    });

    test.each(SETTINGS)('the next slot goes from one to the next: $morning $midday $evening', (times) => {
      const cadence = { ...utc, zone, workdays: EVERY_DAY, times };
      const wanted = days.flatMap((day) => REPORT_KINDS.map((kind) => onTheWall(zone, day, times[kind])));
      const moments = [...new Set(wanted.map((moment) => moment.getTime()))];
      let now = new Date(from.toMillis() - 1);
      for (const moment of moments) {
        now = nextSlotAt(now, cadence);
        expect(now.toISOString()).toBe(new Date(moment).toISOString());
      }
    });
  },
);

const anyTime = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const anyCadence: fc.Arbitrary<CadenceSettings> = fc.record({
  zone: fc.constantFrom(...CHANGES.map(([zone]) => zone), 'UTC', 'Asia/Kathmandu'),
  workdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  holidays: fc.array(
    fc.nat(364).map((day) => DateTime.utc(2026).plus({ days: day }).toISODate() as string),
    { maxLength: 20 },
  ),
  times: fc
    .uniqueArray(anyTime, { minLength: 3, maxLength: 3 })
    .map((times) => times.sort())
    .map(([morning = '', midday = '', evening = '']) => ({ morning, midday, evening })),
});
const anyMoment = fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true });

test('the next slot is exactly when a slot becomes due that was not, whatever the settings', () => {
  holds(
    fc.property(anyCadence, anyMoment, (cadence, now) => {
      const next = nextSlotAt(now, cadence);
      const dueAt = (moment: Date) => slotsDue(moment, cadence).map(({ id }) => id);
      expect(next.getTime()).toBeGreaterThan(now.getTime());
      const due = slotsDue(next, cadence);
      const fresh = due.filter((slot) => slot.dueAt.getTime() === next.getTime());
      // Two where a skipped hour makes two times one.
      expect(fresh.length).toBeGreaterThan(0);
      const before = dueAt(new Date(next.getTime() - 1));
      expect(due.map(({ id }) => id).filter((id) => !before.includes(id))).toEqual(fresh.map(({ id }) => id));
    }),
    500,
  );
});

test('forty looks in a day, at any times, find the same slots and one newest', () => {
  const anyLooks = fc.array(fc.integer({ min: 0, max: 24 * 3_600_000 }), { minLength: 40, maxLength: 40 });
  holds(
    fc.property(anyCadence, anyMoment, anyLooks, (cadence, moment, looks) => {
      const start = DateTime.fromJSDate(moment, { zone: cadence.zone }).startOf('day').toMillis();
      const found = new Map<string, ReportKind>();
      for (const look of looks.map((ms) => new Date(start + ms))) {
        const due = slotsDue(look, cadence);
        for (const slot of due) found.set(`${slot.id}@${slot.dueAt.getTime()}`, slot.kind);
        expect(due.filter((slot) => !isOvertaken(slot, look, cadence))).toEqual(due.slice(-1));
      }
      const perDay = [...found.keys()].map((key) => key.split('@')[0]);
      expect(new Set(perDay).size).toBe(perDay.length);
    }),
    100,
  );
});
