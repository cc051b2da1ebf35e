import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShownMessage } from '../../sandbox/control-types.js';
import type { Issue } from '../../sandbox/github/model.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

const MINUTE = 60_000;
const WITHIN = { timeout: 20_000 };
const TIER_1 = ['core-php', 'core-mcp', 'core-api'];
/** What an approver presses to say yes. */
const YES = ['Create all', 'Create the', 'Close the audit', 'Extend the epic', 'Approve dispatch'];

/** Tier 1 from raw audits to dispatched children, through the bot's real edges alone. */
describe('onboarding tier 1', () => {
  let world: SandboxWorld;
  let user: SlackUser;
  let bot: Bot;

  beforeEach(async () => {
    world = await aWorld();
    user = await aSlackUser(world);
    bot = await aBot(world, await aConfig(world));
    await bot.look();
  });

  afterEach(async () => {
    await bot?.stop();
    await user?.close();
    await world?.close();
  });

  const repo = (name: string) => {
    const found = world.github.world.repo(`dappcore/${name}`);
    if (!found) throw new Error(`There is no ${name}.`);
    return found;
  };
  const issuesOf = (name: string): Issue[] => [...repo(name).issues.values()];
  const epicsOf = (name: string) => issuesOf(name).filter(({ title }) => title.startsWith('epic('));
  const thread = async () =>
    (await user.messages()).find(({ text }) => text.startsWith('Onboarding ')) as ShownMessage;

  /** Presses the first yes of every message that has one, and lets a minute pass; the report's own are left alone. */
  const sayYes = async () => {
    let pressed = 0;
    for (const message of await user.messages()) {
      if (!isOfTier1(message)) continue;
      const label = YES.find((yes) => JSON.stringify(message.blocks).includes(`"text":"${yes}`));
      if (!label) continue;
      await user.click(message, label);
      pressed += 1;
    }
    return pressed;
  };
  const isOfTier1 = (message: ShownMessage) =>
    TIER_1.some((name) => words(message).includes(`dappcore/${name}:`));
  const live = async (minutes: number) => {
    let pressed = 0;
    for (let minute = 0; minute < minutes; minute++) {
      await bot.look();
      pressed += await sayYes();
      await world.clock.advanceBy(MINUTE);
    }
    return pressed;
  };
  /** Children of an epic that were given to the agent. */
  const handedOut = ({ repo: own, body }: Pick<Issue, 'repo' | 'body'>): number[] =>
    parseChecklist(body)
      .map(({ number }) => number)
      .filter((child) =>
        own.issues
          .get(child)
          ?.events.some((event) => event.type === 'LabeledEvent' && event.label.name === 'jules'),
      );
  const nextDay = async (names: string[]) => {
    await world.clock.advanceBy(24 * 60 * MINUTE);
    await bot.look();
    for (const name of names) {
      await user.command(`/epic dispatch ${name}`);
      const offer = await vi.waitFor(async () => {
        const open = (await user.messages()).findLast((message) =>
          words(message).includes('Approve dispatch'),
        );
        if (!open || !words(open).includes(`${name} #`)) throw new Error(`${name} is not offered yet.`);
        return open;
      }, WITHIN);
      await user.click(offer, 'Approve dispatch');
      await world.clock.advanceBy(MINUTE);
      await bot.look();
    }
  };
  const worldNow = () =>
    JSON.stringify(
      TIER_1.map((name) => [
        issuesOf(name).map(({ number, title, state, labels, comments }) => [
          number,
          title,
          state,
          labels.map((label) => label.name).sort(),
          comments.length,
        ]),
        [...repo(name).branches.keys()],
      ]),
    );

  it('ends with three or four epics, their branches, and the first blockers handed out', async () => {
    await user.command(`/epic onboard ${TIER_1.join(' ')}`);
    // A command is acknowledged before it is worked on.
    await vi.waitFor(async () => expect(words(await thread())).toContain('wait for an approver'), WITHIN);
    await live(30);
    const epics = TIER_1.flatMap(epicsOf);
    expect(epics.length).toBeGreaterThanOrEqual(3);
    expect(epics.length).toBeLessThanOrEqual(4);
    let spent = 0;
    for (const { number, repo: own, body, subIssues } of epics) {
      const children = parseChecklist(body);
      expect(children.length).toBeGreaterThanOrEqual(3);
      expect(children.length).toBeLessThanOrEqual(10);
      expect(subIssues.map((child) => child.number).sort()).toEqual(
        children.map((child) => child.number).sort(),
      );
      expect([...own.branches.keys()].filter((name) => name.startsWith(`epic/${number}-`))).toHaveLength(1);
      spent += handedOut({ repo: own, body }).length;
    }
    // The conservative strategy hands out twenty a day at most, whoever clicks how often.
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(20);
    // A blocker goes first, and alone; one that the day's share of its repository left out goes the next day.
    const blocked = epics.filter(({ body }) => parseChecklist(body)[0]?.phase === 1);
    const blockers = () => blocked.filter((epic) => handedOut(epic).length > 0);
    expect(blockers().length).toBeGreaterThan(0);
    for (const epic of blockers())
      expect(handedOut(epic)).toEqual(
        parseChecklist(epic.body)
          .slice(0, 1)
          .map(({ number }) => number),
      );
    await nextDay(blocked.filter((epic) => handedOut(epic).length === 0).map((epic) => epic.repo.name));
    expect(blockers()).toHaveLength(blocked.length);
    for (const name of TIER_1)
      expect(
        issuesOf(name).filter(({ title, state }) => /audit\]|^audit:/i.test(title) && state === 'OPEN'),
      ).toEqual([]);
    const shown = words(await thread());
    expect(shown).toContain('Onboarding core-php, core-mcp, core-api: done');
    expect(shown).toContain('Epics · #');
    // Whatever the hostile audit says, nobody is called and nothing is clicked by it.
    for (const message of await user.messages())
      expect(words(message)).not.toMatch(/<!(?:channel|here|everyone)>|<@U/);
  }, 240_000);

  it('changes nothing when it is all run again', async () => {
    await user.command(`/epic onboard ${TIER_1.join(' ')}`);
    await vi.waitFor(async () => expect(words(await thread())).toContain('wait for an approver'), WITHIN);
    await user.command('/epic onboard core-php');
    await vi.waitFor(() => user.message('is being onboarded already'), WITHIN);
    await live(30);
    const before = worldNow();
    for (const name of TIER_1) {
      const [audits] = await user.command(`/epic audit ${name}`);
      expect(audits && words(audits)).toContain('has no open audit');
      const [plans] = await user.command(`/epic organise ${name}`);
      expect(plans && words(plans)).toContain('is to be put into epics now');
    }
    await user.command(`/epic onboard ${TIER_1.join(' ')}`);
    expect(worldNow()).toBe(before);
  }, 240_000);
});
