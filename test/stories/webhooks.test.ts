import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { issues, repos } from '../../db/schema.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { peopleOf } from '../support/builders/world.js';
import { createDatabase } from '../support/databases.js';
import { PATIENTLY } from '../support/patience.js';
import { requestsAt, type SeenRequest } from '../support/world-watch.js';

const SECRET = 'a long random text';
const SECONDS = 1_000;
const MINUTES = 60 * SECONDS;
const postgresUrl = inject('postgresUrl');

describe('a webhook of GitHub', () => {
  let world: SandboxWorld;
  let bot: Bot;
  let seen: SeenRequest[];
  let drop = async () => {};

  const start = async (secret: string | undefined) => {
    world = await aWorld();
    let url: string | undefined;
    if (postgresUrl) ({ url, drop } = await createDatabase(postgresUrl));
    bot = await aBot(world, await aConfig(world, { DATABASE_URL: url, GITHUB_WEBHOOK_SECRET: secret }));
    await bot.look();
    await world.clock.advanceBy(30 * SECONDS);
    seen = requestsAt(world.github.world);
  };

  beforeEach(() => start(SECRET));
  afterEach(stop);

  async function stop() {
    await bot?.stop();
    await world?.close();
    await drop();
  }

  const deliver = async (more: Delivery = {}) => {
    const { status } = await fetch(`http://127.0.0.1:${bot.port}/github/webhooks`, delivery(more));
    return status;
  };
  const isOpen = async (number: number) => {
    const [row] = await bot.context.db
      .select({ open: issues.open })
      .from(issues)
      .innerJoin(repos, eq(repos.id, issues.repoId))
      .where(and(eq(repos.name, 'core'), eq(issues.number, number)));
    return row?.open;
  };
  const readsOfAll = () => seen.filter(({ operations }) => operations.includes('Repositories')).length;
  const reads = () => seen.filter(({ operations }) => operations.includes('Issues')).length;
  const readMoreThan = (count: number) => vi.waitFor(() => expect(reads()).toBeGreaterThan(count), PATIENTLY);
  /** How many reads there were, once the bot has done all it was going to do. */
  const settled = async () => {
    await bot.look();
    return reads();
  };

  it('has its repository read at once, and that one alone', async () => {
    peopleOf(world.github.world).close(119);
    expect(await deliver()).toBe(202);
    await vi.waitFor(async () => expect(await isOpen(119)).toBe(false), PATIENTLY);
    expect(readsOfAll()).toBe(0);
  });

  it('leads to the state that the next poll reaches without it', async () => {
    peopleOf(world.github.world).close(119);
    await world.clock.advanceBy(2 * MINUTES);
    await bot.look();
    expect(await isOpen(119)).toBe(false);
  });

  it('is read once however often it is delivered', async () => {
    expect(await deliver({ id: 'one' })).toBe(202);
    await readMoreThan(0);
    const before = await settled();
    await world.clock.advanceBy(11 * SECONDS);
    expect(await deliver({ id: 'one' })).toBe(202);
    expect(await settled()).toBe(before);
    expect(await deliver({ id: 'another' })).toBe(202);
    await readMoreThan(before);
  });

  it('leads to two reads when it comes a thousand times', async () => {
    await deliver({ id: 'first' });
    await readMoreThan(0);
    expect(await settled()).toBe(1);
    for (let n = 0; n < 1_000; n += 50)
      await Promise.all(Array.from({ length: 50 }, (_, i) => deliver({ id: `storm-${n + i}` })));
    await world.clock.advanceBy(11 * SECONDS);
    await readMoreThan(1);
    expect(await settled()).toBe(2);
    await world.clock.advanceBy(11 * SECONDS);
    expect(await settled()).toBe(2);
  });

  it.each([
    ['is signed with another secret', { secret: 'guessed' }],
    ['is not signed', { signature: '' }],
    ['is signed by the old method', { signature: 'sha1=0123456789012345678901234567890123456789' }],
    ['was changed on its way', { signed: '{"repository":{"full_name":"dappcore/other"}}' }],
  ] satisfies [string, Delivery][])(
    'is refused without a word why, and causes nothing, when it %s',
    async (_, more) => {
      const answer = await fetch(
        `http://127.0.0.1:${bot.port}/github/webhooks`,
        delivery({ id: 'x', ...more }),
      );
      expect([answer.status, await answer.text()]).toEqual([
        401,
        'Not signed with the secret of this webhook.\n',
      ]);
      expect(await settled()).toBe(0);
      // Nor is its id taken: the true one may still come.
      expect(await deliver({ id: 'x' })).toBe(202);
      await readMoreThan(0);
    },
  );

  it.each([
    ['another repository', { body: { repository: { full_name: 'somebody/else' } } }],
    ['no repository', { body: { organization: { login: 'dappcore' } } }],
    ['something that changes no picture', { event: 'star' }],
  ] satisfies [string, Delivery][])('is taken in and causes no read when it tells of %s', async (_, more) => {
    expect(await deliver(more)).toBe(202);
    expect(await settled()).toBe(0);
  });

  it('answers a ping', async () => {
    expect(await deliver({ event: 'ping' })).toBe(200);
  });

  it('waits as long as GitHub asked for', async () => {
    world.fault({ kind: 'secondary-limit', retryAfter: 600 });
    await deliver();
    await readMoreThan(0);
    const before = await settled();
    await world.clock.advanceBy(9 * MINUTES);
    expect(await deliver({ id: 'too-soon' })).toBe(202);
    expect(await settled()).toBe(before);
    await world.clock.advanceBy(2 * MINUTES);
    expect(await deliver({ id: 'late-enough' })).toBe(202);
    await readMoreThan(before);
  });

  it('is refused when it is longer than any of GitHub’s', async () => {
    const status = await new Promise((resolve, reject) => {
      const { headers } = delivery({});
      const sent = request(
        `http://127.0.0.1:${bot.port}/github/webhooks`,
        { method: 'POST', headers: { ...headers, 'content-length': 25 * 1_024 * 1_024 + 1 } },
        (answer) => resolve(answer.statusCode),
      );
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it('is not there without a secret', async () => {
    await stop();
    await start(undefined);
    expect(await deliver()).toBe(404);
  });
});

interface Delivery {
  id?: string;
  event?: string;
  body?: object;
  secret?: string;
  /** Instead of the one that fits. */
  signature?: string;
  /** What was signed instead of the body. */
  signed?: string;
}

function delivery({ id = 'd1', event = 'issues', body, secret = SECRET, signature, signed }: Delivery) {
  const text = JSON.stringify(body ?? { action: 'closed', repository: { full_name: 'DappCore/core' } });
  const hmac = createHmac('sha256', secret)
    .update(signed ?? text)
    .digest('hex');
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': signature ?? `sha256=${hmac}`,
    },
    body: text,
  };
}
