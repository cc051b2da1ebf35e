import type { ReportKind, ReportTime } from '../domain/cadence.js';
import type { Report } from '../domain/report.js';
import type { Context } from './context.js';
import { eveningReport } from './evening-report.js';
import { middayReport } from './midday-report.js';
import { morningReport } from './morning-report.js';

/** Composes a report of any kind from the last snapshot. */
export function composeReport(
  context: Context,
  { kind, ...time }: ReportTime & { kind: ReportKind },
): Promise<Report> {
  switch (kind) {
    case 'morning':
      return morningReport(context, time);
    case 'midday':
      return middayReport(context, time);
    case 'evening':
      return eveningReport(context, time);
  }
}
