import { isRecord } from './blocks/rules.js';

/** What goes wrong with a call of the Web API; the kinds ending in `-after` do what was asked, then lose the answer. */
export interface SlackFault {
  target: 'slack';
  /** Which method, such as `chat.postMessage`, or `response_url`; every one when missing. */
  match?: { method?: string };
  kind: FaultKind;
  /** HTTP status of `status` and `status-after`; 500 unless told. */
  status?: number;
  /** Slack's error code of `error`. */
  error?: string;
  /** Seconds, for `ratelimited`; 1 unless told. */
  retryAfter?: number;
  /** How many calls it strikes; 1 unless told, -1 until cleared. */
  times?: number;
}

const kinds = ['status', 'status-after', 'drop', 'drop-after', 'ratelimited', 'error'] as const;
type FaultKind = (typeof kinds)[number];

/** Faults that are armed, in the order of their arming; the first that matches strikes. */
export class Faults {
  #armed: (SlackFault & { left: number })[] = [];

  /** Arms a fault, or throws a TypeError that says what is wrong with it. */
  arm(fault: unknown): void {
    const valid = parseFault(fault);
    this.#armed.push({ ...valid, left: valid.times ?? 1 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that strikes this call, counted down. */
  strike(method: string): SlackFault | undefined {
    const fault = this.#armed.find(
      (each) => each.match?.method === undefined || each.match.method === method,
    );
    if (fault && --fault.left === 0) this.#armed = this.#armed.filter((each) => each !== fault);
    return fault;
  }
}

function parseFault(fault: unknown): SlackFault {
  if (!isRecord(fault)) throw new TypeError('A Slack fault is an object: {target: "slack", kind, …}.');
  const { kind, match, times, status, retryAfter, error } = fault;
  if (!kinds.includes(kind as FaultKind)) {
    throw new TypeError(`The fault's kind must be one of ${kinds.join(', ')}, not ${JSON.stringify(kind)}.`);
  }
  if (match !== undefined && !(isRecord(match) && ['string', 'undefined'].includes(typeof match.method))) {
    throw new TypeError('The fault\'s match must be an object such as {"method": "chat.postMessage"}.');
  }
  for (const [name, value] of Object.entries({ times, status, retryAfter })) {
    const endless = name === 'times' && value === -1;
    if (value !== undefined && !endless && !(Number.isInteger(value) && (value as number) > 0)) {
      throw new TypeError(`The fault's ${name} must be a whole number above 0.`);
    }
  }
  if (kind === 'error' && typeof error !== 'string') {
    throw new TypeError('A fault of kind "error" needs an error code, such as {"error": "not_in_channel"}.');
  }
  return fault as unknown as SlackFault;
}
