import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openControl } from './bench-control.js';

describe('what is wrong with a request is told', () => {
  it.each([
    ['advance', {}, 400, 'takes {hours?, minutes?, seconds?}'],
    ['advance', { hours: -1 }, 400, 'takes {hours?, minutes?, seconds?}'],
    ['advance', { to: 'tomorrow' }, 400, '{to: "next-report"}'],
    ['command', '{oops', 400, 'The body is not JSON. POST /control/command takes the JSON object'],
    ['command', {}, 400, 'text: '],
    ['command', { text: 'a', chanel: 'epics' }, 400, 'chanel'],
    [
      'command',
      { text: 'a', user: 'nobody' },
      404,
      'There is no user nobody; there are Snider, bodane, passer-by.',
    ],
    [
      'command',
      { text: 'a', channel: 'nowhere' },
      404,
      'There is no channel nowhere; there are epics, general',
    ],
    ['command', { text: 'a', channel: 'old-archive' }, 400, '#old-archive is archived'],
    ['command', { text: '/remind me' }, 400, '/remind is not a command here; the only one is /epic.'],
    ['submit', { view_id: 'V1' }, 404, 'Snider has no view V1 open'],
    ['fault', { target: 'slack', kind: 'explode' }, 400, "The fault's kind must be one of"],
    ['fault', { target: 'moon' }, 400, 'There is no target moon.'],
    ['fault', { kind: 'status', status: 503, tmies: 2 }, 400, 'tmies'],
    ['fault', { kind: 'status', match: { pth: '/x' } }, 400, 'pth'],
    ['fault', { kind: 'status', status: 200 }, 400, 'status: must be a status of a failure, from 400 to 599'],
    ['fault', { kind: 'status', status: 600 }, 400, 'from 400 to 599'],
    [
      'fault',
      { kind: 'drop', times: -2 },
      400,
      'times: must be a whole number above 0, or -1: until cleared',
    ],
    ['fault', { kind: 'drop', times: 0 }, 400, 'times: must be a whole number above 0'],
    ['fault', { kind: 'rate-limit', retryAfter: -1 }, 400, 'retryAfter: must be seconds, from 0'],
    ['fault', { clear: false }, 400, 'POST /control/fault takes {target?, kind, match?'],
    ['command', 'x'.repeat(1_000_001), 413, 'longer than 1000000 bytes'],
    ['explode', {}, 404, 'There is no POST /control/explode; there are command, click'],
  ])('%s %j', async (name, body, status, said) => {
    const { post } = await openControl();
    const answer = await post(name, body);
    expect(answer.http).toBe(status);
    expect(answer.error).toContain(said);
  });

  it('for a GET too', async () => {
    const { get } = await openControl();
    expect((await get('nothing')).error).toContain('there are messages, views, workspace');
    expect(await get('world')).toEqual({ repos: ['core'], http: 200 });
  });
});

/** The status of a request that calls this server by another name, as fetch cannot. */
function statusAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/control/messages`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('other web sites', () => {
  it('cannot reach it under a name of theirs', async () => {
    const { url } = await openControl();
    expect(await statusAs('rebound.example:4000', url)).toBe(403);
    expect(await statusAs('localhost:4000', url)).toBe(200);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a request that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('are refused: %s', async (_, headers) => {
    const { get } = await openControl();
    expect((await get('messages', headers as unknown as Record<string, string>)).http).toBe(403);
  });
});
