import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { aLineTo, type Line } from '../support/cut-line.js';
import { createDatabase } from '../support/databases.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

const postgresUrl = inject('postgresUrl');

describe.skipIf(!postgresUrl)('while the database cannot be reached', () => {
  let world: SandboxWorld;
  let user: SlackUser;
  let bot: Bot;
  let line: Line;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    world = await aWorld();
    user = await aSlackUser(world);
    const database = await createDatabase(postgresUrl);
    drop = database.drop;
    line = await aLineTo(database.url);
    bot = await aBot(world, await aConfig(world, { DATABASE_URL: line.url }));
    await bot.look();
  });

  afterEach(async () => {
    await bot.stop();
    await line.cut();
    await user.close();
    await world.close();
    await drop();
  });

  it('says so, spends nothing, and goes on by itself when it is back', async () => {
    const report = await user.message('Good morning');
    await line.cut();
    const [answer] = await user.command('/epic status core');
    expect(answer?.ephemeral).toBe(true);
    expect(answer?.text).toContain(
      'The database cannot be reached, so nothing was done and nothing was spent.',
    );
    await user.click(report, 'Approve dispatch @ #119');
    expect((await user.message('The database cannot be reached')).ephemeral).toBe(true);
    await bot.look();
    expect(user.issue('core', 119).labels).not.toContain('jules');

    await line.mend();
    await user.click(await user.message('Good morning'), 'Approve dispatch @ #119');
    await world.clock.advanceBy(31_000);
    expect(user.issue('core', 119).labels).toContain('jules');
    expect(words(await user.message('Good morning'))).toContain('Approved by Snider');
  });
});
