import { and, eq } from 'drizzle-orm';
import { acts } from '../../../db/schema.js';
import { quiet } from '../../../sandbox/behaviour.js';
import type { World } from '../../../sandbox/github/world.js';
import type { ActKind } from '../../../src/domain/act.js';
import { carryOn } from '../../../src/flows/carry-on.js';
import { performActs } from '../../../src/flows/perform.js';
import { sync } from '../../../src/flows/sync.js';
import type { ActRow } from '../../../src/store/acts.js';
import type { OpenDatabase } from '../for-each-database.js';
import type { SeenRequest } from '../world-watch.js';
import type { Instance } from './context.js';
import { aScene, type Scene } from './scene.js';

export interface Engine extends Scene {
  /** Reads GitHub and puts down what the rules want; GitHub answers what it works out seconds later, so it reads twice. */
  decide(by?: Instance): Promise<void>;
  perform(by?: Instance): Promise<void>;
  /** Decides and performs so many times, a minute apart unless told: what met trouble is tried again. */
  run(times?: number, seconds?: number): Promise<void>;
  acts(kind: ActKind, subject: number): Promise<ActRow[]>;
}

/** The seed's world in which no agent answers, and an engine that is led step by step; it posts no reports. */
export async function anEngine(open: OpenDatabase, mode: 'approve' | 'auto' = 'approve'): Promise<Engine> {
  const scene = await aScene(open);
  const { settings } = scene.bot.context;
  quiet.deaf = 1;
  Object.assign(settings, { modeOf: () => mode, cadence: { ...settings.cadence, workdays: [] } });
  const decide = async ({ context } = scene.bot) => {
    await sync(context);
    await scene.seconds(3);
    await sync(context);
    await carryOn(context);
  };
  const perform = ({ context } = scene.bot) => performActs(context);
  return {
    ...scene,
    decide,
    perform,
    run: async (times = 3, seconds = 60) => {
      for (let n = 0; n < times; n++) {
        await decide();
        await perform();
        await scene.seconds(seconds);
      }
    },
    acts: (kind, subject) =>
      scene.db
        .select()
        .from(acts)
        .where(and(eq(acts.kind, kind), eq(acts.subject, subject)))
        .orderBy(acts.id),
  };
}

/** Does something just before the first request that matches reaches GitHub. */
export function justBefore(world: World, matches: (request: SeenRequest) => boolean, act: () => void): void {
  const take = world.faults.take.bind(world.faults);
  let waiting = true;
  world.faults.take = (target) => {
    if (waiting && matches(target)) {
      waiting = false;
      act();
    }
    return take(target);
  };
}
