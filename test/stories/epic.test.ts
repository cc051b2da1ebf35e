import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ShownMessage } from '../../sandbox/control-types.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import type { Bot } from '../../src/bot.js';
import { aBot, aConfig, aWorld } from '../support/bots.js';
import { aTeamFile } from '../support/builders/team-file.js';
import { aSlackUser, type SlackUser, words } from '../support/slack-user.js';

const MINUTE = 60_000;
const EPIC = 101;
/** What stands before each Approve button that is about the epic, word for word: enough to find it by. */
function openFor({ blocks }: ShownMessage): string[] {
  return blocks.flatMap((block, index) => {
    const text = JSON.stringify(block.text ?? '');
    const next = JSON.stringify(blocks[index + 1] ?? {});
    return text.includes('core #101') && next.includes('"Approve ') ? [text] : [];
  });
}

const CHILDREN = [102, 103, 104, 105, 106, 107, 108, 109, 110, 111];

/** The seed's epic #101, three phases, from where it stands to its end, through the bot's real edges. */
describe('an epic from dispatch to its end', () => {
  let world: SandboxWorld;
  let user: SlackUser;
  let bot: Bot;

  beforeEach(async () => {
    world = await aWorld();
    user = await aSlackUser(world);
  });

  afterEach(async () => {
    await bot?.stop();
    await user?.close();
    await world?.close();
  });

  const start = async (auto: string[]) => {
    const team = parse(readFileSync(world.env.EPIC_TEAM_FILE as string, 'utf8'));
    bot = await aBot(world, await aConfig(world, { EPIC_TEAM_FILE: aTeamFile({ ...team, auto }) }));
  };
  const core = () => world.github.world.repo('dappcore/core');
  const epic = () => core()?.issues.get(EPIC);

  /** Looks every ten minutes until the epic is closed, and does `each` in between. */
  const carry = async (days: number, each: () => Promise<void> = async () => {}) => {
    for (let look = 0; look < days * 144 && epic()?.state === 'OPEN'; look++) {
      await bot.look();
      await each();
      await world.clock.advanceBy(10 * MINUTE);
    }
  };

  const expectTheEnd = () => {
    expect(epic()?.state).toBe('CLOSED');
    for (const number of CHILDREN)
      expect([number, core()?.issues.get(number)?.state]).toEqual([number, 'CLOSED']);
    expect(epic()?.body.match(/- \[x\] #\d+/g)).toHaveLength(CHILDREN.length);
    expect(epic()?.body).not.toMatch(/- \[ \] #\d+/);
    expect([...(core()?.branches.keys() ?? [])]).not.toContain('epic/101-medium-migration');
  };

  it('needs nobody’s click in auto mode', async () => {
    await start(['core']);
    const before = epic()?.body ?? '';
    await carry(6);
    expectTheEnd();
    expect(epic()?.body.replaceAll('- [x]', '- [ ]')).toBe(before.replaceAll('- [x]', '- [ ]'));
    const [status] = await user.command(`/epic status core #${EPIC}`);
    expect(status && words(status)).toContain('closed the epic');
  });

  it('needs clicks on approvals alone in approve mode', async () => {
    await start([]);
    let clicks = 0;
    await carry(6, async () => {
      for (const message of await user.messages()) {
        for (const words of openFor(message)) {
          await user.click(message, `Approve @ ${words}`);
          clicks += 1;
        }
      }
    });
    // The rest of phase 2, phase 3, and the merge.
    expect(clicks).toBeGreaterThanOrEqual(3);
    expectTheEnd();
  });
});
