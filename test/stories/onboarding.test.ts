import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShownMessage } from '../../sandbox/control-types.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { PATIENTLY } from '../support/patience.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';
import { branchesOf, epicsOf, handedOut, isOpenAudit, issuesOf, sayYes, TIER_1 } from '../support/tier-1.js';

const MINUTE = 60_000;

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

  const thread = async () =>
    (await user.messages()).find(({ text }) => text.startsWith('Onboarding ')) as ShownMessage;

  const live = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      await bot.look();
      await sayYes(user);
      await world.clock.advanceBy(MINUTE);
    }
  };
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
      }, PATIENTLY);
      await user.click(offer, 'Approve dispatch');
      await world.clock.advanceBy(MINUTE);
      await bot.look();
    }
  };
  const worldNow = () =>
    JSON.stringify(
      TIER_1.map((name) => [
        issuesOf(world, name).map(({ number, title, state, labels, comments }) => [
          number,
          title,
          state,
          labels.map((label) => label.name).sort(),
          comments.length,
        ]),
        [...(world.github.world.repo(`dappcore/${name}`)?.branches.keys() ?? [])],
      ]),
    );

  it('ends with three or four epics, their branches, and the first blockers handed out', async () => {
    await user.command(`/epic onboard ${TIER_1.join(' ')}`);
    // A command is acknowledged before it is worked on.
    await vi.waitFor(async () => expect(words(await thread())).toContain('wait for an approver'), PATIENTLY);
    await live(30);
    const epics = epicsOf(world);
    expect(epics.length).toBeGreaterThanOrEqual(3);
    expect(epics.length).toBeLessThanOrEqual(4);
    let spent = 0;
    for (const epic of epics) {
      const children = parseChecklist(epic.body);
      expect(children.length).toBeGreaterThanOrEqual(3);
      expect(children.length).toBeLessThanOrEqual(10);
      expect(epic.subIssues.map((child) => child.number).sort()).toEqual(
        children.map((child) => child.number).sort(),
      );
      expect(branchesOf(epic)).toHaveLength(1);
      spent += handedOut(epic).length;
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
    for (const name of TIER_1) expect(issuesOf(world, name).filter(isOpenAudit)).toEqual([]);
    const shown = words(await thread());
    expect(shown).toContain('Onboarding core-php, core-mcp, core-api: done');
    expect(shown).toContain('Epics · #');
    // Whatever the hostile audit says, nobody is called and nothing is clicked by it.
    for (const message of await user.messages())
      expect(words(message)).not.toMatch(/<!(?:channel|here|everyone)>|<@U/);
    const [plain, ...others] = issuesOf(world, 'core-php').filter(
      ({ body }) => body.startsWith('Parent audit: ') && body.includes('release notes'),
    );
    expect(others).toEqual([]);
    const [, said = ''] = (plain?.body ?? '').split('## Finding');
    expect(said).toContain('Keep the version in which a method goes');
    expect(said.replace(/`[^`\n]+`/g, '')).not.toMatch(/@\w|#\d|<!--|\]\(|^- \[[ x]\] (?:\\?#|pretend)/im);
    expect(plain?.labels.map(({ name }) => name).filter((name) => name !== 'jules')).toEqual([
      'critical',
      'quality',
      'complexity:medium',
      'package',
      'lang:php',
      'audit',
    ]);
  });

  it('changes nothing when it is all run again', async () => {
    await user.command(`/epic onboard ${TIER_1.join(' ')}`);
    await vi.waitFor(async () => expect(words(await thread())).toContain('wait for an approver'), PATIENTLY);
    await user.command('/epic onboard core-php');
    await vi.waitFor(() => user.message('is being onboarded already'), PATIENTLY);
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
  });
});
