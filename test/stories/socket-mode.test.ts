import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

describe('Socket Mode', () => {
  let world: SandboxWorld;
  let user: SlackUser;
  let bot: Bot;

  beforeEach(async () => {
    world = await aWorld();
    user = await aSlackUser(world);
    bot = await aBot(
      world,
      await aConfig(world, { SLACK_APP_TOKEN: sandboxSlack.appToken, SLACK_SIGNING_SECRET: '' }),
    );
    await bot.look();
  });

  afterEach(async () => {
    await bot.stop();
    await user.close();
    await world.close();
  });

  it('carries commands and clicks without any address of ours', async () => {
    expect((await fetch(`http://127.0.0.1:${bot.port}/slack/events`, { method: 'POST' })).status).toBe(404);
    const [status] = await user.command('/epic status core-php');
    expect(status?.text).toMatch(/28 open, 15 audits/);
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #119');
    await world.clock.advanceBy(31_000);
    expect(user.issue('core', 119).labels).toContain('jules');
    expect(words(await user.message('Good morning'))).toContain('Approved by Snider');
  });

  it('fills the Home tab with the repositories and the pool', async () => {
    const blocks = JSON.stringify(await user.home());
    expect(blocks).toContain('All repositories, worst first');
    expect(blocks).toContain('600 of 600 tasks left');
  });
});
