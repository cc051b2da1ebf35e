import type { GitHubFault } from '../../sandbox/github/faults.js';
import { Random } from '../../sandbox/github/random.js';
import { approve, skip, undo } from '../../src/flows/decide.js';
import { proposeAll } from '../../src/flows/propose.js';
import { tick } from '../../src/flows/tick.js';
import { aClick, type Instance } from './builders/context.js';
import type { Scene } from './builders/scene.js';

const KINDS: GitHubFault['kind'][] = ['status', 'status-after', 'drop', 'drop-after', 'secondary-limit'];
const PLACES = ['', '/comments', '/labels', 'DispatchLook', 'Issues', '/permission'];

/** A few days of clicks, faults, deaths and restarts, the same for the same seed; `check` runs after each event. */
export async function randomDays(
  scene: Scene,
  { seed, events }: { seed: number; events: number },
  check: () => Promise<void>,
): Promise<string[]> {
  const random = new Random(seed);
  const told: string[] = [];
  let bots: Instance[] = [scene.bot];
  const bot = () => random.pick(bots).context;
  const known = new Set<string>();
  const click = () =>
    aClick(random.pick([...known]), random.pick(['Snider', 'Snider', 'bodane', 'passer-by'] as const));

  const happenings: [weight: number, name: string, happen: () => Promise<unknown>][] = [
    [
      3,
      'propose',
      async () => {
        const { blockers, nextPhases, features } = await proposeAll(bot());
        for (const id of [...blockers, ...nextPhases, ...features]) known.add(id);
      },
    ],
    [8, 'approve', async () => known.size && approve(bot(), click())],
    [
      4,
      'approve twice at once',
      async () => {
        if (known.size === 0) return;
        const one = click();
        await Promise.all([approve(bot(), one), approve(bot(), one)]);
      },
    ],
    [2, 'undo', async () => known.size && undo(bot(), click())],
    [1, 'skip', async () => known.size && skip(bot(), click())],
    [
      6,
      'fault',
      async () =>
        scene.world.github.world.faults.add({
          kind: random.pick(KINDS),
          status: random.pick([500, 502, 503]),
          retryAfter: random.between(1, 300),
          times: random.between(1, 4),
          match: { path: random.pick(PLACES) },
        } as GitHubFault),
    ],
    [2, 'all is well', async () => scene.world.github.world.faults.clear()],
    [6, 'tick', () => tick(bot())],
    [8, 'seconds', () => scene.seconds(random.between(1, 90))],
    [4, 'minutes', () => scene.seconds(random.between(2, 40) * 60)],
    [1, 'hours', () => scene.seconds(random.between(1, 14) * 3_600)],
    [
      2,
      'kill -9 and restart',
      async () => {
        bots.pop()?.die();
        if (bots.length === 0) bots = [await scene.another()];
      },
    ],
    [2, 'a second instance', async () => bots.length < 2 && bots.push(await scene.another())],
    [
      1,
      'somebody takes a label off',
      async () => scene.people.unlabel(random.pick([119, 128, 307, 137, 138, 107]), 'bodane'),
    ],
  ];
  const deck = happenings.flatMap(([weight, name, happen]) =>
    Array.from({ length: weight }, () => ({ name, happen })),
  );
  for (let n = 0; n < events; n++) {
    const { name, happen } = random.pick(deck);
    told.push(name);
    await happen();
    await check();
  }
  return told;
}
