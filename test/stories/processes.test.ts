import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { SandboxWorld } from '../../sandbox/world.js';
import { aWorld } from '../support/bots.js';
import { createDatabase } from '../support/databases.js';
import { type Running, run } from '../support/processes.js';
import { scratchFolder } from '../support/scratch.js';
import { aSlackUser, type SlackUser } from '../support/slack-user.js';

const postgresUrl = inject('postgresUrl');
const BOT = 'test/support/bot-process.js';

describe('bots as processes of their own', () => {
  let world: SandboxWorld;
  let user: SlackUser;
  const started: Running[] = [];

  beforeEach(async () => {
    world = await aWorld();
    user = await aSlackUser(world);
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.kill('SIGKILL')));
    await user.close();
    await world.close();
  });

  const start = (more: Record<string, string>) => {
    const env = {
      ...world.env,
      PORT: '0',
      LOG_LEVEL: 'warn',
      EPIC_TEST_NOW: world.clock.now().toISOString(),
      ...more,
    };
    const bot = run(BOT, [], env);
    started.push(bot);
    return bot;
  };
  const ready = async (bot: Running) => {
    const [, port] = await bot.until(/looked (\d+)/);
    world.botAt(`http://127.0.0.1:${port}`);
  };
  const dispatches = (number: number) => {
    const { events, comments } = user.issue('core', number);
    const labels = events.filter(({ type, label }) => type === 'LabeledEvent' && label === 'jules').length;
    return { labels, comments: comments.filter(({ body }) => body.startsWith('Target branch')).length };
  };

  it.skipIf(!postgresUrl)('post one morning report when two of them share one PostgreSQL', async () => {
    const { url, drop } = await createDatabase(postgresUrl);
    const pair = [start({ DATABASE_URL: url }), start({ DATABASE_URL: url })];
    await Promise.all(pair.map((bot) => bot.until(/looked/)));
    const reports = (await user.messages()).filter(({ text }) => text.includes('Good morning'));
    expect(reports).toHaveLength(1);
    await Promise.all(pair.map((bot) => bot.kill('SIGKILL')));
    await drop();
  });

  it('lose no approval to kill -9, and spend it once after the restart', async () => {
    const folder = await scratchFolder();
    const first = start({ EPIC_DATA_DIR: folder });
    await ready(first);
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #119');
    await first.kill('SIGKILL');
    expect(dispatches(119)).toEqual({ labels: 0, comments: 0 });

    await world.clock.advanceBy(60_000);
    const second = start({ EPIC_DATA_DIR: folder });
    await ready(second);
    expect(dispatches(119)).toEqual({ labels: 1, comments: 1 });
    const [budget] = await user.command('/epic budget');
    expect(budget?.text).toBe('599 of 600 tasks left');
    expect((await user.messages()).filter(({ text }) => text.includes('Good morning'))).toHaveLength(1);
  });

  it('refuse a data folder that another process uses, in words', async () => {
    const folder = await scratchFolder();
    await ready(start({ EPIC_DATA_DIR: folder }));
    const second = start({ EPIC_DATA_DIR: folder });
    expect(await second.ended()).toBe(1);
    expect(second.printed()).toContain(folder);
    expect(second.printed()).toMatch(/DATABASE_URL/);
    expect(second.printed()).not.toMatch(/^\s+at /m);
  });
});

describe('the program', () => {
  it('runs the sandbox when nothing is set, and answers its first command', async () => {
    const folder = await scratchFolder();
    const program = run('src/main.js', [], { SANDBOX_PORT: '0', PORT: '0', EPIC_DATA_DIR: folder });
    try {
      const [, page] = await program.until(/Open\s+(http:\S+)/);
      const [, health] = await program.until(/The bot\s+(http:\S+)/);
      expect((await fetch(health as string)).status).toBe(200);
      expect(await (await fetch(page as string)).text()).toContain('composer');
      const answer = await fetch(`${page}/control/command`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: '/epic status core-php' }),
      });
      const { messages } = (await answer.json()) as { messages: { text: string }[] };
      expect(messages[0]?.text).toMatch(/28 open, 15 audits/);
    } finally {
      await program.kill('SIGTERM');
    }
  });

  it('stops and names every missing variable when it is meant to run for real', async () => {
    const program = run('src/main.js', [], { NODE_ENV: 'production' });
    expect(await program.ended()).toBe(1);
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'GITHUB_TOKEN',
      'EPIC_CHANNEL',
      'EPIC_TEAM_FILE',
    ]) {
      expect(program.printed()).toContain(name);
    }
  });

  it('answers in the terminal, for people and for programs', async () => {
    const folder = await scratchFolder();
    const cli = run('src/cli.js', ['status', 'core-php', '--json'], { EPIC_DATA_DIR: folder });
    expect(await cli.ended()).toBe(0);
    const json = JSON.parse(cli.printed().replace(/^No sandbox.*\n/, ''));
    expect(json.status.repos[0]).toMatchObject({ name: 'core-php', open: 28, audits: 15 });
  });
});
