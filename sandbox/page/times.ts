/** Where and when the person at the page is: a time zone name and the simulated clock's now. */
export interface Viewpoint {
  zone: string;
  now: Date;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function print(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  formats.set(key, format);
  return format.format(at);
}

const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `2026-02-04` where the person is. */
export function dayKey(at: Date, zone: string): string {
  const parts = new Map(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/** `09:05`. */
export function timeOfDay(at: Date, zone: string): string {
  return print(at, zone, TIME);
}

/** `Wed 4 Feb 2026`, as the clock shows it. */
export function shortDay(at: Date, zone: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return print(at, zone, options).replace(/,/g, '');
}

/** Everything about a moment, for a tooltip. */
export function fullTime(at: Date, zone: string): string {
  return `${print(at, zone, { ...DAY, year: 'numeric' })}, ${print(at, zone, { ...TIME, second: '2-digit' })} (${zone})`;
}

/** `Today`, `Yesterday`, or the day by its name; with the year when it is another one. */
export function dayName(at: Date, { zone, now }: Viewpoint): string {
  const near = nearDay(at, { zone, now });
  if (near) return near;
  const sameYear = dayKey(at, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);
  return print(at, zone, sameYear ? DAY : { ...DAY, year: 'numeric' });
}

function nearDay(at: Date, { zone, now }: Viewpoint): string | undefined {
  const days = (Date.parse(dayKey(at, zone)) - Date.parse(dayKey(now, zone))) / 86_400_000;
  return { '-1': 'Yesterday', 0: 'Today', 1: 'Tomorrow' }[days];
}

/** `3 minutes ago`, `in 2 hours`. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(seconds, 'second');
}

/**
 * Fills in the tokens of `<!date^seconds^format|fallback>` for a viewer with British settings.
 * Undefined when the format holds a token that Slack does not know: then the fallback is shown.
 */
export function slackDate(seconds: number, format: string, view: Viewpoint): string | undefined {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return undefined;
  let known = true;
  const filled = format.replace(/\{(\w+)\}/g, (_, token: string) => {
    const text = dateToken(token, at, view);
    known &&= text !== undefined;
    return text ?? '';
  });
  return known ? filled : undefined;
}

function dateToken(token: string, at: Date, view: Viewpoint): string | undefined {
  const { zone, now } = view;
  if (token.endsWith('_pretty')) {
    const near = nearDay(at, view);
    if (token === 'day_divider_pretty') return dayName(at, view);
    return near?.toLowerCase() ?? dateToken(token.slice(0, -'_pretty'.length), at, view);
  }
  switch (token) {
    case 'date_num':
      return dayKey(at, zone);
    case 'date_slash':
      return print(at, zone, { day: '2-digit', month: '2-digit', year: 'numeric' });
    case 'date':
      return print(at, zone, { day: 'numeric', month: 'long', year: 'numeric' });
    case 'date_short':
      return print(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
    case 'date_long':
      return print(at, zone, { ...DAY, year: 'numeric' });
    case 'time':
      return timeOfDay(at, zone);
    case 'time_secs':
      return print(at, zone, { ...TIME, second: '2-digit' });
    case 'ago':
      return ago(at, now);
    default:
      return undefined;
  }
}
