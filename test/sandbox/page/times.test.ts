import { describe, expect, it } from 'vitest';
import { ago, dayKey, dayName, shortDay, slackDate, timeOfDay } from '../../../sandbox/page/times.js';

const view = { zone: 'Europe/London', now: new Date('2026-02-04T09:00:00Z') };
const at = (iso: string) => new Date(iso);
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('days and times', () => {
  it('tells the day where the person is, not in UTC', () => {
    expect(dayKey(at('2026-02-04T23:30:00Z'), 'Europe/Berlin')).toBe('2026-02-05');
    expect(timeOfDay(at('2026-07-01T09:05:00Z'), 'Europe/London')).toBe('10:05');
    expect(timeOfDay(at('2026-02-04T00:05:00Z'), 'Europe/London')).toBe('00:05');
  });

  it.each([
    ['2026-02-04T00:00:00Z', 'Today'],
    ['2026-02-03T23:59:00Z', 'Yesterday'],
    ['2026-02-05T12:00:00Z', 'Tomorrow'],
    ['2026-02-02T12:00:00Z', 'Monday 2 February'],
    ['2025-12-31T12:00:00Z', 'Wednesday 31 December 2025'],
  ])('names the day of %s', (iso, name) => {
    expect(dayName(at(iso), view).replace(/,/g, '')).toBe(name);
  });

  it('shows the clock in short', () => {
    expect(shortDay(view.now, view.zone)).toBe('Wed 4 Feb 2026');
  });

  it.each([
    ['2026-02-04T08:57:00Z', '3 minutes ago'],
    ['2026-02-04T08:59:59Z', '1 second ago'],
    ['2026-02-04T11:30:00Z', 'in 2 hours'],
    ['2026-02-03T08:00:00Z', 'yesterday'],
  ])('tells how long ago %s was', (iso, words) => {
    expect(ago(at(iso), view.now)).toBe(words);
  });
});

describe('dates in messages', () => {
  it.each([
    ['{date_num} {time_secs}', '2026-02-04 09:00:00'],
    ['{date} at {time}', '4 February 2026 at 09:00'],
    ['{date_short}', '4 Feb 2026'],
    ['{date_short_pretty} at {time}', 'today at 09:00'],
    ['as of {ago}', 'as of now'],
  ])('fills in %s', (format, words) => {
    expect(slackDate(seconds('2026-02-04T09:00:00Z'), format, view)).toBe(words);
  });

  it('spells a day out when it is not near', () => {
    expect(slackDate(seconds('2026-01-20T09:00:00Z'), '{date_pretty}', view)).toBe('20 January 2026');
  });

  it('says nothing of a token that Slack does not know, so that the fallback is shown', () => {
    expect(slackDate(1, '{date} {weekday}', view)).toBeUndefined();
  });
});
