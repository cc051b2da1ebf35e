import { describe, expect, test } from 'vitest';
import { UpstreamError, type UpstreamKind, UserError } from '../../src/domain/errors.js';
import { explain } from '../../src/domain/explain.js';

const coded = (code: string) => Object.assign(new Error('connect failed'), { code });

describe('an error in words', () => {
  test('for the asker is shown as it is', () => {
    expect(explain(new UserError('No such epic.', ['Try #118.']), 'r1')).toEqual({
      text: 'No such epic.',
      hints: ['Try #118.'],
      unforeseen: false,
    });
  });

  test.each<[UpstreamKind, string]>([
    ['refused', 'Mend that and ask again.'],
    ['rate-limited', 'Try again in a minute.'],
    ['unavailable', 'Try again in a minute.'],
    ['in-doubt', 'Try again in a minute.'],
  ])('from outside that is %s says what was not lost and what to do', (kind, hint) => {
    const error = new UpstreamError('GitHub', { kind, code: '500', message: 'GitHub answered 500.' });
    expect(explain(error, 'r1')).toEqual({
      text: 'GitHub answered 500. Nothing was lost and nothing was spent by this.',
      hints: [hint],
      unforeseen: false,
    });
  });

  test.each([
    ['a refused connection', coded('ECONNREFUSED')],
    [
      'a lost connection under the driver’s error',
      new Error('query failed', { cause: coded('CONNECTION_CLOSED') }),
    ],
    ['a server that shuts down', coded('57P01')],
    ['too many connections', coded('53300')],
    ['every address of a name refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['a bundle as the cause', new Error('x', { cause: new AggregateError([coded('ETIMEDOUT')]) })],
  ])('says that the database is away after %s', (_what, error) => {
    expect(explain(error, 'r1')).toMatchObject({
      text: 'The database cannot be reached, so nothing was done and nothing was spent.',
      unforeseen: true,
    });
  });

  test.each([new Error('secret detail'), coded('23505'), 'a string', null, undefined])(
    'that nobody foresaw gives a reference and no detail: %s',
    (error) => {
      expect(explain(error, 'r1')).toEqual({
        text: 'Something went wrong that nobody foresaw.',
        hints: ['Tell an admin the reference r1; the log has the rest.'],
        unforeseen: true,
      });
    },
  );
});
