import { DateTime } from 'luxon';

/** The reports of a workday, in their order. */
export const REPORT_KINDS = ['morning', 'midday', 'evening'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export interface CadenceSettings {
  /** IANA zone in which the times are read. */
  zone: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  workdays: readonly number[];
  /** Local dates without a report, `2026-12-25`. */
  holidays: readonly string[];
  /** Local times, `HH:MM`. */
  times: Readonly<Record<ReportKind, string>>;
}

export interface Slot {
  /** `morning:2026-02-04`: the local date makes it unique whatever the clocks do. */
  id: string;
  kind: ReportKind;
  dueAt: Date;
  late: boolean;
}

const LATE_AFTER_MINUTES = 15;
/** However long the holidays are, a workday comes within a year. */
const DAYS_AHEAD = 366;

/**
 * The slots of this local day whose time has come, oldest first. A slot stays due until its day ends, so that one
 * missed while the bot was down is posted late; the unique row of the slot sees to it that it is posted once.
 */
export function slotsDue(now: Date, settings: CadenceSettings): Slot[] {
  const today = noonOf(now, settings.zone);
  // A clock may skip the last minutes of a day; what was due in them falls on the first of the next.
  return [today.minus({ days: 1 }), today]
    .flatMap((day) => slotsOf(day, settings))
    .filter(({ dueAt }) => dueAt <= now && dueAt >= today.startOf('day').toJSDate())
    .map((slot) => ({ ...slot, late: isLate(slot.dueAt, now) }));
}

/** Whether what was due then would come late now. To be judged when it is posted, not when it fell due. */
export function isLate(dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() > LATE_AFTER_MINUTES * 60_000;
}

/**
 * Whether a slot that is not posted yet has been overtaken: a newer one has fallen due. After hours without the bot or
 * without Slack three reports would come at once, the older ones about a day that has gone on; only the newest is
 * posted, and `/epic report` shows the others to whoever wants them.
 */
export function isOvertaken(slot: Pick<Slot, 'id' | 'dueAt'>, now: Date, settings: CadenceSettings): boolean {
  const newest = slotsDue(now, settings).at(-1);
  return newest !== undefined && newest.id !== slot.id && newest.dueAt >= slot.dueAt;
}

/** When the next slot falls due after `now`: any, or one of that kind. */
export function nextSlotAt(now: Date, settings: CadenceSettings, kind?: ReportKind): Date {
  const today = noonOf(now, settings.zone);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    const next = slotsOf(today.plus({ days: ahead }), settings).find(
      (slot) => slot.dueAt > now && (kind === undefined || slot.kind === kind),
    );
    if (next) return next.dueAt;
  }
  throw new Error('No workday is set, so no report is ever due.');
}

/** The slot of that kind on the local day of `at`, whether or not it is a workday. */
export function slotOn(at: Date, kind: ReportKind, settings: CadenceSettings): Slot {
  return slotOf(noonOf(at, settings.zone), kind, settings);
}

/** The local day that a report is about. */
export interface ReportDay {
  /** `2026-02-04`. */
  day: string;
  /** Written out for the reader, `Wednesday 4 February`. */
  dayName: string;
  /** When it should have been posted, with its zone, if it is late: `09:00 Europe/London`. */
  lateSince: string | null;
  /** Its first moment, that of the day before, and that of the day after. */
  start: Date;
  dayBefore: Date;
  end: Date;
}

/** The time that a report is about, and whether it comes late. */
export type ReportTime = Pick<Slot, 'dueAt' | 'late'>;

export function reportDay({ dueAt, late }: ReportTime, zone: string): ReportDay {
  const local = DateTime.fromJSDate(dueAt, { zone });
  const start = local.startOf('day');
  return {
    day: local.toISODate() as string,
    dayName: local.setLocale('en-GB').toFormat('cccc d LLLL'),
    lateSince: late ? `${local.toFormat('HH:mm')} ${zone}` : null,
    start: start.toJSDate(),
    dayBefore: start.minus({ days: 1 }).startOf('day').toJSDate(),
    end: start.plus({ days: 1 }).startOf('day').toJSDate(),
  };
}

/** Days are counted from noon to noon: the time of day that `now` has may not exist on another day, nor midnight. */
function noonOf(now: Date, zone: string): DateTime {
  return DateTime.fromJSDate(now, { zone }).startOf('day').set({ hour: 12 });
}

function slotsOf(day: DateTime, settings: CadenceSettings): Slot[] {
  if (!settings.workdays.includes(day.weekday)) return [];
  if (settings.holidays.includes(day.toISODate() as string)) return [];
  // Sorting keeps the order of the kinds where a skipped hour makes two of them due at one moment.
  return REPORT_KINDS.map((kind) => slotOf(day, kind, settings)).sort(
    (a, b) => a.dueAt.getTime() - b.dueAt.getTime(),
  );
}

function slotOf(day: DateTime, kind: ReportKind, settings: CadenceSettings): Slot {
  const dueAt = momentOf(day, settings.times[kind]).toJSDate();
  return { id: `${kind}:${day.toISODate()}`, kind, dueAt, late: false };
}

/** That local time of that day: the first of two where it is doubled, the first moment after it where it is skipped. */
function momentOf(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wanted = day.startOf('day').set({ hour, minute });
  if (wanted.hour === hour && wanted.minute === minute) return wanted;
  // Luxon goes as far past the gap as the wanted time lay within it: go back to where the new offset began.
  let first = wanted;
  for (let before = first.minus({ minutes: 1 }); before.offset === wanted.offset; ) {
    first = before;
    before = first.minus({ minutes: 1 });
  }
  return first;
}
