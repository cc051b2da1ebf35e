import { ErrorCode } from '@slack/web-api';
import { UpstreamError, type UpstreamKind } from '../domain/errors.js';

/** Answers of Slack that mean that it will never work until a person mends something, in words. */
const FINAL: Record<string, string> = {
  is_archived: 'The channel is archived.',
  channel_not_found: 'The channel does not exist, or the bot was never invited.',
  not_in_channel: 'The bot is not in the channel; invite it with /invite @epic-orchestrator.',
  account_inactive: 'The bot’s account was switched off.',
  invalid_auth: 'Slack does not accept the bot token.',
  token_revoked: 'The bot token was revoked.',
  missing_scope: 'The app lacks a scope; install it again from manifest.yml.',
};

/** Slack's errors in the project's words; what matters after a failed post is whether it may stand there. */
export function slackError(error: unknown, now: Date): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const { code, data, retryAfter, statusCode } = error as {
    code?: string;
    data?: { error?: string };
    retryAfter?: number;
    statusCode?: number;
  };
  const fault = (kind: UpstreamKind, name: string, message: string, retryAt: Date | null = null) =>
    new UpstreamError('Slack', { kind, code: name, message, retryAt, cause: error });
  if (code === ErrorCode.RateLimitedError) {
    return fault(
      'rate-limited',
      'ratelimited',
      'Slack asks us to wait.',
      new Date(now.getTime() + (retryAfter ?? 30) * 1_000),
    );
  }
  if (code === ErrorCode.PlatformError) {
    const name = data?.error ?? 'unknown_error';
    if (name === 'internal_error' || name === 'fatal_error' || name === 'service_unavailable')
      return fault('in-doubt', name, 'Slack is in trouble.');
    return fault('refused', name, FINAL[name] ?? `Slack answered ${name}.`);
  }
  if (code === ErrorCode.HTTPError && statusCode !== undefined && statusCode < 500) {
    return fault('refused', String(statusCode), `Slack answered ${statusCode}.`);
  }
  const socket = socketCode(error);
  if (socket === 'ECONNREFUSED' || socket === 'ENOTFOUND')
    return fault('unavailable', socket, 'Slack cannot be reached.');
  return fault('in-doubt', socket ?? code ?? 'no-answer', 'Slack gave no answer.');
}

function socketCode(error: unknown): string | null {
  const { original, cause, code } = error as { original?: unknown; cause?: unknown; code?: string };
  if (original) return socketCode(original);
  if (cause) return socketCode(cause);
  return code ?? null;
}
