import { expect, it } from 'vitest';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import type { Context } from '../../src/flows/context.js';
import { type Body, handleClick } from '../../src/slack/clicks.js';
import { showHome } from '../../src/slack/home.js';
import { openOnboardings } from '../../src/store/onboardings.js';
import { saveTeam } from '../../src/store/team.js';
import { anInstance, aWorldForOneTest } from '../support/builders/context.js';
import { aScene } from '../support/builders/scene.js';
import { aTeam } from '../support/builders/team.js';
import { onOneDatabase } from '../support/for-each-database.js';

const { teamId, channel, users } = sandboxSlack;

/** A click as Bolt hands it over. */
function aBody(value: string): Body {
  const action = { type: 'button', action_id: 'onboard', action_ts: '1770195601.1', value };
  return {
    team: { id: teamId },
    user: { id: users.Snider },
    channel: { id: channel },
    container: { type: 'message', channel_id: channel, message_ts: '1770195600.1' },
    actions: [action],
  } as unknown as Body;
}

onOneDatabase('the edges to Slack', (open) => {
  it('acknowledge Onboard once, before GitHub is asked for anything', async () => {
    const order: string[] = [];
    const scene = await aScene(open);
    const { context } = scene.bot;
    const github = new Proxy(context.github, {
      get(port, name, self) {
        order.push('GitHub');
        return Reflect.get(port, name, self);
      },
    });
    const ack = async () => void order.push('ack');
    const carried: Context = { ...context, github };
    await handleClick(carried, 'onboard', { body: aBody('core'), ack });
    expect(order.slice(0, 2)).toEqual(['ack', 'GitHub']);
    expect(order.filter((step) => step === 'ack')).toHaveLength(1);
    expect((await openOnboardings(scene.db)).map(({ repo }) => repo.name)).toEqual(['core']);
    // Slack delivers it again when the answer is late.
    await handleClick(carried, 'onboard', { body: aBody('core'), ack });
    expect(order.filter((step) => step === 'ack')).toHaveLength(2);
    expect(scene.bot.failures).toEqual([]);
  });

  it('say in the Home tab that GitHub was not read yet, and what the pool holds', async () => {
    const { db } = await open();
    const world = await aWorldForOneTest();
    await saveTeam(db, aTeam());
    const { context } = await anInstance(world, db);
    await showHome(context, { user: users.Snider, tab: 'home' });
    const blocks = JSON.stringify(world.desk.state.home(users.Snider)?.content.blocks);
    expect(blocks).toContain('GitHub has not been read yet; try again in a minute.');
    expect(blocks).toContain('600 of 600 tasks left');
  });
});
