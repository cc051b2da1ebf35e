import { UpstreamError, UserError } from './errors.js';

/** An error in words for the person who asked: what happened, what was not lost, what to do. */
export interface Explained {
  text: string;
  hints: string[];
  /** True when nobody foresaw it: it is logged under the reference that the person is given. */
  unforeseen: boolean;
}

export function explain(error: unknown, reference: string): Explained {
  if (error instanceof UserError) return { text: error.message, hints: error.hints, unforeseen: false };
  if (error instanceof UpstreamError) {
    const again = error.kind === 'refused' ? 'Mend that and ask again.' : 'Try again in a minute.';
    return {
      text: `${error.message} Nothing was lost and nothing was spent by this.`,
      hints: [again],
      unforeseen: false,
    };
  }
  if (isDatabaseAway(error)) {
    return {
      text: 'The database cannot be reached, so nothing was done and nothing was spent.',
      hints: ['Try again in a minute.'],
      unforeseen: true,
    };
  }
  return {
    text: 'Something went wrong that nobody foresaw.',
    hints: [`Tell an admin the reference ${reference}; the log has the rest.`],
    unforeseen: true,
  };
}

/** Codes of a connection that failed (the socket's, the driver's and PostgreSQL's own: class 08, 57P0x, 53300). */
const AWAY = /^(ECONN\w+|ENOTFOUND|EPIPE|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_\w+|08\w{3}|57P0\d|53300)$/;

function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && AWAY.test(cause.code)) return true;
    // A connection refused on every address of a name comes as a bundle.
    if (cause instanceof AggregateError && cause.errors.some(isDatabaseAway)) return true;
  }
  return false;
}
