import { RequestError } from '@octokit/request-error';
import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../src/domain/errors.js';
import { githubError } from '../../src/github/errors.js';

const NOW = new Date('2026-02-04T09:00:00Z');
const request = { method: 'POST', url: 'https://api.github.com/x', headers: {} } as const;

function answered(status: number, headers: Record<string, string> = {}): RequestError {
  const response = { status, headers, url: request.url, data: {}, retryCount: 0 };
  return new RequestError('x', status, { request: { ...request }, response });
}
/** What Octokit throws when nobody answered: a 500 without a response. */
function unanswered(code?: string): RequestError {
  const cause = code
    ? new Error('fetch failed', { cause: Object.assign(new Error(code), { code }) })
    : undefined;
  return new RequestError('x', 500, { request: { ...request }, cause });
}
const mapped = (error: unknown) => {
  const { kind, code, message, retryAt } = githubError(error, NOW);
  return { kind, code, message, retryAt };
};

describe('what GitHub answers', () => {
  test.each([
    [401, /token .*may have expired/],
    [403, /lacks a permission/],
    [404, /knows no such thing, or the token may not see it/],
    [410, /refused it \(410\)/],
    [422, /refused it \(422\)/],
  ])('with %i was not done, and is told in words', (status, words) => {
    const error = mapped(answered(status));
    expect(error).toMatchObject({ kind: 'refused', code: String(status), retryAt: null });
    expect(error.message).toMatch(words);
  });

  test.each([500, 502, 503, 504])('with %i may have been done', (status) => {
    expect(mapped(answered(status))).toMatchObject({ kind: 'in-doubt', code: String(status) });
  });
});

describe('a limit of GitHub', () => {
  test.each([
    ['a secondary one in seconds', 403, { 'retry-after': '60' }, '2026-02-04T09:01:00Z'],
    ['one that asks for nothing', 429, { 'retry-after': '0' }, '2026-02-04T09:00:00Z'],
    [
      'the hour’s, by its reset',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1770197400' },
      '2026-02-04T09:30:00Z',
    ],
    ['one without a time', 429, {}, '2026-02-04T09:01:00Z'],
  ])('is known, with when to come back: %s', (_what, status, headers, retryAt) => {
    expect(mapped(answered(status, headers as Record<string, string>))).toMatchObject({
      kind: 'rate-limited',
      retryAt: new Date(retryAt),
    });
  });

  test('is not seen in a 403 with requests left', () => {
    const headers = { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '1770197400' };
    expect(mapped(answered(403, headers)).kind).toBe('refused');
  });

  test('is not seen in another status', () => {
    expect(mapped(answered(404, { 'retry-after': '60' })).kind).toBe('refused');
  });
});

describe('no answer of GitHub', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('is harmless when nothing was sent: %s', (code) => {
    expect(mapped(unanswered(code))).toMatchObject({ kind: 'unavailable', code });
  });

  test.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'])(
    'is in doubt when something may have been: %s',
    (code) => expect(mapped(unanswered(code))).toMatchObject({ kind: 'in-doubt', code }),
  );

  test.each([unanswered(), new Error('x'), 'x', null])(
    'is in doubt when nothing is known of why: %s',
    (error) => {
      expect(mapped(error)).toMatchObject({ kind: 'in-doubt', code: 'no-answer' });
    },
  );
});

test('an error that was mapped already stays as it is, and a mapped one keeps its cause', () => {
  const ours = new UpstreamError('GitHub', { kind: 'refused', code: '410', message: 'gone' });
  expect(githubError(ours, NOW)).toBe(ours);
  const cause = answered(404);
  expect(githubError(cause, NOW)).toMatchObject({ system: 'GitHub', cause });
});
