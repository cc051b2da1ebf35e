import type { LiveState } from '../../domain/message.js';
import type { Report } from '../../domain/report.js';
import type { Drawn } from './blocks.js';
import { eveningView } from './report-evening.js';
import { middayView } from './report-midday.js';
import { morningView } from './report-morning.js';

/** A report of any kind. */
export function reportView(report: Report, live: LiveState): Drawn {
  switch (report.kind) {
    case 'morning':
      return morningView(report, live);
    case 'midday':
      return middayView(report, live);
    case 'evening':
      return eveningView(report, live);
  }
}
