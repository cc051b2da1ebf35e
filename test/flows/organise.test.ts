import { expect, it } from 'vitest';
import { proposals } from '../../db/schema.js';
import { closeIssue, createIssue } from '../../sandbox/github/acts/issues.js';
import { addLabel } from '../../sandbox/github/acts/labels.js';
import type { Issue } from '../../sandbox/github/model.js';
import { Random } from '../../sandbox/github/random.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import type { PlanPlace } from '../../src/domain/organise/review.js';
import { approveAll, undo } from '../../src/flows/decide.js';
import { organise } from '../../src/flows/organise.js';
import { keep } from '../../src/flows/redraw.js';
import { reviewPlan } from '../../src/flows/review-plan.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import { Mortal } from '../simulator/killable.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';

/** Thirty features; agents, commands, hooks, memory and plugins have three each. */
const REPO = 'core-claude';

onOneDatabase('stage 2', (open) => {
  /** A bot that carries one repository without epics, and posts nothing by itself. */
  async function aSceneToOrganise(): Promise<Scene> {
    const scene = await aScene(open);
    const { settings } = scene.bot.context;
    Object.assign(settings, {
      isCarried: (repo: string) => repo === REPO,
      cadence: { ...settings.cadence, workdays: [] },
    });
    await scene.seconds(180);
    await sync(scene.bot.context);
    return scene;
  }

  const repoOf = (scene: Scene) => scene.people.repo(REPO);
  const issuesOf = (scene: Scene) => [...repoOf(scene).issues.values()];
  const epicsOf = (scene: Scene) => issuesOf(scene).filter(({ title }) => title.startsWith('epic('));
  const draft = async (scene: Scene) => (await organise(scene.bot.context, { repo: REPO })).ids;
  const create = (scene: Scene, ids: readonly string[]) =>
    approveAll(
      scene.bot.context,
      ids.map((id) => aClick(id)),
    );
  const live = async (scene: Scene, minutes: number) => {
    for (let n = 0; n < minutes; n++) {
      await scene.seconds(60);
      await tick(scene.bot.context);
    }
  };
  /** An issue of the team's own, as an audit would have made it. */
  const anAuditIssue = (scene: Scene, title: string, labels: string[]) => {
    const { world } = scene.world.github;
    const session = [...world.sessions.values()].find(({ account }) => account.login === 'Snider');
    if (!session) throw new Error('Snider has a session.');
    return createIssue(world, repoOf(scene), { title, body: '', labels: ['audit', ...labels], session });
  };

  /** Everything that stage 2 makes, without the numbers of the order in which it was made. */
  const worldOf = (scene: Scene) => ({
    epics: epicsOf(scene)
      .map(({ title, labels, body, subIssues, number }) => ({
        title,
        labels: labels.map(({ name }) => name).sort(),
        children: parseChecklist(body).map(({ ref, phase, checked }) => `${phase} ${ref} ${checked}`),
        links: subIssues.map((child) => child.number).sort(),
        branches: [...repoOf(scene).branches.keys()].filter((name) => name.startsWith(`epic/${number}-`))
          .length,
      }))
      .sort((a, b) => a.title.localeCompare(b.title)),
    comments: issuesOf(scene)
      .map(({ number, comments, parent }) => [
        number,
        comments.map(({ body }) => body.replace(/\d+/, 'n')),
        comments.length === 0 || comments.some(({ body }) => body === `Parent: #${parent?.number}`),
      ])
      .filter(([, comments]) => (comments as string[]).length > 0),
    branches: repoOf(scene).branches.size,
  });

  let undisturbed: ReturnType<typeof worldOf> | undefined;
  async function theWholeWorld(): Promise<ReturnType<typeof worldOf>> {
    if (undisturbed) return undisturbed;
    const scene = await aSceneToOrganise();
    await create(scene, await draft(scene));
    await live(scene, 8);
    undisturbed = worldOf(scene);
    return undisturbed;
  }

  it('shows the epics and creates nothing', async () => {
    const scene = await aSceneToOrganise();
    const before = JSON.stringify(worldOf(scene));
    const ids = await draft(scene);
    const shown = (await scene.db.select().from(proposals)).map((row) => row.shown);
    expect(shown.map(({ plan }) => plan?.theme).sort()).toEqual([
      'agents',
      'commands',
      'hooks',
      'memory',
      'plugins',
    ]);
    expect(shown.every(({ cost, act }) => cost === 0 && act === 'organise')).toBe(true);
    expect(JSON.stringify(worldOf(scene))).toBe(before);
    expect(await draft(scene)).toEqual(ids);
  });

  it('makes each epic with its checklist, a word and a link for each child, and last its branch', async () => {
    const scene = await aSceneToOrganise();
    expect(await create(scene, await draft(scene))).toBeNull();
    await live(scene, 8);
    const made = worldOf(scene);
    expect(made.epics).toHaveLength(5);
    for (const { labels, children, links, branches } of made.epics) {
      expect(labels).toEqual(['agentic', 'complexity:large']);
      expect(children).toHaveLength(3);
      expect(links).toEqual(children.map((line) => Number(/#(\d+)/.exec(line)?.[1])).sort());
      expect(branches).toBe(1);
    }
    expect(made.comments).toHaveLength(15);
    expect(made.comments.every(([, comments, right]) => (comments as string[]).length === 1 && right)).toBe(
      true,
    );
    const branch = [...repoOf(scene).branches.values()].find(({ name }) => name.endsWith('-plugins'));
    expect(branch?.oid).toBe(repoOf(scene).branches.get('dev')?.oid);
    expect(scene.bot.failures).toEqual([]);
  });

  it('changes nothing when it is run again, at once or later', async () => {
    const scene = await aSceneToOrganise();
    await create(scene, await draft(scene));
    await expect(draft(scene)).rejects.toThrow('Nothing of core-claude is to be put into epics now.');
    await live(scene, 4);
    await expect(draft(scene)).rejects.toThrow('Nothing of core-claude');
    await live(scene, 8);
    await expect(draft(scene)).rejects.toThrow('Nothing of core-claude');
    expect(worldOf(scene)).toEqual(await theWholeWorld());
  });

  const ENDS = ['/issues', '/comments', '/sub_issues', '/git/refs'];
  it.each(
    ENDS.flatMap((path) =>
      (['status-after', 'status', 'secondary-limit'] as const).map((kind) => [kind, path] as const),
    ),
  )('makes each thing once when %s strikes every other write at %s', async (kind, path) => {
    const whole = await theWholeWorld();
    const scene = await aSceneToOrganise();
    await create(scene, await draft(scene));
    for (let second = 0; second < 180; second += 4) {
      scene.world.fault({ clear: true });
      scene.world.fault({ kind, status: 502, retryAfter: 30, times: 1, match: { method: 'POST', path } });
      await scene.seconds(4);
    }
    scene.world.fault({ clear: true });
    await live(scene, 20);
    expect(worldOf(scene)).toEqual(whole);
  });

  it('goes on wherever it is killed, and the world ends the same', async () => {
    const whole = await theWholeWorld();
    for (let call = 1; call <= 10; call++) {
      const scene = await aSceneToOrganise();
      await create(scene, await draft(scene));
      const one = await scene.another({ settings: scene.bot.context.settings });
      const mortal = new Mortal(one.context, new Random(call));
      mortal.killSoon(call * 13);
      scene.bot.die();
      for (let n = 0; n < 4; n++) {
        await scene.seconds(60);
        await tick(mortal.context).catch(() => {});
      }
      one.die();
      expect(mortal.dead).toBe(true);
      const restarted = await scene.another({ settings: scene.bot.context.settings });
      for (let n = 0; n < 14; n++) {
        await scene.seconds(60);
        await tick(restarted.context);
      }
      expect(worldOf(scene), `killed at call ${call * 13}`).toEqual(whole);
    }
  });

  it('puts new issues into the open epic of their theme, and leaves the rest of its body as it was', async () => {
    const scene = await aSceneToOrganise();
    for (let n = 0; n < 10; n++) anAuditIssue(scene, `security(api): mend ${n}`, ['security', 'medium']);
    await live(scene, 3);
    const security = async () => {
      const ids = await draft(scene);
      const rows = await scene.db.select().from(proposals);
      return rows
        .filter(({ id, shown }) => ids.includes(id) && shown.plan?.theme === 'security')
        .map(({ id }) => id);
    };
    await create(scene, await security());
    await live(scene, 5);
    const [epic] = epicsOf(scene) as [Issue];
    for (const { number } of parseChecklist(epic.body).slice(0, 2)) {
      const child = repoOf(scene).issues.get(number) as Issue;
      closeIssue(scene.world.github.world, child, { by: epic.author });
    }
    await live(scene, 5);
    const before = epic.body;
    const fresh = anAuditIssue(scene, 'security(api): mend the new one', ['security', 'framework']);
    await live(scene, 3);
    const [id = ''] = await security();
    expect((await scene.db.select().from(proposals)).find((row) => row.id === id)?.shown.plan).toMatchObject({
      existing: { number: epic.number },
    });
    await create(scene, [id]);
    await live(scene, 4);
    const lines = new Set(before.split('\n'));
    expect(epic.body.split('\n').filter((line) => !lines.has(line))).toEqual(
      [
        `- [ ] #${fresh.number} - security(api): mend the new one`,
        expect.stringContaining('Phase 1'),
      ].reverse(),
    );
    expect(fresh.parent?.number).toBe(epic.number);
    expect(epicsOf(scene)).toHaveLength(1);
  });

  it('is not approved when a child was closed, edited or put elsewhere since it was shown', async () => {
    const scene = await aSceneToOrganise();
    const ids = await draft(scene);
    const rows = await scene.db.select().from(proposals);
    const first = rows.find(({ id }) => id === ids[0])?.shown.plan?.children[0]?.number ?? 0;
    const second = rows.find(({ id }) => id === ids[1])?.shown.plan?.children[0]?.number ?? 0;
    const issue = (number: number) => repoOf(scene).issues.get(number) as Issue;
    closeIssue(scene.world.github.world, issue(first), { by: issue(first).author });
    const at = scene.world.github.world.now();
    Object.assign(issue(second), { title: 'feat(x): another wish', updatedAt: at });
    await live(scene, 3);
    expect(await create(scene, [ids[0] ?? ''])).toContain(`#${first} was closed since this was shown`);
    expect(await create(scene, [ids[1] ?? ''])).toContain(`#${second} was edited since this was shown`);
    await live(scene, 2);
    expect(epicsOf(scene)).toEqual([]);
  });

  it('lets each issue into one plan only, whoever approves first', async () => {
    const scene = await aSceneToOrganise();
    for (let n = 0; n < 3; n++) anAuditIssue(scene, `security(api): mend ${n}`, ['security']);
    await live(scene, 3);
    const old = await draft(scene);
    anAuditIssue(scene, 'quality(api): mend more', ['quality']);
    await live(scene, 3);
    const fresh = await draft(scene);
    const audit = async (ids: readonly string[]) =>
      (await scene.db.select().from(proposals)).find(
        ({ id, shown }) => ids.includes(id) && shown.plan?.theme === 'audit',
      )?.id ?? '';
    const [one, other] = [await audit(old), await audit(fresh)];
    expect(one).not.toBe(other);
    expect(await create(scene, [one])).toBeNull();
    expect(await create(scene, [other])).toContain('went into another plan since this was shown');
  });

  it('creates nothing when it is undone in time', async () => {
    const scene = await aSceneToOrganise();
    const [id = ''] = await draft(scene);
    await create(scene, [id]);
    expect(await undo(scene.bot.context, aClick(id))).toBeNull();
    await live(scene, 3);
    expect(epicsOf(scene)).toEqual([]);
  });

  it('sends fewer than three issues of audits out by themselves', async () => {
    const scene = await aSceneToOrganise();
    const made = [1, 2].map((n) => anAuditIssue(scene, `security(api): mend ${n}`, ['security']).number);
    addLabel(scene.world.github.world, repoOf(scene).issues.get(made[0] ?? 0) as Issue, {
      name: 'high',
      session: [...scene.world.github.world.sessions.values()][0] as never,
    });
    await live(scene, 3);
    const { ids, notes } = await organise(scene.bot.context, { repo: REPO });
    const direct = (await scene.db.select().from(proposals)).filter(
      ({ id, shown }) => ids.includes(id) && shown.act === 'dispatch',
    );
    expect(direct.map(({ shown }) => shown.children[0]?.number).sort()).toEqual(made);
    expect(notes.join()).toContain('Fewer than three issues make no epic');
  });

  it('can be reviewed: renamed, its children moved to another phase, another epic, or none', async () => {
    const scene = await aSceneToOrganise();
    const ids = await draft(scene);
    const content = { view: 'proposal' as const, proposals: ids, notes: [] };
    await keep(scene.bot.context, { content, proposals: ids, channel: 'C0EPICS001', ts: '1.1' });
    const planOf = async (id: string) =>
      (await scene.db.select().from(proposals)).find((row) => row.id === id)?.shown.plan;
    const [first = '', second = ''] = ids;
    const [one, two, three] = ((await planOf(first))?.children ?? []).map(({ number }) => number);
    const places = new Map<number, PlanPlace>([
      [one ?? 0, 3],
      [two ?? 0, 'drop'],
      [three ?? 0, { to: second }],
    ]);
    const title = 'our @channel wishes';
    expect(await reviewPlan(scene.bot.context, aClick(first, 'passer-by'), { title, places })).toContain(
      'not an approver',
    );
    expect(await reviewPlan(scene.bot.context, aClick(first), { title, places })).toBeNull();
    expect(await reviewPlan(scene.bot.context, aClick(first), { title, places })).toContain(
      'already skipped',
    );
    const open = (await scene.db.select().from(proposals)).filter(({ status }) => status === 'open');
    const plans = open.map(({ shown }) => shown.plan);
    const changed = plans.find((plan) => plan?.title.includes('wishes'));
    expect(changed?.title).toBe(`epic(${changed?.theme}): our channel wishes`);
    expect(changed?.children.map(({ number, phase }) => [number, phase])).toEqual([[one, 3]]);
    const joinedPlan = plans.find((plan) => plan?.children.some(({ number }) => number === three));
    expect(joinedPlan?.children).toHaveLength(4);
    await create(
      scene,
      open.map(({ id }) => id),
    );
    await live(scene, 10);
    expect(epicsOf(scene)).toHaveLength(5);
    const named = epicsOf(scene).flatMap(({ body }) => parseChecklist(body).map(({ number }) => number));
    expect(named).not.toContain(two);
    expect(new Set(named).size).toBe(14);
  });

  it('stays as it is when it is reviewed and nothing was changed', async () => {
    const scene = await aSceneToOrganise();
    const ids = await draft(scene);
    const row = (await scene.db.select().from(proposals)).find(({ id }) => id === ids[0]);
    const { title = '', children = [] } = row?.shown.plan ?? {};
    const places = new Map<number, PlanPlace>(children.map(({ number, phase }) => [number, phase]));
    expect(await reviewPlan(scene.bot.context, aClick(ids[0] ?? ''), { title, places })).toBeNull();
    const open = (await scene.db.select().from(proposals)).filter(({ status }) => status === 'open');
    expect(open.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('is not reviewed into nothing, nor into an epic that was decided meanwhile', async () => {
    const scene = await aSceneToOrganise();
    const [first = '', second = ''] = await draft(scene);
    const row = (await scene.db.select().from(proposals)).find(({ id }) => id === first);
    const numbers = row?.shown.plan?.children.map(({ number }) => number) ?? [];
    const all = (place: PlanPlace) => new Map(numbers.map((number) => [number, place]));
    const review = (place: PlanPlace, title = 'a title') =>
      reviewPlan(scene.bot.context, aClick(first), { title, places: all(place) });
    expect(await review('drop')).toContain('Nothing was kept');
    expect(await review(1, ' ')).toContain('needs a title');
    expect(await review(1, '[Audit] x')).toContain('taken for an audit');
    await create(scene, [second]);
    expect(await review({ to: second })).toContain('was decided meanwhile, so nothing was changed');
    expect((await scene.db.select().from(proposals)).find(({ id }) => id === first)?.status).toBe('open');
  });
});
