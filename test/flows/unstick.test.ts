import { beforeEach, expect, it } from 'vitest';
import { auditLog } from '../../db/schema.js';
import { addLabel } from '../../sandbox/github/acts/labels.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import { INTERVENTIONS } from '../../src/domain/act.js';
import { parseCommand } from '../../src/domain/command.js';
import { answer } from '../../src/flows/answer.js';
import { pause } from '../../src/flows/pause.js';
import { status } from '../../src/flows/status.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { tryAgain, unstick } from '../../src/flows/unstick.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { requestsAt } from '../support/world-watch.js';

onOneDatabase('unstick', (open) => {
  let scene: Scene;
  const ask = (pullRequest: number | null = null) =>
    unstick(scene.bot.context, { repo: 'core', pullRequest });
  const turns = async () => (await ask()).rows.map(({ pullRequest, turn }) => [pullRequest, turn]);
  const pull = (number: number) => {
    const found = scene.people.repo().pullRequests.get(number);
    if (!found) throw new Error(`The world has no pull request #${number}.`);
    return found;
  };
  const look = async () => {
    await scene.seconds(5);
    await sync(scene.bot.context);
  };

  beforeEach(async () => {
    scene = await aScene(open);
    const { settings } = scene.bot.context;
    Object.assign(settings, { cadence: { ...settings.cadence, workdays: [] } });
  });

  it('says of every open pull request of the epics what blocks it and what comes next', async () => {
    const { repo, paused, asOf, rows } = await ask();
    expect([repo, paused, asOf]).toEqual(['dappcore/core', false, '2026-02-04T09:00:00.000Z']);
    expect(rows).toEqual([
      {
        pullRequest: 321,
        child: 105,
        epic: 101,
        why: 'green, reviewed and without conflict',
        next: 'I merge it',
        turn: 'bot',
        again: false,
      },
      {
        pullRequest: 322,
        child: 106,
        epic: 101,
        why: 'green, reviewed and without conflict',
        next: 'I merge it',
        turn: 'bot',
        again: false,
      },
      {
        pullRequest: 323,
        child: 303,
        epic: 299,
        why: 'conflicts with epic/299-exec-hardening',
        next: 'I ask the agent to fix the conflict',
        turn: 'bot',
        again: false,
      },
      {
        pullRequest: 324,
        child: 313,
        epic: 301,
        why: '2 unresolved review threads',
        next: 'I ask the agent to fix the reviews',
        turn: 'bot',
        again: false,
      },
    ]);
  });

  it('puts first what a person has to look at, and last what only takes time', async () => {
    const { world } = scene.world.github;
    const session = world.sessions.get('ghp_sandbox_Snider');
    if (!session) throw new Error('The world has no session of Snider.');
    addLabel(world, pull(324), { name: 'needs-intervention', session });
    await tick(scene.bot.context);
    await look();
    const rows = await turns();
    expect(rows[0]).toEqual([324, 'person']);
    expect(rows).toContainEqual([323, 'agent']);
    expect((await ask(323)).rows[0]).toMatchObject({
      why: 'conflicts with epic/299-exec-hardening; asked, waiting for a commit',
      next: 'wait for the agent',
    });
  });

  it('of one pull request says that one alone, and refuses one that is of no epic', async () => {
    expect((await ask(323)).rows.map(({ pullRequest }) => pullRequest)).toEqual([323]);
    for (const number of [999, 119])
      await expect(ask(number)).rejects.toMatchObject({
        message: `core has no open pull request #${number} of an epic.`,
        hints: ['/epic unstick core lists them.'],
      });
  });

  it('asks nothing of GitHub and changes nothing', async () => {
    const log = async () => (await scene.db.select().from(auditLog)).length;
    const before = await log();
    const seen = requestsAt(scene.world.github.world);
    await ask();
    expect(seen).toEqual([]);
    expect(await log()).toBe(before);
  });

  it('leaves out the pull requests of an epic that is closed', async () => {
    scene.people.close(299);
    await look();
    expect((await turns()).map(([number]) => number)).not.toContain(323);
    await expect(ask(323)).rejects.toThrow('has no open pull request #323 of an epic.');
  });

  it('says that the repository is paused', async () => {
    await pause(scene.bot.context, 'operator', 'core');
    expect(await ask()).toMatchObject({ paused: true, rows: expect.arrayContaining([expect.anything()]) });
  });

  it('answers the command in the channel, whoever asks', async () => {
    const parsed = parseCommand('unstick core #323');
    if (!parsed.ok) throw new Error(parsed.fault);
    const stranger = { slackTeam: 'T0DAPPCORE', slackUser: 'U0PASSERBY' };
    expect(await answer(scene.bot.context, parsed.command, stranger)).toMatchObject({
      content: { view: 'unstick', unstick: { rows: [{ pullRequest: 323 }] } },
      to: 'reply',
      proposals: [],
    });
  });
});

onOneDatabase('trying again', (open) => {
  const REF = { repo: 'core', pullRequest: 324 };
  const click = (
    scene: Scene,
    slackUser: keyof typeof sandboxSlack.users | 'U0PASSERBY',
    pullRequest = 324,
  ) =>
    tryAgain(
      scene.bot.context,
      {
        slackTeam: sandboxSlack.teamId,
        slackUser: slackUser === 'U0PASSERBY' ? slackUser : sandboxSlack.users[slackUser],
      },
      { ...REF, pullRequest },
    );

  async function aSceneWithAPersonCalled(): Promise<{
    scene: Scene;
    labels: () => string[];
    asked: () => number;
  }> {
    const scene = await aScene(open);
    const { settings } = scene.bot.context;
    Object.assign(settings, { cadence: { ...settings.cadence, workdays: [] } });
    const { world } = scene.world.github;
    const pull = scene.people.repo().pullRequests.get(324);
    const session = world.sessions.get('ghp_sandbox_Snider');
    if (!pull || !session) throw new Error('The world is not as it was.');
    addLabel(world, pull, { name: 'needs-intervention', session });
    await scene.seconds(5);
    await sync(scene.bot.context);
    return {
      scene,
      labels: () => pull.labels.map(({ name }) => name),
      asked: () => pull.comments.filter(({ body }) => body === INTERVENTIONS['ask-reviews']).length,
    };
  }

  it('takes the label off by an approver’s click, however often it comes, and goes on', async () => {
    const { scene, labels, asked } = await aSceneWithAPersonCalled();
    expect((await unstick(scene.bot.context, REF)).rows[0]).toMatchObject({ turn: 'person', again: true });
    const before = asked();
    const replies = await Promise.all([click(scene, 'Snider'), click(scene, 'Snider')]);
    for (const reply of replies) expect(reply).toContain('#324 is handed back');
    await scene.seconds(200);
    await tick(scene.bot.context);
    expect(labels()).not.toContain('needs-intervention');
    expect(asked()).toBe(before + 1);
    expect(await click(scene, 'Snider')).toContain('nothing was changed');
    const log = await scene.db.select().from(auditLog);
    expect(log.filter(({ event }) => event === 'hand-back').map(({ actor }) => actor)).toEqual(['Snider']);
  });

  it('changes nothing for a stranger, while paused, or for what nobody was called for', async () => {
    const { scene, labels } = await aSceneWithAPersonCalled();
    expect(await click(scene, 'U0PASSERBY')).toContain('not an approver');
    expect(await click(scene, 'Snider', 323)).toContain('nothing was changed');
    expect(await click(scene, 'Snider', Number.NaN)).toContain('nothing was changed');
    await pause(scene.bot.context, 'operator', 'core');
    expect(await click(scene, 'Snider')).toContain('is paused');
    await scene.seconds(200);
    expect(labels()).toContain('needs-intervention');
  });
});

onOneDatabase('the status of a closed epic', (open) => {
  it('still tells what happened to it', async () => {
    const scene = await aScene(open);
    scene.people.close(101);
    await scene.seconds(5);
    await sync(scene.bot.context);
    const told = await status(scene.bot.context, { repo: 'core', epic: 101 });
    expect(told.repos[0]?.epicStatus.map(({ number, open }) => [number, open])).toContainEqual([101, false]);
    const what = told.timeline.map((entry) => entry.what);
    expect(what).toEqual(
      expect.arrayContaining(['#102 went to jules', '#201 was merged', '#102 was closed']),
    );
    const times = told.timeline.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const all = await status(scene.bot.context, { repo: 'core', epic: null });
    expect(all.repos[0]?.epicStatus.map(({ number }) => number)).not.toContain(101);
    expect(all.timeline).toEqual([]);
  });

  it('of a number that never was an epic is refused, with those that are open', async () => {
    const scene = await aScene(open);
    await expect(status(scene.bot.context, { repo: 'core', epic: 119 })).rejects.toMatchObject({
      message: 'core has no epic #119.',
      hints: [expect.stringContaining('#118')],
    });
  });
});
