import { ErrorCode } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../src/domain/errors.js';
import { slackError } from '../../src/slack/errors.js';

const NOW = new Date('2026-02-04T09:00:00Z');
const thrown = (fields: object) => Object.assign(new Error('x'), fields);
const mapped = (fields: object) => {
  const { kind, code, message, retryAt } = slackError(thrown(fields), NOW);
  return { kind, code, message, retryAt };
};
const platform = (error?: string) => ({ code: ErrorCode.PlatformError, data: error ? { error } : {} });
const socket = (code: string) => ({ code: ErrorCode.RequestError, original: thrown({ code }) });

describe('what Slack answers', () => {
  test.each([
    'is_archived',
    'channel_not_found',
    'not_in_channel',
    'account_inactive',
    'invalid_auth',
    'token_revoked',
    'missing_scope',
  ])('is final and told in words: %s', (code) => {
    const error = mapped(platform(code));
    expect(error).toMatchObject({ kind: 'refused', code, retryAt: null });
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    expect(error.message).not.toContain(code);
  });

  test('is final and named when nobody has words for it', () => {
    expect(mapped(platform('invalid_blocks'))).toMatchObject({
      kind: 'refused',
      message: 'Slack answered invalid_blocks.',
    });
    expect(mapped(platform())).toMatchObject({ kind: 'refused', code: 'unknown_error' });
  });

  test.each(['internal_error', 'fatal_error', 'service_unavailable'])(
    'is in doubt, for the post may stand there: %s',
    (code) => expect(mapped(platform(code))).toMatchObject({ kind: 'in-doubt', code }),
  );

  test('as a limit says when to try again', () => {
    const limit = (more: object) => mapped({ code: ErrorCode.RateLimitedError, ...more });
    expect(limit({ retryAfter: 7 })).toMatchObject({
      kind: 'rate-limited',
      retryAt: new Date('2026-02-04T09:00:07Z'),
    });
    expect(limit({})).toMatchObject({ kind: 'rate-limited', retryAt: new Date('2026-02-04T09:00:30Z') });
  });

  test.each([
    [404, 'refused'],
    [500, 'in-doubt'],
    [502, 'in-doubt'],
  ])('with status %i is %s', (statusCode, kind) => {
    expect(mapped({ code: ErrorCode.HTTPError, statusCode })).toMatchObject({ kind });
  });
});

describe('no answer of Slack', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND'])('is harmless when nothing was sent: %s', (code) => {
    expect(mapped(socket(code))).toMatchObject({ kind: 'unavailable', code });
  });

  test.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE'])('is in doubt when something may have been: %s', (code) => {
    expect(mapped(socket(code))).toMatchObject({ kind: 'in-doubt', code });
  });

  test('is in doubt when nothing is known of why', () => {
    expect(mapped({})).toMatchObject({ kind: 'in-doubt', code: 'no-answer' });
  });
});

test('an error that was mapped already stays as it is, and a mapped one keeps its cause', () => {
  const ours = new UpstreamError('Slack', { kind: 'refused', code: '410', message: 'gone' });
  expect(slackError(ours, NOW)).toBe(ours);
  const cause = thrown(platform('is_archived'));
  expect(slackError(cause, NOW)).toMatchObject({ system: 'Slack', cause });
});
