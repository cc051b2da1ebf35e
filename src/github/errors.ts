import { RequestError } from '@octokit/request-error';
import { UpstreamError } from '../domain/errors.js';

/**
 * Octokit's errors in the project's words. What matters after a failed write is whether GitHub may have done it:
 * a 4xx has not been done; a lost connection, a timeout or a 5xx may have been.
 */
export function githubError(error: unknown, now: Date): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const code = socketCode(error);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return upstream({ kind: 'unavailable', code, message: 'GitHub cannot be reached.', cause: error });
  }
  if (!(error instanceof RequestError) || (error.status === 500 && !error.response)) {
    return upstream({
      kind: 'in-doubt',
      code: code ?? 'no-answer',
      message: 'GitHub gave no answer.',
      cause: error,
    });
  }
  const retryAt = retryTime(error.response?.headers ?? {}, { status: error.status, now });
  if (retryAt) {
    return upstream({
      kind: 'rate-limited',
      code: String(error.status),
      message: 'GitHub asks us to wait (rate limit).',
      retryAt,
      cause: error,
    });
  }
  if (error.status >= 500) {
    return upstream({
      kind: 'in-doubt',
      code: String(error.status),
      message: `GitHub answered ${error.status}.`,
      cause: error,
    });
  }
  return upstream({
    kind: 'refused',
    code: String(error.status),
    message: refusal(error.status),
    cause: error,
  });
}

function upstream(fault: ConstructorParameters<typeof UpstreamError>[1]): UpstreamError {
  return new UpstreamError('GitHub', fault);
}

type Headers = Readonly<Record<string, string | number | undefined>>;

/** 429, or 403 with `retry-after` or an empty budget: a limit, primary or secondary; nothing was done. */
function retryTime(headers: Headers, { status, now }: { status: number; now: Date }): Date | null {
  if (status !== 403 && status !== 429) return null;
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && headers['retry-after'] !== undefined)
    return new Date(now.getTime() + seconds * 1_000);
  if (Number(headers['x-ratelimit-remaining']) === 0 && headers['x-ratelimit-reset'] !== undefined) {
    return new Date(Number(headers['x-ratelimit-reset']) * 1_000);
  }
  return status === 429 ? new Date(now.getTime() + 60_000) : null;
}

function refusal(status: number): string {
  if (status === 401) return 'GitHub does not accept the token (401): it may have expired.';
  if (status === 403) return 'GitHub refuses it (403): the token lacks a permission, see docs/setup.md.';
  if (status === 404) return 'GitHub knows no such thing, or the token may not see it (404).';
  return `GitHub refused it (${status}).`;
}

/** The code of the socket's error, which fetch wraps once or twice. */
function socketCode(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return null;
}
