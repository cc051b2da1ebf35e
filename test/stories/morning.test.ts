import { and, eq, isNotNull } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { actions } from '../../db/schema.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import type { Config } from '../../src/config.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { createDatabase } from '../support/databases.js';
import { PATIENTLY } from '../support/patience.js';
import { aSlackUser, findButton, type SlackUser, sendClick, words } from '../support/slack-user.js';

const SECOND = 1_000;
const postgresUrl = inject('postgresUrl');

/** The whole app, reached by nothing but signed HTTP, Slack's Web API and GitHub's API. */
describe.each([['PGlite'], ['PostgreSQL']])('a morning on %s', (kind) => {
  let world: SandboxWorld;
  let user: SlackUser;
  let bot: Bot;
  let config: Config;
  let drop = async () => {};

  beforeEach(async (test) => {
    if (kind === 'PostgreSQL' && !postgresUrl) return test.skip('no PostgreSQL on this machine');
    world = await aWorld();
    user = await aSlackUser(world);
    let url: string | undefined;
    if (kind === 'PostgreSQL') ({ url, drop } = await createDatabase(postgresUrl));
    config = await aConfig(world, { DATABASE_URL: url });
    bot = await aBot(world, config);
    await bot.look();
  });

  afterEach(async () => {
    await bot?.stop();
    await user?.close();
    await world?.close();
    await drop();
  });

  const labelEvents = (repo: string, number: number) =>
    user.issue(repo, number).events.filter(({ type, label }) => type === 'LabeledEvent' && label === 'jules');
  const targets = (repo: string, number: number) =>
    user.issue(repo, number).comments.filter(({ body }) => body.startsWith('Target branch:'));

  it('goes from the report over one click to the comment, the label and 599 of 600 tasks', async () => {
    const report = await user.message('Good morning');
    expect(words(report)).toContain('600 of 600 left');
    await user.click(report, 'Approve dispatch @ #119');
    expect(words(await user.message('Good morning'))).toMatch(/Approved by Snider.*waits for Undo/s);
    expect(user.issue('core', 119).labels).not.toContain('jules');

    await world.clock.advanceBy(31 * SECOND);
    const issue = user.issue('core', 119);
    expect(targets('core', 119).map(({ body, author }) => [author, body])).toEqual([
      ['Snider', 'Target branch: `epic/118-mcp-daemon` (epic #118)'],
    ]);
    expect(issue.labels).toContain('jules');
    expect(labelEvents('core', 119)).toHaveLength(1);
    expect(
      targets('core', 119)[0]?.createdAt.localeCompare(labelEvents('core', 119)[0]?.createdAt ?? ''),
    ).toBeLessThanOrEqual(0);
    const [budget] = await user.command('/epic budget');
    expect(budget?.text).toBe('599 of 600 tasks left');
    expect(words(await user.message('Good morning'))).toMatch(/Approved by Snider.*dispatched/s);
  });

  it('spends nothing more for five clicks at once, nor for one after a restart', async () => {
    const report = await user.message('Good morning');
    const action = findButton(report, 'Approve dispatch @ #119');
    const clicks = [1, 2, 3, 4, 5].map((n) => sendClick(bot, report, { action, at: `177019560${n}.1` }));
    expect(await Promise.all(clicks)).toEqual([200, 200, 200, 200, 200]);
    await world.clock.advanceBy(31 * SECOND);
    await bot.stop();
    bot = await aBot(world, config);
    expect(await sendClick(bot, report, { action, at: '1770195601.1' })).toBe(200);
    expect(await sendClick(bot, report, { action, at: '1770195699.1' })).toBe(200);
    await bot.look();
    await world.clock.advanceBy(31 * SECOND);
    expect(labelEvents('core', 119)).toHaveLength(1);
    expect(targets('core', 119)).toHaveLength(1);
    expect((await user.command('/epic budget'))[0]?.text).toBe('599 of 600 tasks left');
    const ledger = await bot.context.db
      .select()
      .from(actions)
      .where(and(eq(actions.issueNumber, 119), isNotNull(actions.approvedAt)));
    expect(ledger.map(({ status, cost }) => [status, cost])).toEqual([['confirmed', 1]]);
  });

  it('spends nothing for a stranger, and tells only them why', async () => {
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #119', 'passer-by');
    await world.clock.advanceBy(31 * SECOND);
    expect(user.issue('core', 119).labels).not.toContain('jules');
    expect((await user.command('/epic budget'))[0]?.text).toBe('600 of 600 tasks left');
    expect((await user.message('You are not an approver', 'passer-by')).ephemeral).toBe(true);
    expect((await user.messages('Snider')).some(({ text }) => text.includes('not an approver'))).toBe(false);
  });

  it('lets the code owner alone start a feature', async () => {
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #314');
    expect((await user.message('code owner alone')).ephemeral).toBe(true);
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #314', 'bodane');
    await world.clock.advanceBy(31 * SECOND);
    expect(labelEvents('core', 314)).toHaveLength(1);
  });

  it('adds the label once and ends confirmed when GitHub answers 502 after having done it', async () => {
    world.fault({
      kind: 'status-after',
      status: 502,
      match: { method: 'POST', path: '/issues/119/comments' },
    });
    world.fault({ kind: 'status-after', status: 502, match: { method: 'POST', path: '/issues/119/labels' } });
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #119');
    await world.clock.advanceBy(31 * SECOND);
    expect(words(await user.message('Good morning'))).toContain('in doubt');
    expect((await user.command('/epic budget'))[0]?.text).toBe('599 of 600 tasks left');
    await world.clock.advanceBy(5 * 60 * SECOND);
    expect(labelEvents('core', 119)).toHaveLength(1);
    expect(targets('core', 119)).toHaveLength(1);
    expect(words(await user.message('Good morning'))).toMatch(/dispatched|picked up/);
  });

  it('takes an approval back while its time for Undo runs', async () => {
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #119');
    await user.click(await user.message('Good morning'), 'Undo');
    await world.clock.advanceBy(60 * SECOND);
    expect(user.issue('core', 119).labels).not.toContain('jules');
    expect(words(await user.message('Good morning'))).toContain('Undone by Snider');
    expect((await user.command('/epic budget'))[0]?.text).toBe('600 of 600 tasks left');
  });

  it('dispatches the part of a proposal that was kept in the modal, at its price', async () => {
    await user.click(await user.message('Good morning'), 'Edit @ #137');
    expect(await user.submit({ kept: [] })).toMatchObject({ children: expect.any(String) });
    expect(await user.submit({ kept: ['138'] })).toEqual({});
    // Slack is answered first, and the message rewritten then.
    const report = await vi.waitFor(async () => {
      const rewritten = await user.message('Good morning');
      expect(words(rewritten)).not.toContain('#137');
      return rewritten;
    }, PATIENTLY);
    await user.click(report, 'Approve dispatch @ #138');
    await world.clock.advanceBy(31 * SECOND);
    expect(labelEvents('core', 138)).toHaveLength(1);
    expect(labelEvents('core', 137)).toHaveLength(0);
    expect((await user.command('/epic budget'))[0]?.text).toBe('599 of 600 tasks left');
  });

  it('approves all that is open with one click, features apart', async () => {
    await user.click(await user.message('Good morning'), 'Approve all');
    await world.clock.advanceBy(60 * SECOND);
    for (const number of [119, 128, 307, 137, 138, 107]) expect(labelEvents('core', number)).toHaveLength(1);
    for (const number of [314, 136]) expect(labelEvents('core', number)).toHaveLength(0);
    expect((await user.command('/epic budget'))[0]?.text).toBe('594 of 600 tasks left');
  });

  it('takes an approval from a report that only one person sees, and rewrites it for them', async () => {
    const [report] = await user.command('/epic report morning');
    expect(report?.ephemeral).toBe(true);
    await user.click(report as never, 'Approve dispatch @ #119');
    await world.clock.advanceBy(31 * SECOND);
    expect(labelEvents('core', 119)).toHaveLength(1);
    const own = (await user.messages()).findLast(({ ephemeral }) => ephemeral);
    expect(words(own as never)).toContain('Approved by Snider');
    expect(words((await user.messages()).find(({ ephemeral }) => !ephemeral) as never)).toContain(
      'Approved by Snider',
    );
  });

  it('says clearly what is wrong with a command, and which ones are near', async () => {
    const [unknown] = await user.command('/epic statsu core');
    expect(words(unknown as never)).toMatch(/I know no command.*\/epic status/s);
    const [repo] = await user.command('/epic status nowhere');
    expect(repo?.text).toContain('I carry no repository called “nowhere”');
    expect(repo?.ephemeral).toBe(true);
  });

  it('answers from the last snapshot and says so while GitHub is down', async () => {
    world.fault({ kind: 'status', status: 503, times: -1 });
    await world.clock.advanceBy(10 * 60 * SECOND);
    await bot.look();
    const [status] = await user.command('/epic status core-php');
    expect(words(status as never)).toMatch(/28 open.*as of 10 min ago.*GitHub answered 503.*I keep trying/s);
  });
});
