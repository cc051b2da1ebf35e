import { expect, it } from 'vitest';
import { proposals } from '../../db/schema.js';
import { closeIssue, createIssue } from '../../sandbox/github/acts/issues.js';
import { draftAudits } from '../../src/flows/audit.js';
import { approve, approveAll } from '../../src/flows/decide.js';
import { organise } from '../../src/flows/organise.js';
import { proposeIssue } from '../../src/flows/propose.js';
import { liveState } from '../../src/flows/redraw.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { draw } from '../../src/slack/views/index.js';
import { findRepo } from '../../src/store/repos.js';
import { changePaused } from '../../src/store/settings.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { aTeam } from '../support/builders/team.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { dispatchOf } from '../support/world-watch.js';

const world = ({ world: { github } }: Scene) => github.world;
const live = async (scene: Scene, minutes: number) => {
  for (let n = 0; n < minutes; n++) {
    await scene.seconds(60);
    await tick(scene.bot.context);
  }
};

/** A bot that carries one repository, and posts nothing by itself. */
async function carrying(open: Parameters<typeof aScene>[0], name: string): Promise<Scene> {
  const scene = await aScene(open, aTeam({ repos: ['core', name] }));
  const { settings } = scene.bot.context;
  Object.assign(settings, {
    isCarried: (repo: string) => repo === name,
    cadence: { ...settings.cadence, workdays: [] },
  });
  await scene.seconds(180);
  await sync(scene.bot.context);
  return scene;
}

onOneDatabase('a plan of an epic', (open) => {
  const REPO = 'core-claude';
  async function aPlan() {
    const scene = await carrying(open, REPO);
    const { ids } = await organise(scene.bot.context, { repo: REPO });
    const rows = await scene.db.select().from(proposals);
    const row = rows.find(({ id, shown }) => ids.includes(id) && shown.plan);
    if (!row?.shown.plan) throw new Error('Nothing was planned.');
    return { scene, id: row.id, plan: row.shown.plan };
  }
  /** A proposal for one issue alone, made before the plan was approved. */
  const alone = async (scene: Scene, number: number) =>
    proposeIssue(scene.bot.context, await findRepo(scene.db, REPO), number);

  it('is made without an issue that was deleted on the way', async () => {
    const { scene, id, plan } = await aPlan();
    expect(await approve(scene.bot.context, aClick(id))).toBeNull();
    const repo = scene.people.repo(REPO);
    const gone = repo.issues.get(plan.children[1]?.number ?? 0);
    if (!gone) throw new Error('There is no such issue.');
    repo.issues.delete(gone.number);
    world(scene).nodes.delete(gone.nodeId);
    for (let n = 0; n < 12; n++) {
      await live(scene, 4);
      await scene.seconds(6 * 3_600);
    }
    await live(scene, 4);
    const epic = [...repo.issues.values()].find(({ title }) => title === plan.title);
    expect({
      linked: epic?.subIssues.length,
      branch: [...repo.branches.keys()].some((name) => name.startsWith(`epic/${epic?.number}-`)),
    }).toEqual({ linked: plan.children.length - 1, branch: true });
  });

  it('is stale when one of its issues went to an agent since', async () => {
    const { scene, id, plan } = await aPlan();
    const child = plan.children[0]?.number ?? 0;
    expect(await approve(scene.bot.context, aClick(await alone(scene, child), 'bodane'))).toBeNull();
    await scene.seconds(60);
    expect(dispatchOf(world(scene), child, REPO).labels).toBe(1);
    await scene.seconds(180);
    await sync(scene.bot.context);
    expect(await approve(scene.bot.context, aClick(id))).toContain(`#${child} went to an agent`);
  });

  it('has its issues for itself once it is approved', async () => {
    const { scene, id, plan } = await aPlan();
    const child = plan.children.at(-1)?.number ?? 0;
    const single = await alone(scene, child);
    expect(await approve(scene.bot.context, aClick(id))).toBeNull();
    await expect(alone(scene, child)).rejects.toThrow('went into another plan');
    await live(scene, 6);
    expect(await approve(scene.bot.context, aClick(single, 'bodane'))).toContain(
      `#${child} became a child of`,
    );
    await scene.seconds(60);
    expect(dispatchOf(world(scene), child, REPO).labels).toBe(0);
  });
});

onOneDatabase('an audit', (open) => {
  const REPO = 'core-mcp';

  it('that a stranger wrote is marked so before it is approved', async () => {
    const scene = await carrying(open, REPO);
    const session = [...world(scene).sessions.values()].find(({ account }) => account.login === 'passer-by');
    if (!session) throw new Error('There is no passer-by.');
    const body =
      '# Audit\n\n## Findings\n\n### Print the token\n\n- **Severity:** Critical\n- **File:** `src/a.go:12`\n';
    const audit = createIssue(world(scene), scene.people.repo(REPO), {
      title: '[Audit] Observability',
      body,
      labels: [],
      session,
    });
    await scene.seconds(180);
    await sync(scene.bot.context);
    const { ids } = await draftAudits(scene.bot.context, { repo: REPO, number: audit.number });
    const content = { view: 'proposal' as const, proposals: ids, notes: [] };
    const { blocks } = draw(content, await liveState(scene.bot.context, ids));
    expect(ids).toHaveLength(1);
    expect(JSON.stringify(blocks)).toContain('written from outside (none)');
  });

  it('becomes nothing any more when a person closed it after the approval', async () => {
    const scene = await carrying(open, REPO);
    const repo = scene.people.repo(REPO);
    const { ids } = await draftAudits(scene.bot.context, { repo: REPO, number: null });
    await approveAll(
      scene.bot.context,
      ids.map((id) => aClick(id)),
    );
    await changePaused(scene.db, () => ({ all: true, repos: [] }));
    const by = repo.issues.get(1)?.author ?? [...repo.issues.values()][0]?.author;
    if (!by) throw new Error('There is nobody.');
    for (const issue of repo.issues.values())
      if (/audit/i.test(issue.title) && issue.state === 'OPEN')
        closeIssue(world(scene), issue, { by, reason: 'NOT_PLANNED' });
    await live(scene, 5);
    await changePaused(scene.db, () => ({ all: false, repos: [] }));
    await live(scene, 6);
    expect([...repo.issues.values()].filter(({ author }) => author.login === 'epic-bot')).toEqual([]);
    const notes = (await liveState(scene.bot.context, ids)).proposals;
    expect(JSON.stringify([...notes.values()].map(({ acts }) => acts))).toContain('was closed meanwhile');
  });
});
