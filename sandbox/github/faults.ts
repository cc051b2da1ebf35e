import type { RateResource, RateState } from './rate-limits.js';
import { DOCS } from './rest/problem.js';

/**
 * Something that goes wrong on purpose. The `-after` kinds perform the request and then lose or fail
 * the answer; `stale` answers a GraphQL query as it was answered some seconds ago, if it was, as from a replica that
 * lags; the others fail before anything is done.
 */
export interface GitHubFault {
  /** Which requests: `path` is a part of the path, or of a GraphQL operation's name. Without it, all. */
  match?: { method?: string; path?: string };
  kind: 'status' | 'status-after' | 'drop' | 'drop-after' | 'stale' | 'secondary-limit' | 'rate-limit';
  /** The HTTP status of `status` and `status-after`; 502 unless told. */
  status?: number;
  /** Seconds, sent as `retry-after`. */
  retryAfter?: number;
  /** How often it strikes: once unless told; -1 means until cleared. */
  times?: number;
}

export interface FaultTarget {
  method: string;
  path: string;
  /** The names of a GraphQL document's operations. */
  operations: string[];
}

/** The faults that wait to strike; the oldest that matches goes first. */
export class Faults {
  #waiting: Array<{ fault: GitHubFault; left: number }> = [];

  add(fault: GitHubFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Answers the fault that strikes this request, and uses up one of its times. */
  take(target: FaultTarget): GitHubFault | undefined {
    const entry = this.#waiting.find(({ fault, left }) => left !== 0 && matches(fault, target));
    if (entry && entry.left > 0) entry.left -= 1;
    this.#waiting = this.#waiting.filter(({ left }) => left !== 0);
    return entry?.fault;
  }
}

function matches({ match }: GitHubFault, target: FaultTarget): boolean {
  if (match?.method && match.method.toUpperCase() !== target.method) return false;
  const { path } = match ?? {};
  return path === undefined || [target.path, ...target.operations].some((text) => text.includes(path));
}

interface Failure {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

/** The answer that a fault puts in the place of the real one; a dropped connection and a stale read have none. */
export function failure(
  fault: GitHubFault,
  { resource, state }: { resource: RateResource; state: RateState },
): Failure | undefined {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'drop':
    case 'drop-after':
    case 'stale':
      return undefined;
    case 'status':
    case 'status-after':
      return refusal(fault.status ?? 502, 'Server Error', headers);
    case 'secondary-limit': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      return refusal(fault.status ?? 403, message, { 'retry-after': '60', ...headers });
    }
    case 'rate-limit': {
      const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-used': String(state.limit), ...headers };
      const message = 'API rate limit exceeded for this account.';
      if (resource !== 'graphql') return refusal(fault.status ?? 403, message, spent);
      return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] }, headers: spent };
    }
  }
}

function refusal(status: number, message: string, headers: Record<string, string>): Failure {
  return { status, body: { message, documentation_url: DOCS, status: String(status) }, headers };
}

const KINDS: readonly GitHubFault['kind'][] = [
  'status',
  'status-after',
  'drop',
  'drop-after',
  'stale',
  'secondary-limit',
  'rate-limit',
];

/** Reads a fault that came from outside. Throws a TypeError that says what is wrong with it. */
export function githubFault(input: unknown): GitHubFault {
  const fault = (input ?? {}) as GitHubFault;
  if (!KINDS.includes(fault.kind))
    throw new TypeError(`kind must be one of ${KINDS.join(', ')} (or target: 'slack' for a fault of Slack).`);
  if (fault.times !== undefined && !Number.isInteger(fault.times))
    throw new TypeError('times must be a whole number; -1 lasts until cleared.');
  if (fault.kind.startsWith('status') && !Number.isInteger(fault.status))
    throw new TypeError('status must be given, such as 502.');
  return fault;
}
