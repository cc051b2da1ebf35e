import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quiet } from '../../sandbox/behaviour.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

const MINUTE = 60_000;
const CHILD = 119;
const GIVE = `Give #${CHILD} to Claude · 1 task`;

/** What one agent cannot do goes to another by a click, through the bot's real edges. */
describe('a child whose agent fails its checks again and again', () => {
  const behaviour = { ...quiet };
  let world: SandboxWorld;
  let user: SlackUser;
  let bot: Bot;

  beforeEach(async () => {
    behaviour.red = 1;
    world = await aWorld(1, behaviour, quiet);
    user = await aSlackUser(world);
    bot = await aBot(world, await aConfig(world));
  });

  afterEach(async () => {
    await bot?.stop();
    await user?.close();
    await world?.close();
  });

  const child = () => world.github.world.repo('dappcore/core')?.issues.get(CHILD);
  const labels = () => child()?.labels.map(({ name }) => name) ?? [];
  const added = (label: string) =>
    child()?.events.filter((event) => event.type === 'LabeledEvent' && event.label.name === label).length;
  const pulls = () =>
    [...(world.github.world.repo('dappcore/core')?.pullRequests.values() ?? [])].filter(({ refersTo }) =>
      refersTo.some(({ number }) => number === CHILD),
    );
  const inChannel = async (part: string) => (await user.messages()).find((one) => words(one).includes(part));
  const carryUntil = async (isDone: () => Promise<boolean>) => {
    for (let look = 0; look < 60 && !(await isDone()); look++) {
      await bot.look();
      await world.clock.advanceBy(5 * MINUTE);
    }
    expect(await isDone()).toBe(true);
  };
  /** Use of one member's account with one agent, as the team sees it. */
  const accounts = async () => {
    const [answer] = await user.command('/epic budget');
    return answer ? words(answer) : '';
  };

  it('is given to the other by one click, which brings it to its end for one more task', async () => {
    await bot.look();
    const [offer] = await user.command(`/epic dispatch core #${CHILD}`);
    if (!offer) throw new Error('Nothing was offered.');
    await user.click(offer, 'Approve dispatch');
    await world.clock.advanceBy(MINUTE);
    await carryUntil(async () => (await inChannel(GIVE)) !== undefined);
    expect(words((await inChannel(GIVE)) as never)).toContain('the agent cannot');
    expect([added('jules'), added('claude')]).toEqual([1, 0]);
    const [first] = pulls();

    behaviour.red = 0;
    const call = (await inChannel(GIVE)) as never;
    await Promise.all([user.click(call, GIVE), user.click(call, GIVE)]);
    await world.clock.advanceBy(MINUTE);
    expect([added('jules'), added('claude')]).toEqual([1, 1]);
    expect(labels()).toContain('claude');
    expect(labels()).not.toContain('jules');

    await carryUntil(async () => child()?.state === 'CLOSED');
    const [, second, ...others] = pulls();
    expect(others).toEqual([]);
    expect([first?.state, second?.state, second?.headRefName]).toEqual([
      ...['OPEN', 'MERGED', `claude/issue-${CHILD}`],
    ]);
    expect(first?.labels.map(({ name }) => name)).not.toContain('needs-intervention');
    expect([added('jules'), added('claude')]).toEqual([1, 1]);
    expect(await accounts()).toContain('*Snider* (claude) · 39 of 40 left · 1 used');
    expect(await accounts()).toContain('*Snider* (jules) · 299 of 300 left · 1 used');
  });
});
