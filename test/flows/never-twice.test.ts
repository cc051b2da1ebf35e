import { and, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { actions } from '../../db/schema.js';
import { LIVE } from '../../src/domain/ledger.js';
import { budget } from '../../src/flows/budget.js';
import { tick } from '../../src/flows/tick.js';
import { aScene, type Scene } from '../support/builders/scene.js';
import { aTeam } from '../support/builders/team.js';
import { forEachDatabase } from '../support/for-each-database.js';
import { randomDays } from '../support/random-days.js';

const QUOTA = 3;
const DAY = 24 * 3_600_000;

/** When the agent's label was put on, issue by issue, since the world began: the seed's own are older. */
function labelled(scene: Scene, since: Date): { number: number; at: number }[] {
  return [...scene.people.repo().issues.values()].flatMap(({ number, events }) =>
    events
      .filter((event) => event.type === 'LabeledEvent' && event.label.name === 'jules')
      .map(({ createdAt }) => ({ number, at: Date.parse(createdAt) }))
      .filter(({ at }) => at >= since.getTime()),
  );
}

/** More tasks in any 24 hours than the account has. */
function overspent(scene: Scene, since: Date): unknown[] {
  const events = labelled(scene, since);
  return events.filter(
    ({ at }) => events.filter((other) => other.at > at - DAY && other.at <= at).length > QUOTA,
  );
}

forEachDatabase('whatever happens for days', (open) => {
  it.each([1, 2, 3, 4])(
    'no account is overspent and no issue is dispatched twice (seed %i)',
    async (seed) => {
      console.info(`random seed ${seed}`);
      const scene = await aScene(open, aTeam({ quota: QUOTA }));
      const start = scene.world.clock.now();
      const asked = new Map<number, number>();
      scene.world.github.world.on((event) => {
        if (event.type === 'labeled')
          asked.set(event.subject.number, (asked.get(event.subject.number) ?? 0) + 1);
      });
      const check = async () => {
        const { members } = await budget(scene.bot.context);
        for (const { used, reserved } of members) expect(used + reserved).toBeLessThanOrEqual(QUOTA);
        expect(overspent(scene, start)).toEqual([]);
        expect([...asked.values()].filter((times) => times > 1)).toEqual([]);
      };
      const told = await randomDays(scene, { seed, events: 120 }, check);

      // Nothing is left half done once all is well again.
      scene.world.github.world.faults.clear();
      const last = await scene.another();
      for (let n = 0; n < 20; n++) {
        await scene.seconds(120);
        await tick(last.context);
        await check();
      }
      const unfinished = await scene.db
        .select()
        .from(actions)
        .where(inArray(actions.status, ['approved', 'sending', 'unknown']));
      expect(unfinished, told.join(', ')).toEqual([]);
      const events = labelled(scene, start);
      expect(events.length).toBeGreaterThan(0);
      const unmatched = await scene.db
        .select()
        .from(actions)
        .where(
          and(inArray(actions.status, [...LIVE]), or(isNull(actions.labelEventId), isNull(actions.spentAt))),
        );
      expect(unmatched).toEqual([]);
      const booked = await scene.db.select().from(actions).where(isNotNull(actions.labelEventId));
      const paid = booked
        .filter(({ spentAt }) => spentAt && spentAt >= start)
        .map(({ issueNumber }) => issueNumber);
      expect(paid.sort()).toEqual(events.map(({ number }) => number).sort());
    },
  );
});
