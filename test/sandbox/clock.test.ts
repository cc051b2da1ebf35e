import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '../../sandbox/clock.js';
import { step } from '../../sandbox/walk.js';

const START = new Date('2026-02-04T09:00:00Z');
const SECOND = 1_000;
const aClock = () => {
  const clock = new SimulatedClock(START);
  const passed = () => (clock.now().getTime() - START.getTime()) / SECOND;
  const wakeIn = (seconds: number, task: () => void | Promise<void> = () => {}) =>
    clock.wake(new Date(START.getTime() + seconds * SECOND), task);
  return { clock, passed, wakeIn };
};

describe('a clock that is interrupted', () => {
  it('stands where the task leaves it, whatever was on its way or waited', async () => {
    const { clock, passed, wakeIn } = aClock();
    const rung: number[] = [];
    let interrupted = Promise.resolve();
    wakeIn(10, () => {
      interrupted = clock.interrupt(async () => clock.reset(START));
    });
    wakeIn(20, () => void rung.push(20));
    await Promise.all([clock.advanceBy(60 * SECOND), clock.advanceBy(60 * SECOND)]);
    await interrupted;
    expect([passed(), rung]).toEqual([0, []]);
  });

  it('moves for those who ask afterwards', async () => {
    const { clock, passed } = aClock();
    const interrupted = clock.interrupt(async () => clock.reset(START));
    await Promise.all([interrupted, clock.advanceBy(5 * SECOND)]);
    expect(passed()).toBe(5);
  });

  it('goes on after a task that failed', async () => {
    const { clock, passed } = aClock();
    const failed = clock.interrupt(async () => {
      throw new Error('broken');
    });
    await expect(failed).rejects.toThrow('broken');
    await clock.advanceBy(SECOND);
    expect([passed(), clock.waiting]).toEqual([1, 0]);
  });
});

describe('the clock by itself', () => {
  it('stands still while nobody watches', async () => {
    const { clock, passed, wakeIn } = aClock();
    wakeIn(1);
    await step(clock, false);
    expect(passed()).toBe(0);
  });

  it('walks to what is due soon before the eyes of somebody', async () => {
    const { clock, passed, wakeIn } = aClock();
    const rung: number[] = [];
    wakeIn(3, () => void rung.push(passed()));
    wakeIn(120);
    for (let n = 0; n < 5; n++) await step(clock, true);
    expect([passed(), rung]).toEqual([3, [3]]);
  });

  it('leaves the way to those who advance or reset it', async () => {
    const { clock, passed, wakeIn } = aClock();
    wakeIn(30);
    await Promise.all([clock.interrupt(async () => {}), step(clock, true), step(clock, true)]);
    expect(passed()).toBe(0);
  });
});
