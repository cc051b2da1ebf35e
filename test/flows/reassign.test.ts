import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { quiet } from '../../sandbox/behaviour.js';
import { completeChecks, headCommit } from '../../sandbox/github/acts/checks.js';
import { addLabel, removeLabel } from '../../sandbox/github/acts/labels.js';
import { mergePullRequest } from '../../sandbox/github/acts/merge.js';
import { openPullRequest } from '../../sandbox/github/acts/pull-requests.js';
import { pushCommit } from '../../sandbox/github/acts/pushes.js';
import { closePullRequest } from '../../sandbox/github/acts/states.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import { NEEDS_INTERVENTION } from '../../src/domain/act.js';
import { undo } from '../../src/flows/decide.js';
import { pause } from '../../src/flows/pause.js';
import { giveTo } from '../../src/flows/reassign.js';
import { sync } from '../../src/flows/sync.js';
import { childOf } from '../../src/flows/takers.js';
import { tick } from '../../src/flows/tick.js';
import { unstick } from '../../src/flows/unstick.js';
import { workOff } from '../../src/flows/work-off.js';
import { loadBudgets } from '../../src/store/budget.js';
import { loadRecords } from '../../src/store/journal.js';
import { findRepo } from '../../src/store/repos.js';
import { saveTeam } from '../../src/store/team.js';
import { githubThatDies } from '../support/breaking-github.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { aTeam, aTeamWithClaude } from '../support/builders/team.js';
import { forEachDatabase, type OpenDatabase, onOneDatabase } from '../support/for-each-database.js';

/** The seed's pull request of Jules for the child of epic #301. */
const PULL = 324;
const CHILD = 313;
const LEASE_SECONDS = 3 * 60;

/** A pull request of Jules that was handed to a person, in a team that has Claude as well. */
async function aStuckScene(open: OpenDatabase) {
  const scene = await aScene(open, aTeamWithClaude());
  const { settings } = scene.bot.context;
  Object.assign(settings, { cadence: { ...settings.cadence, workdays: [] } });
  const { world } = scene.world.github;
  const session = world.sessions.get('ghp_sandbox_Snider');
  const pull = scene.people.repo().pullRequests.get(PULL);
  if (!session || !pull) throw new Error('The world is not as it was.');
  addLabel(world, pull, { name: NEEDS_INTERVENTION, session });
  const look = async () => {
    await scene.seconds(5);
    await sync(scene.bot.context);
  };
  await look();
  return { scene, world, session, pull, look };
}

type Stuck = Awaited<ReturnType<typeof aStuckScene>>;

const asker = (user: keyof typeof sandboxSlack.users) => ({
  slackTeam: sandboxSlack.teamId,
  slackUser: sandboxSlack.users[user],
});
const give = (
  scene: Scene,
  { by = 'Snider', child = CHILD, agent = 'claude', ts = null as string | null } = {},
) =>
  giveTo(scene.bot.context, asker(by as 'Snider'), {
    ...{ repo: 'core', child, agent, at: { channel: sandboxSlack.channel, ts } },
  });
const labels = ({ scene }: Stuck) => scene.people.issue(CHILD).labels.map(({ name }) => name);
const added = ({ scene }: Stuck, name: string) =>
  scene.people
    .issue(CHILD)
    .events.filter((event) => event.type === 'LabeledEvent' && event.label.name === name).length;
const comments = ({ scene }: Stuck) =>
  scene.people.issue(CHILD).comments.filter(({ body }) => body.startsWith('Target branch')).length;
const ledger = async ({ scene }: Stuck) =>
  (await scene.actions(CHILD))
    .filter(({ status }) => !['proposed', 'skipped'].includes(status))
    .map(({ agent, status, note }) => [agent, status, note]);
const used = async ({ scene }: Stuck, agent: string) => {
  const budgets = await loadBudgets(scene.db, scene.bot.context.clock.now());
  const own = budgets.filter(({ account }) => account.agent === agent);
  return own.reduce((sum, budget) => sum + budget.used + budget.reserved, 0);
};
/** Lets the time for Undo end. */
const sent = async ({ scene }: Stuck) => {
  await scene.seconds(31);
  await workOff(scene.bot.context);
};
const pullByClaude = ({ scene, world, pull }: Stuck) =>
  openPullRequest(world, pull.repo, {
    ...{ title: pull.title, body: `Fixes #${CHILD}`, author: pull.author, base: pull.baseRefName },
    ...{ head: `claude/issue-${CHILD}`, oid: 'c1a0de'.padEnd(40, '0'), files: pull.files },
    refersTo: [scene.people.issue(CHILD)],
  });
const row = async ({ scene }: Stuck) =>
  (await unstick(scene.bot.context, { repo: 'core', pullRequest: null })).rows.filter(
    ({ child }) => child === CHILD,
  );
const GIVEN = ['jules', 'finished', 'started outside the bot by Snider'];

forEachDatabase('giving a child to another agent', (open) => {
  it('takes the old label off and adds the new one once, for one task of that agent, however often it is clicked', async () => {
    const stuck = await aStuckScene(open);
    const before = { comments: comments(stuck), jules: await used(stuck, 'jules') };
    const told = await Promise.all([give(stuck.scene), give(stuck.scene), give(stuck.scene)]);
    expect(told.filter((text) => text === null)).toHaveLength(1);
    expect(await give(stuck.scene)).toContain('it is being handed out. Nothing was spent.');
    expect(added(stuck, 'claude')).toBe(0);
    await sent(stuck);
    expect(labels(stuck)).toContain('claude');
    expect(labels(stuck)).not.toContain('jules');
    expect(added(stuck, 'claude')).toBe(1);
    expect(comments(stuck)).toBe(before.comments + 1);
    await stuck.look();
    expect(await ledger(stuck)).toEqual(
      expect.arrayContaining([GIVEN, ['claude', expect.any(String), null]]),
    );
    expect([await used(stuck, 'claude'), await used(stuck, 'jules')]).toEqual([1, before.jules]);
    expect(await give(stuck.scene)).toContain('Nothing was spent.');
    expect(stuck.scene.bot.failures).toEqual([]);
  });
});

onOneDatabase('a click that gives a child away', (open) => {
  let stuck: Stuck;
  beforeEach(async () => {
    stuck = await aStuckScene(open);
  });
  const expectNothing = async () => {
    await sent(stuck);
    expect([added(stuck, 'claude'), await used(stuck, 'claude')]).toEqual([0, 0]);
    expect(labels(stuck)).toContain('jules');
  };

  it('is an approver’s alone', async () => {
    await saveTeam(
      stuck.scene.db,
      aTeamWithClaude().map((member) => ({ ...member, approver: false })),
    );
    expect(await give(stuck.scene)).toContain('not an approver');
    await expectNothing();
  });

  it('waits while the repository is paused', async () => {
    await pause(stuck.scene.bot.context, 'operator', 'core');
    expect(await give(stuck.scene)).toContain('is paused, so nothing was done');
    await expectNothing();
  });

  it.each([
    ['has no task left', aTeamWithClaude({ quota: 0 }), 'claude has no task left'],
    ['is not connected', aTeamWithClaude({ repos: ['build'] }), 'claude is not connected to core'],
    ['is not in the team', aTeam(), 'claude is not one of those who could'],
  ])('is refused in words when the other agent %s', async (_what, team, why) => {
    await saveTeam(stuck.scene.db, team);
    expect(await give(stuck.scene)).toBe(`core #${CHILD} is not given to claude: ${why}. Nothing was spent.`);
    await expectNothing();
  });

  it('is refused while its agent is at it, for the same agent, and for what is no child', async () => {
    expect(await give(stuck.scene, { child: 303 })).toContain('its agent is still at it');
    expect(await give(stuck.scene, { agent: 'jules' })).toContain('is not given to jules');
    expect(await give(stuck.scene, { child: 9999 })).toContain('it is a child of no open epic');
    await expectNothing();
  });

  it('can be taken back for 30 seconds, and then the first agent has it as before', async () => {
    const before = await ledger(stuck);
    await give(stuck.scene);
    const [action] = (await stuck.scene.actions(CHILD)).slice(-1);
    expect(await undo(stuck.scene.bot.context, aClick(action?.proposalId ?? ''))).toBeNull();
    await expectNothing();
    await stuck.look();
    expect((await ledger(stuck)).filter(([, status]) => status !== 'undone')).toEqual(before);
    expect((await row(stuck))[0]).toMatchObject({ takers: { agents: ['claude'] } });
  });

  it('is left to people in auto mode too', async () => {
    Object.assign(stuck.scene.bot.context.settings, { modeOf: () => 'auto' });
    for (let n = 0; n < 3; n++) {
      await stuck.scene.seconds(60);
      await tick(stuck.scene.bot.context);
    }
    expect([added(stuck, 'claude'), await used(stuck, 'claude')]).toEqual([0, 0]);
    expect(labels(stuck)).toContain('jules');
  });

  it('is shown in the channel, with what became of it', async () => {
    await give(stuck.scene);
    await sent(stuck);
    const shown = stuck.scene.world.desk.state.messages.map(({ blocks }) => JSON.stringify(blocks)).join();
    expect(shown).toContain(`jules could not with #${PULL}`);
    expect(shown).toContain('1 task → claude');
  });

  const changes: [string, () => unknown, string][] = [
    [
      'the first agent has pushed',
      () => pushCommit(stuck.world, stuck.pull, { by: stuck.session.account }),
      `jules has pushed to #${PULL} meanwhile`,
    ],
    [
      'a person has merged its pull request',
      () => mergePullRequest(stuck.world, stuck.pull, { by: stuck.session.account, method: 'SQUASH' }),
      `#${PULL} was merged meanwhile`,
    ],
    [
      'a person has handed it back',
      () => removeLabel(stuck.world, stuck.pull, { name: NEEDS_INTERVENTION, session: stuck.session }),
      `#${PULL} was handed back to jules meanwhile`,
    ],
    [
      'somebody has called the other agent',
      () => stuck.scene.people.label(CHILD, 'bodane', 'claude'),
      'somebody else added claude first',
    ],
  ];
  it.each(changes)('spends nothing when meanwhile %s', async (_what, change, why) => {
    for (const thread of stuck.pull.threads) thread.isResolved = true;
    await give(stuck.scene);
    const before = added(stuck, 'claude');
    await stuck.scene.seconds(20);
    change();
    const byHand = added(stuck, 'claude') - before;
    await stuck.scene.seconds(11);
    await workOff(stuck.scene.bot.context);
    expect(added(stuck, 'claude')).toBe(byHand);
    const own = (await stuck.scene.actions(CHILD)).find(({ proposalId }) => proposalId !== null);
    expect(own).toMatchObject({ agent: 'claude', status: 'stale', note: why });
    expect(labels(stuck)).toContain('jules');
  });

  it.each(Array.from({ length: 7 }, (_, at) => [at]))(
    'is finished once by the next worker when one is killed at call %i',
    async (at) => {
      for (const moment of ['before', 'after'] as const) {
        const one = await aStuckScene(open);
        await give(one.scene);
        one.scene.bot.die();
        await one.scene.seconds(31);
        const victim = await one.scene.another({ github: githubThatDies(at, moment) });
        await workOff(victim.context);
        victim.die();
        const heir = await one.scene.another();
        await one.scene.seconds(LEASE_SECONDS);
        await workOff(heir.context);
        expect([moment, added(one, 'claude')]).toEqual([moment, 1]);
        expect(labels(one)).not.toContain('jules');
        await sync(heir.context);
        expect(await used(one, 'claude')).toBe(1);
      }
    },
  );
});

onOneDatabase('the pull request of the agent before', (open) => {
  let stuck: Stuck;
  beforeEach(async () => {
    stuck = await aStuckScene(open);
    await give(stuck.scene);
    await sent(stuck);
    await stuck.look();
  });
  const said = () => stuck.pull.comments.map(({ body }) => body).filter((body) => body.startsWith('Can you'));

  it('is no longer the child’s: nothing is asked of it, whoever takes the label off', async () => {
    const before = said().length;
    expect(await row(stuck)).toEqual([]);
    removeLabel(stuck.world, stuck.pull, { name: NEEDS_INTERVENTION, session: stuck.session });
    for (let n = 0; n < 3; n++) {
      await stuck.scene.seconds(60);
      await tick(stuck.scene.bot.context);
    }
    expect(said()).toHaveLength(before);
    expect(stuck.pull.state).toBe('OPEN');
  });

  it('calls nobody any more once the other’s has come, which is carried on in its place', async () => {
    const fresh = pullByClaude(stuck);
    await stuck.look();
    await tick(stuck.scene.bot.context);
    await stuck.look();
    expect(stuck.pull.labels.map(({ name }) => name)).not.toContain(NEEDS_INTERVENTION);
    expect(stuck.pull.state).toBe('OPEN');
    expect((await row(stuck)).map(({ pullRequest }) => pullRequest)).toEqual([fresh.number]);
  });

  const carryOn = async () => {
    for (let n = 0; n < 8; n++) {
      await stuck.scene.seconds(60);
      await tick(stuck.scene.bot.context);
    }
  };
  const record = async () => (await loadRecords(stuck.scene.db)).find(({ child }) => child === CHILD);

  it('that a person merges all the same is the child’s end, and the first agent’s work', async () => {
    pullByClaude(stuck);
    for (const thread of stuck.pull.threads) thread.isResolved = true;
    mergePullRequest(stuck.world, stuck.pull, { by: stuck.session.account, method: 'SQUASH' });
    await carryOn();
    expect(stuck.scene.people.issue(CHILD).state).toBe('CLOSED');
    expect(await record()).toMatchObject({ pullRequest: PULL, implementer: { agent: 'jules' } });
  });

  it('leaves the work to the other agent in the record, when that one’s is merged', async () => {
    const fresh = pullByClaude(stuck);
    await stuck.look();
    completeChecks(stuck.world, headCommit(fresh), 'SUCCESS');
    mergePullRequest(stuck.world, fresh, { by: stuck.session.account, method: 'SQUASH' });
    closePullRequest(stuck.world, stuck.pull, { by: stuck.session.account });
    await carryOn();
    expect(stuck.scene.people.issue(CHILD).state).toBe('CLOSED');
    expect(await record()).toMatchObject({
      pullRequest: fresh.number,
      implementer: { agent: 'claude', provider: 'anthropic' },
    });
  });
});

onOneDatabase('a child whose agent brings nothing', (open) => {
  const FRESH = 119;
  const HOURS = 3 * 60 * 60;

  async function aStalledScene() {
    quiet.lost = 1;
    onTestFinished(() => {
      quiet.lost = 0;
    });
    const scene = await aScene(open, aTeamWithClaude());
    await scene.approved(FRESH);
    await scene.seconds(31);
    expect(await give(scene, { child: FRESH })).toContain('its agent is still at it');
    await scene.seconds(HOURS);
    await sync(scene.bot.context);
    return scene;
  }
  const sentTo = (scene: Scene) => scene.people.issue(FRESH).labels.map(({ name }) => name);

  it('may be given to another after its usual time', async () => {
    const scene = await aStalledScene();
    const { rows } = await unstick(scene.bot.context, { repo: 'core', pullRequest: null });
    expect(rows[0]).toMatchObject({
      ...{ pullRequest: null, child: FRESH, turn: 'person', takers: { agents: ['claude'], refusals: [] } },
      why: 'no pull request from the agent after hours',
    });
    expect(await give(scene, { child: FRESH })).toBeNull();
    await scene.seconds(40);
    expect(sentTo(scene)).toContain('claude');
    expect(sentTo(scene)).not.toContain('jules');
  });

  it('is not called silent for want of a 👀 that its new agent never gives', async () => {
    const scene = await aStalledScene();
    scene.people.issue(FRESH).reactions = [];
    await give(scene, { child: FRESH });
    await scene.seconds(20 * 60);
    await sync(scene.bot.context);
    const facts = await childOf(scene.bot.context, await findRepo(scene.db, 'core'), FRESH);
    expect(facts?.child.issue).toMatchObject({ dispatch: 'confirmed', silence: null });
  });

  it('keeps it when a pull request has come before the other was called', async () => {
    const scene = await aStalledScene();
    expect(await give(scene, { child: FRESH })).toBeNull();
    const { world } = scene.world.github;
    const repo = scene.people.repo();
    const [pull] = repo.pullRequests.values();
    const branch = [...repo.branches.keys()].find((name) => name.startsWith('epic/118-'));
    if (!pull || !branch) throw new Error('The world is not as it was.');
    const late = openPullRequest(world, repo, {
      ...{ title: 'x', body: '', author: pull.author, base: branch, head: `jules/${FRESH}-late` },
      ...{ oid: 'a'.repeat(40), files: pull.files, refersTo: [scene.people.issue(FRESH)] },
    });
    await scene.seconds(40);
    expect(sentTo(scene)).toEqual(expect.not.arrayContaining(['claude']));
    expect((await scene.actions(FRESH)).map(({ agent, status, note }) => [agent, status, note])).toEqual([
      ['jules', 'confirmed', null],
      ['claude', 'stale', `jules has brought #${late.number} meanwhile`],
    ]);
  });
});
