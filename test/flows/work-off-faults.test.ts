import { beforeEach, expect, it } from 'vitest';
import type { GitHubFault } from '../../sandbox/github/faults.js';
import { aScene, expectDispatchedOnce, type Scene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { posts, requestsAt, type SeenRequest } from '../support/world-watch.js';

const COMMENT = '/issues/119/comments';
const LABEL = '/issues/119/labels';
const LOOK = { path: 'DispatchLook' };
const PERMISSION = { path: '/collaborators/Snider/permission' };

interface Trouble {
  fault: Pick<GitHubFault, 'kind' | 'status' | 'retryAfter'>;
  /** Whether the write behind it takes place. */
  done: boolean;
  /** After how many minutes all is well again. */
  minutes: number;
}

const troubles: [name: string, trouble: Trouble][] = [
  ['502', { fault: { kind: 'status', status: 502 }, done: false, minutes: 3 }],
  ['502 after it was done', { fault: { kind: 'status-after', status: 502 }, done: true, minutes: 3 }],
  ['a lost connection', { fault: { kind: 'drop' }, done: false, minutes: 3 }],
  ['a lost answer', { fault: { kind: 'drop-after' }, done: true, minutes: 3 }],
  ['the secondary limit', { fault: { kind: 'secondary-limit', retryAfter: 90 }, done: false, minutes: 5 }],
  ['the hour’s limit', { fault: { kind: 'rate-limit' }, done: false, minutes: 62 }],
];

/** Every fault at every request of a dispatch: the label there once, one comment, confirmed, and the task set aside meanwhile. */
onOneDatabase('a dispatch that meets a fault', (open) => {
  let scene: Scene;
  let seen: SeenRequest[];
  const strike = (fault: GitHubFault) => scene.world.github.world.faults.add(fault);

  beforeEach(async () => {
    scene = await aScene(open);
    seen = requestsAt(scene.world.github.world);
  });

  it.each(troubles)('survives %s at the comment, and writes it once', async (_, { fault, done, minutes }) => {
    strike({ ...fault, match: { method: 'POST', path: COMMENT } });
    await scene.approved(119);
    await scene.watchOneTask(minutes);
    expect([posts(seen, COMMENT), posts(seen, LABEL)]).toEqual([done ? 1 : 2, 1]);
    await expectDispatchedOnce(scene, 119);
  });

  it.each(troubles)('survives %s at the label, and adds it once', async (_, { fault, done, minutes }) => {
    strike({ ...fault, match: { method: 'POST', path: LABEL } });
    await scene.approved(119);
    await scene.watchOneTask(minutes);
    expect([posts(seen, COMMENT), posts(seen, LABEL)]).toEqual([1, done ? 1 : 2]);
    await expectDispatchedOnce(scene, 119);
  });

  it.each(troubles)('survives %s at the look before it writes', async (_, { fault, minutes }) => {
    strike({ ...fault, match: LOOK });
    await scene.approved(119);
    await scene.watchOneTask(minutes);
    expect([posts(seen, COMMENT), posts(seen, LABEL)]).toEqual([1, 1]);
    await expectDispatchedOnce(scene, 119);
  });

  it.each(troubles)(
    'survives %s when it asks whether the approver may write',
    async (_, { fault, minutes }) => {
      strike({ ...fault, match: PERMISSION });
      await scene.approved(119);
      await scene.watchOneTask(minutes);
      expect([posts(seen, COMMENT), posts(seen, LABEL)]).toEqual([1, 1]);
      await expectDispatchedOnce(scene, 119);
    },
  );

  it.each(troubles)(
    'is in no doubt for %s at the look after the label: the label’s answer told',
    async (_, { fault }) => {
      const { world } = scene.world.github;
      world.on(({ type }) => type === 'labeled' && strike({ ...fault, match: LOOK }));
      await scene.approved(119);
      await scene.seconds(31);
      expect((await scene.actions(119))[0]).toMatchObject({ status: 'confirmed', labelEventId: null });
      await scene.watchOneTask(3);
      await expectDispatchedOnce(scene, 119);
    },
  );

  it.each(['status-after', 'drop-after'] as const)('survives %s at comment and label both', async (kind) => {
    strike({ kind, status: 502, match: { method: 'POST', path: COMMENT } });
    strike({ kind, status: 502, match: { method: 'POST', path: LABEL } });
    await scene.approved(119);
    await scene.watchOneTask(5);
    expect([posts(seen, COMMENT), posts(seen, LABEL)]).toEqual([1, 1]);
    await expectDispatchedOnce(scene, 119);
  });
});
