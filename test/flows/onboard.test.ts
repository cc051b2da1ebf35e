import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { messages, proposals } from '../../db/schema.js';
import { Random } from '../../sandbox/github/random.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import { isAuditTitle } from '../../src/domain/title.js';
import { approveAll, skip } from '../../src/flows/decide.js';
import { planOnboarding, startOnboarding } from '../../src/flows/onboard.js';
import { keep, liveState } from '../../src/flows/redraw.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { replaceProposal } from '../../src/store/messages.js';
import { threadStates } from '../../src/store/onboardings.js';
import { listRepos } from '../../src/store/repos.js';
import { Mortal } from '../simulator/killable.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { aTeam } from '../support/builders/team.js';
import { onOneDatabase } from '../support/for-each-database.js';

const TIER_1 = ['core-php', 'core-mcp', 'core-api'];

onOneDatabase('onboarding', (open) => {
  async function aSceneToOnboard(names = TIER_1): Promise<Scene> {
    const scene = await aScene(open, aTeam({ repos: TIER_1 }));
    const { settings } = scene.bot.context;
    Object.assign(settings, {
      isCarried: (repo: string) => names.includes(repo),
      cadence: { ...settings.cadence, workdays: [] },
    });
    await scene.seconds(180);
    await sync(scene.bot.context);
    return scene;
  }

  /** As the slash command does it. */
  async function onboard(
    { bot }: Scene,
    names = TIER_1,
    as = aClick(''),
  ): Promise<{ channel: string; ts: string }> {
    const { context } = bot;
    const content = await planOnboarding(context, names, as);
    const { channel } = context.settings;
    const { ts } = await context.chat.post(channel, { content, live: await liveState(context, []) });
    await keep(context, { content, proposals: [], channel, ts });
    await startOnboarding(context, { content, place: { channel, ts }, asker: as });
    return { channel, ts };
  }

  /** An approver who says yes to all that is asked. */
  async function approveEverything(scene: Scene, context = scene.bot.context): Promise<void> {
    const rows = await scene.db.select().from(proposals);
    const ids = rows
      .filter(({ status, shown }) => status === 'open' && !shown.needsCodeOwner)
      .map(({ id }) => aClick(id));
    await approveAll(context, ids);
  }

  async function live(scene: Scene, minutes: number, { approving = true } = {}): Promise<void> {
    for (let n = 0; n < minutes; n++) {
      await scene.seconds(60);
      await tick(scene.bot.context);
      if (approving) await approveEverything(scene);
    }
  }

  const issuesOf = (scene: Scene, name: string) => [...scene.people.repo(name).issues.values()];
  const worldOf = (scene: Scene) =>
    TIER_1.map((name) => ({
      name,
      issues: issuesOf(scene, name)
        // How far the agents are with the children is their own affair.
        .map(({ title, state }) => (isAuditTitle(title) ? `${title} ${state}` : title))
        .sort(),
      epics: issuesOf(scene, name)
        .filter(({ title }) => title.startsWith('epic('))
        .map(({ title, body, subIssues, number }) => [
          title,
          parseChecklist(body).length,
          subIssues.length,
          [...scene.people.repo(name).branches.keys()].some((branch) => branch.startsWith(`epic/${number}-`)),
        ])
        .sort(),
      comments: issuesOf(scene, name).flatMap(({ comments }) =>
        comments.filter(({ author }) => author.login === 'epic-bot'),
      ).length,
    }));

  /** How often each child was given the agent's label. */
  const handedOut = (scene: Scene, name: string) =>
    issuesOf(scene, name)
      .map(({ events }) =>
        events.filter((event) => event.type === 'LabeledEvent' && event.label.name === 'jules'),
      )
      .flatMap(({ length }) => (length > 0 ? [length] : []));

  it('takes tier 1 from its audits to dispatched children, each stage behind its click', async () => {
    const scene = await aSceneToOnboard();
    const thread = await onboard(scene);
    const stages = async () => (await threadStates(scene.db, thread)).map(({ stage }) => stage);
    await live(scene, 3, { approving: false });
    expect(await stages()).toEqual(['audit', 'audit', 'audit']);
    expect(worldOf(scene).every(({ epics }) => epics.length === 0)).toBe(true);
    await live(scene, 30);
    expect(await stages()).toEqual(['done', 'done', 'done']);
    for (const name of TIER_1) expect(handedOut(scene, name).length).toBeGreaterThan(0);
    expect(scene.bot.failures).toEqual([]);
  });

  it('goes on wherever it is killed, and the world ends the same', async () => {
    const undisturbed = await aSceneToOnboard(['core-api']);
    await onboard(undisturbed, ['core-api']);
    await live(undisturbed, 30);
    const random = new Random(20_261_123);
    for (let n = 0; n < 10; n++) {
      const scene = await aSceneToOnboard(['core-api']);
      await onboard(scene, ['core-api']);
      const call = random.between(1, 160);
      const one = await scene.another({ settings: scene.bot.context.settings });
      const mortal = new Mortal(one.context, new Random(n));
      mortal.killSoon(call);
      scene.bot.die();
      for (let minute = 0; minute < 30 && !mortal.dead; minute++) {
        await scene.seconds(60);
        await tick(mortal.context).catch(() => {});
        await approveEverything(scene, mortal.context).catch(() => {});
      }
      one.die();
      expect(mortal.dead, `killed at call ${call}`).toBe(true);
      const restarted = await scene.another({ settings: scene.bot.context.settings });
      await live({ ...scene, bot: restarted }, 40);
      expect(worldOf(scene), `killed at call ${call}`).toEqual(worldOf(undisturbed));
      // Each child that was handed out was handed out once.
      const handed = handedOut(scene, 'core-api');
      expect(handed.length).toBeGreaterThan(0);
      expect(handed).toEqual(handed.map(() => 1));
    }
  });

  it('is one at a time for each repository', async () => {
    const scene = await aSceneToOnboard(['core-api']);
    await onboard(scene, ['core-api']);
    await expect(onboard(scene, ['core-api'])).rejects.toThrow(
      'dappcore/core-api is being onboarded already.',
    );
  });

  it('says in a second message that it runs already, when two people press in the same moment', async () => {
    const scene = await aSceneToOnboard(['core-api']);
    const { context } = scene.bot;
    const begin = async () => {
      const content = await planOnboarding(context, ['core-api'], aClick(''));
      const place = { channel: context.settings.channel, ts: '' };
      place.ts = (await context.chat.post(place.channel, { content, live: await liveState(context, []) })).ts;
      await keep(context, { content, proposals: [], ...place });
      return { content, place, asker: aClick('') };
    };
    const [first, second] = [await begin(), await begin()];
    await startOnboarding(context, first);
    await startOnboarding(context, second);
    const contentAt = async ({ ts }: { ts: string }) =>
      (await scene.db.select().from(messages).where(eq(messages.ts, ts)))[0]?.content;
    expect(await contentAt(first.place)).toMatchObject({ view: 'onboarding' });
    expect(await contentAt(second.place)).toMatchObject({
      view: 'notice',
      text: 'dappcore/core-api is being onboarded already.',
    });
  });

  it('keeps what was decided in sight when the rest of a stage is shown anew', async () => {
    const scene = await aSceneToOnboard(['core-api']);
    const thread = await onboard(scene, ['core-api']);
    const shown = async () => (await threadStates(scene.db, thread))[0]?.proposals.audit ?? [];
    const [first = '', second = ''] = await shown();
    await approveAll(scene.bot.context, [aClick(first)]);
    await live(scene, 5, { approving: false });
    await scene.seconds(13 * 3_600);
    await live(scene, 5, { approving: false });
    const after = await shown();
    expect(after).toContain(first);
    expect(after).not.toContain(second);
    expect(after.length).toBeGreaterThan(1);
  });

  it('goes on to the next stage when all of one is skipped', async () => {
    const scene = await aSceneToOnboard(['core-api']);
    const thread = await onboard(scene, ['core-api']);
    for (const { id } of await scene.db.select().from(proposals)) await skip(scene.bot.context, aClick(id));
    await live(scene, 4);
    const [state] = await threadStates(scene.db, thread);
    expect(state?.stage).toBe('done');
    expect(state?.notes.organise?.join()).toContain('Nothing of core-api is to be put into epics now.');
  });

  it('follows a draft that a person has changed', async () => {
    const scene = await aSceneToOnboard(['core-api']);
    const thread = await onboard(scene, ['core-api']);
    const before = (await threadStates(scene.db, thread))[0]?.proposals.audit ?? [];
    await scene.db.transaction((tx) => replaceProposal(tx, before[0] ?? '', 'another-one'));
    expect((await threadStates(scene.db, thread))[0]?.proposals.audit).toEqual([
      'another-one',
      ...before.slice(1),
    ]);
  });

  it('says what a repository lacks, and begins once what nothing can be done without is there', async () => {
    const name = 'docker-server-blockchain';
    const scene = await aSceneToOnboard([name]);
    const { collaborators } = scene.people.repo(name);
    collaborators.set('epic-bot', 'read');
    const thread = await onboard(scene, [name]);
    const state = async () => (await threadStates(scene.db, thread))[0];
    expect((await state())?.isHeld).toBe(true);
    expect((await state())?.lacks).toEqual([
      expect.stringMatching(/^❌ The bot’s token may not write/),
      expect.stringMatching(/^⚠️ No account is connected/),
      expect.stringMatching(/^⚠️ The label “jules” does not exist/),
      expect.stringMatching(/^⚠️ It has no checks/),
      expect.stringMatching(/^⚠️ It has no CODEOWNERS/),
    ]);
    await live(scene, 5);
    expect(await scene.db.select().from(proposals)).toEqual([]);
    collaborators.set('epic-bot', 'write');
    await live(scene, 15);
    expect((await state())?.isHeld).toBe(false);
    expect((await state())?.stage).not.toBe('audit');
  });

  it('takes a repository that the team file does not name into the inventory, for an approver', async () => {
    const scene = await aSceneToOnboard(['core-api']);
    const stranger = onboard(scene, ['core-template'], aClick('', 'passer-by'));
    await expect(stranger).rejects.toThrow(
      'dappcore/core-template is not in the inventory, so nothing was begun.',
    );
    await expect(onboard(scene, ['no-such-thing'])).rejects.toThrow(
      'I carry no repository called “no-such-thing”.',
    );
    await expect(onboard(scene, ['elsewhere/core-template'])).rejects.toThrow('I carry no repository');
    await expect(onboard(scene, ['core-template', 'no-such-thing'])).rejects.toThrow('“no-such-thing”');
    expect((await listRepos(scene.db)).map(({ name }) => name)).toEqual(['core-api']);
    const thread = await onboard(scene, ['dappcore/core-template']);
    expect((await threadStates(scene.db, thread))[0]).toMatchObject({
      branch: 'dev',
      stage: 'audit',
      language: 'PHP',
    });
    await live(scene, 3);
    expect((await listRepos(scene.db)).map(({ name }) => name).sort()).toEqual(['core-api', 'core-template']);
  });
});
