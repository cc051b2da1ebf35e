/** Something the person can act on; shown as it is. */
export class UserError extends Error {
  readonly hints: string[];

  constructor(message: string, hints: string[] = []) {
    super(message);
    this.name = 'UserError';
    this.hints = hints;
  }
}

/**
 * What went wrong outside: `refused` is final; `rate-limited` and `unavailable` mean that nothing was done and it may
 * be tried again; `in-doubt` means that it may have been done, so a write must be looked for before it is repeated.
 */
export type UpstreamKind = 'refused' | 'rate-limited' | 'unavailable' | 'in-doubt';

export class UpstreamError extends Error {
  readonly system: 'GitHub' | 'Slack';
  readonly kind: UpstreamKind;
  /** The vendor's own code, such as `is_archived` or `404`. */
  readonly code: string;
  readonly retryAt: Date | null;

  constructor(
    system: 'GitHub' | 'Slack',
    fault: { kind: UpstreamKind; code: string; message: string; retryAt?: Date | null; cause?: unknown },
  ) {
    super(fault.message, { cause: fault.cause });
    this.name = 'UpstreamError';
    this.system = system;
    this.kind = fault.kind;
    this.code = fault.code;
    this.retryAt = fault.retryAt ?? null;
  }
}
