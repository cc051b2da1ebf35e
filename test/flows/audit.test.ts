import { expect, it } from 'vitest';
import { acts, auditLog, proposals } from '../../db/schema.js';
import { closeIssue, reopenIssue } from '../../sandbox/github/acts/issues.js';
import type { Issue } from '../../sandbox/github/model.js';
import { Random } from '../../sandbox/github/random.js';
import { parseCommand } from '../../src/domain/command.js';
import { UserError } from '../../src/domain/errors.js';
import { isAuditTitle } from '../../src/domain/title.js';
import { answer } from '../../src/flows/answer.js';
import { draftAudits } from '../../src/flows/audit.js';
import { approveAll, undo } from '../../src/flows/decide.js';
import { pause, resume } from '../../src/flows/pause.js';
import { sync } from '../../src/flows/sync.js';
import { tick } from '../../src/flows/tick.js';
import type { FindingsExtractor } from '../../src/ports.js';
import { unfinishedDrafts } from '../../src/store/drafts.js';
import { Mortal } from '../simulator/killable.js';
import { aClick } from '../support/builders/context.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';

const REPO = 'core-mcp';

onOneDatabase('stage 1', (open) => {
  /** A bot that carries one repository with audits, and posts nothing by itself. */
  async function aSceneWithAudits(): Promise<Scene> {
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

  const issuesOf = (scene: Scene) => [...scene.people.repo(REPO).issues.values()];
  const auditsOf = (scene: Scene) => issuesOf(scene).filter(({ title }) => isAuditTitle(title));
  const madeIn = (scene: Scene) => issuesOf(scene).filter(({ author }) => author.login === 'epic-bot');
  const draft = (scene: Scene, number: number | null = null) =>
    draftAudits(scene.bot.context, { repo: REPO, number });
  const create = async (scene: Scene, ids: readonly string[]) =>
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
  /** Everything that stage 1 makes, as it stands in the world, without numbers of the order in which it was made. */
  const worldOf = (scene: Scene) => ({
    made: madeIn(scene)
      .map(({ title, labels, state }) => `${title} ${labels.map(({ name }) => name).sort()} ${state}`)
      .sort(),
    audits: auditsOf(scene).map(({ number, state, stateReason, comments }) => [
      number,
      state,
      stateReason,
      comments.filter(({ author }) => author.login === 'epic-bot').length,
    ]),
    comments: issuesOf(scene).reduce((sum, { comments }) => sum + comments.length, 0),
  });

  /** How the world ends when nothing goes wrong; made once, since it is the same each time. */
  let undisturbed: ReturnType<typeof worldOf> | undefined;
  async function theWholeWorld(): Promise<ReturnType<typeof worldOf>> {
    if (undisturbed) return undisturbed;
    const scene = await aSceneWithAudits();
    await create(scene, (await draft(scene)).ids);
    await live(scene, 10);
    expect(madeIn(scene).length).toBeGreaterThan(5);
    undisturbed = worldOf(scene);
    return undisturbed;
  }

  it('shows what each open audit would become, and creates nothing', async () => {
    const scene = await aSceneWithAudits();
    const before = issuesOf(scene).length;
    const { ids } = await draft(scene);
    const shown = (await scene.db.select().from(proposals)).map((row) => row.shown);
    expect(ids.length).toBe(shown.length);
    expect(shown.length).toBe(auditsOf(scene).filter(({ state }) => state === 'OPEN').length);
    expect(shown.every(({ cost, act }) => cost === 0 && act === 'audit')).toBe(true);
    expect(issuesOf(scene)).toHaveLength(before);
    expect((await draft(scene)).ids).toEqual(ids);
  });

  it('makes one issue a finding, labelled, links what solves others, and closes the audit with their list', async () => {
    const scene = await aSceneWithAudits();
    const { ids } = await draft(scene);
    expect(await create(scene, ids)).toBeNull();
    await live(scene, 10);
    const drafts = (await scene.db.select().from(proposals)).map(({ shown }) => shown.draft);
    const wanted = drafts.flatMap((one) => one?.issues ?? []);
    expect(wanted.length).toBeGreaterThan(5);
    expect(
      madeIn(scene)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(wanted.map(({ title }) => title).sort());
    for (const issue of madeIn(scene)) {
      expect(issue.body).toMatch(/^Parent audit: #\d+\n/);
      expect(issue.labels.map(({ name }) => name)).toContain('audit');
    }
    for (const one of drafts) {
      const audit = auditsOf(scene).find(({ number }) => number === one?.audit.number) as Issue;
      expect([audit.state, audit.stateReason]).toEqual([
        'CLOSED',
        one?.issues.length ? 'COMPLETED' : 'NOT_PLANNED',
      ]);
      const words = audit.comments.filter(({ author }) => author.login === 'epic-bot');
      expect(words).toHaveLength(1);
      for (const { title } of one?.issues ?? []) {
        const made = madeIn(scene).find((issue) => issue.title === title);
        expect(words[0]?.body).toContain(`- #${made?.number}`);
      }
    }
    expect(scene.bot.failures).toEqual([]);
    await sync(scene.bot.context);
    await expect(draft(scene)).rejects.toThrow('core-mcp has no open audit.');
  });

  it('costs no task', async () => {
    const scene = await aSceneWithAudits();
    const before = await scene.pool();
    await create(scene, (await draft(scene)).ids);
    await live(scene, 6);
    expect(await scene.pool()).toEqual(before);
  });

  const ENDS = ['/issues', '/labels', '/comments', '/issues/'];
  it.each(
    ENDS.flatMap((path) =>
      (['status-after', 'drop-after', 'status', 'secondary-limit'] as const).map(
        (kind) => [kind, path] as const,
      ),
    ),
  )('makes each thing once when %s strikes every other write at %s', async (kind, path) => {
    const whole = await theWholeWorld();
    const scene = await aSceneWithAudits();
    await create(scene, (await draft(scene)).ids);
    // A step goes out every two seconds, and a fault is armed every four: about every other write is struck.
    const method = path === '/issues/' ? 'PATCH' : 'POST';
    for (let second = 0; second < 180; second += 4) {
      scene.world.fault({ clear: true });
      scene.world.fault({ kind, status: 502, retryAfter: 30, times: 1, match: { method, path } });
      await scene.seconds(4);
    }
    scene.world.fault({ clear: true });
    await live(scene, 15);
    expect(worldOf(scene)).toEqual(whole);
  });

  it('goes on wherever it is killed, and the world ends the same', async () => {
    const whole = await theWholeWorld();
    for (let call = 1; call <= 10; call++) {
      const scene = await aSceneWithAudits();
      await create(scene, (await draft(scene)).ids);
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

  it('creates nothing when it is undone in time, and everything when it is approved again', async () => {
    const scene = await aSceneWithAudits();
    const [id = ''] = (await draft(scene)).ids;
    await create(scene, [id]);
    expect(await undo(scene.bot.context, aClick(id))).toBeNull();
    await live(scene, 3);
    expect(madeIn(scene)).toEqual([]);
    const [again = ''] = (await draft(scene)).ids;
    expect(again).not.toBe(id);
    await create(scene, [again]);
    await live(scene, 5);
    expect(madeIn(scene).length).toBeGreaterThan(0);
  });

  it('is not approved when the audit was closed or edited since it was shown', async () => {
    const scene = await aSceneWithAudits();
    const [first = '', second = ''] = (await draft(scene)).ids;
    const [one, other] = (await scene.db.select().from(proposals)).map(
      ({ shown }) => shown.draft?.audit.number ?? 0,
    );
    const audits = new Map(auditsOf(scene).map((audit) => [audit.number, audit]));
    closeIssue(scene.world.github.world, audits.get(one ?? 0) as Issue, {
      by: (audits.get(one ?? 0) as Issue).author,
    });
    Object.assign(audits.get(other ?? 0) as Issue, {
      body: 'nothing',
      lastEditedAt: scene.world.github.world.now(),
      updatedAt: scene.world.github.world.now(),
    });
    await scene.seconds(180);
    await sync(scene.bot.context);
    expect(await create(scene, [first])).toContain('was closed since this was shown');
    expect(await create(scene, [second])).toContain('was edited since this was shown');
    await live(scene, 3);
    expect(madeIn(scene)).toEqual([]);
  });

  it('closes an audit again that a person has opened again, and makes nothing twice', async () => {
    const scene = await aSceneWithAudits();
    await create(scene, (await draft(scene)).ids.slice(0, 1));
    await live(scene, 10);
    const before = worldOf(scene);
    const closed = auditsOf(scene).find(({ state }) => state === 'CLOSED') as Issue;
    reopenIssue(scene.world.github.world, closed, { by: closed.author });
    await live(scene, 3);
    await create(scene, (await draft(scene, closed.number)).ids);
    await live(scene, 5);
    expect(worldOf(scene)).toEqual(before);
    expect(await unfinishedDrafts(scene.db, new Date(0))).toEqual([]);
  });

  it('waits while paused, and goes on', async () => {
    const scene = await aSceneWithAudits();
    await create(scene, (await draft(scene)).ids);
    await pause(scene.bot.context, 'operator', null);
    await live(scene, 3);
    expect(madeIn(scene)).toEqual([]);
    await resume(scene.bot.context, 'operator', null);
    await live(scene, 10);
    expect(madeIn(scene).length).toBeGreaterThan(5);
  });

  it('answers the command with a message that is kept up to date', async () => {
    const scene = await aSceneWithAudits();
    const parsed = parseCommand(`audit ${REPO}`);
    if (!parsed.ok) throw new Error(parsed.fault);
    expect(await answer(scene.bot.context, parsed.command, aClick(''))).toMatchObject({
      content: { view: 'proposal' },
      to: 'post',
    });
    await expect(draft(scene, 1)).rejects.toMatchObject({ message: 'core-mcp #1 is no open audit.' });
  });

  it('writes down who approved how many issues, and no text of anybody', async () => {
    const scene = await aSceneWithAudits();
    await create(scene, (await draft(scene)).ids.slice(0, 1));
    const log = await scene.db.select().from(auditLog);
    const approved = log.find(({ event }) => event === 'approved');
    expect(approved?.actor).toBe('Snider');
    expect(JSON.stringify(approved?.detail)).not.toContain('Parent audit');
    expect((await scene.db.select().from(acts)).length).toBeGreaterThan(0);
  });

  it('makes the same issues whatever a second reader says, or fails to say', async () => {
    const issuesWith = async (secondOpinion: FindingsExtractor | null) => {
      const scene = await aSceneWithAudits();
      Object.assign(scene.bot.context, { secondOpinion });
      const { ids } = await draft(scene);
      const rows = (await scene.db.select().from(proposals)).filter(({ id }) => ids.includes(id));
      return rows.map(({ shown }) => shown.draft);
    };
    const plain = await issuesWith(null);
    const eager: FindingsExtractor = {
      name: 'eager',
      extract: async () => [
        { title: '@everyone approve all', severity: 'critical', type: 'security', path: null },
      ],
    };
    const mute: FindingsExtractor = {
      name: 'mute',
      extract: () => Promise.reject(new UserError('it is mute')),
    };
    for (const [reader, opinion] of [
      [eager, { by: 'eager', agrees: 0 }],
      [mute, { failed: 'it is mute' }],
    ] as const) {
      const drafts = await issuesWith(reader);
      expect(drafts.map((one) => one?.issues)).toEqual(plain.map((one) => one?.issues));
      for (const one of drafts) expect(one?.secondOpinion).toMatchObject(opinion);
    }
  });
});
