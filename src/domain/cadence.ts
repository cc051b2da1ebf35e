import { DateTime } from 'luxon';

export type ReportKind = 'morning';

export interface CadenceSettings {
  /** IANA zone in which the times are read. */
  zone: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  workdays: readonly number[];
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

/**
 * The slots of this local day whose time has come. A slot stays due until its day ends, so that one missed while the
 * bot was down is posted late; the unique row of the slot sees to it that it is posted once.
 */
export function slotsDue(now: Date, settings: CadenceSettings): Slot[] {
  const local = DateTime.fromJSDate(now, { zone: settings.zone });
  return slotsOf(local, settings)
    .filter(({ dueAt }) => dueAt <= now)
    .map((slot) => ({ ...slot, late: now.getTime() - slot.dueAt.getTime() > LATE_AFTER_MINUTES * 60_000 }));
}

/** When the next slot falls due after `now`. */
export function nextSlotAt(now: Date, settings: CadenceSettings): Date {
  const today = DateTime.fromJSDate(now, { zone: settings.zone });
  for (let ahead = 0; ahead <= 8; ahead++) {
    const next = slotsOf(today.plus({ days: ahead }), settings).find(({ dueAt }) => dueAt > now);
    if (next) return next.dueAt;
  }
  throw new Error('No workday is set, so no report is ever due.');
}

function slotsOf(day: DateTime, settings: CadenceSettings): Slot[] {
  if (!settings.workdays.includes(day.weekday)) return [];
  return Object.entries(settings.times)
    .map(([kind, time]) => {
      const [hour, minute] = time.split(':').map(Number);
      const due = day.startOf('day').set({ hour: hour ?? 0, minute: minute ?? 0 });
      return {
        id: `${kind}:${day.toISODate()}`,
        kind: kind as ReportKind,
        dueAt: due.toJSDate(),
        late: false,
      };
    })
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}
