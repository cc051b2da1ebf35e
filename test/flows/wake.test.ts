import { expect, it } from 'vitest';
import { SimulatedClock } from '../../sandbox/clock.js';
import { wakeOnce } from '../../src/flows/wake.js';

it('wakes for each kind of work at the newest time alone', async () => {
  const clock = new SimulatedClock(new Date('2026-02-04T09:00:00Z'));
  const context = { clock };
  const woken: string[] = [];
  const wake = (work: string, seconds: number) =>
    wakeOnce(context, work, {
      at: new Date(Date.parse('2026-02-04T09:00:00Z') + seconds * 1_000),
      task: async () => void woken.push(`${work} ${seconds}`),
    });
  wake('acts', 30);
  wake('dispatches', 40);
  wake('acts', 50);
  await clock.advanceBy(60_000);
  expect(woken).toEqual(['dispatches 40', 'acts 50']);
});
