import { describe, expect, test } from 'vitest';
import { SimulatedClock } from '../sandbox/clock.js';
import { type Later, stoppableClock, within } from '../src/clock.js';
import { oneAtATime, paced } from '../src/looks.js';

const START = new Date('2026-02-04T09:00:00Z');
const inSeconds = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

/** Work that ends when it is told to. */
function aWork() {
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { ended, finish };
}

function aStoppable() {
  const world = new SimulatedClock(START);
  const errors: unknown[] = [];
  return { world, errors, ...stoppableClock(world, (error) => errors.push(error)) };
}

describe('a clock that is stopped', () => {
  test('waits for the wake-up that is running', async () => {
    const { world, clock, stop } = aStoppable();
    const work = aWork();
    const order: string[] = [];
    clock.wake(inSeconds(1), () => work.ended.then(() => void order.push('ended')));
    const advanced = world.advanceBy(1_000);
    await Promise.resolve();
    const stopped = stop().then(() => order.push('stopped'));
    await Promise.resolve();
    expect(order).toEqual([]);
    work.finish();
    await Promise.all([advanced, stopped]);
    expect(order).toEqual(['ended', 'stopped']);
  });

  test('calls off what is to come, and takes nothing more', async () => {
    const { world, clock, stop } = aStoppable();
    const rung: string[] = [];
    clock.wake(inSeconds(1), () => void rung.push('before'));
    await stop();
    clock.wake(inSeconds(1), () => void rung.push('after'));
    await world.advanceBy(2_000);
    expect(rung).toEqual([]);
  });

  test('has reported what failed, and does not fail itself', async () => {
    const { world, clock, stop, errors } = aStoppable();
    const fail = () => {
      throw new Error('broken');
    };
    clock.wake(inSeconds(1), fail);
    clock.wake(inSeconds(1), async () => fail());
    await world.advanceBy(1_000);
    await stop();
    expect(errors.map(String)).toEqual(['Error: broken', 'Error: broken']);
  });
});

describe('waiting within a limit', () => {
  const aLater = () => {
    const planned: { milliseconds: number; task: () => void; off: boolean }[] = [];
    const later: Later = (milliseconds, task) => {
      const plan = { milliseconds, task, off: false };
      planned.push(plan);
      return () => {
        plan.off = true;
      };
    };
    return { planned, later };
  };

  test('ends with the work, even when that fails', async () => {
    const { planned, later } = aLater();
    await within(5_000, Promise.reject(new Error('broken')), later);
    expect(planned).toMatchObject([{ milliseconds: 5_000, off: true }]);
  });

  test('ends with the limit when the work does not', async () => {
    const { planned, later } = aLater();
    const waited = within(5_000, new Promise(() => {}), later);
    planned[0]?.task();
    await waited;
  });
});

describe('looks that others ask for', () => {
  const aPace = () => {
    const clock = new SimulatedClock(START);
    const looks: number[] = [];
    const ask = paced(clock, () => void looks.push((clock.now().getTime() - START.getTime()) / 1_000));
    return { clock, looks, ask };
  };

  test('begin at once, and then ten seconds apart however many there are', async () => {
    const { clock, looks, ask } = aPace();
    for (let second = 0; second < 25; second++) {
      for (let n = 0; n < 40; n++) ask();
      await clock.advanceBy(1_000);
    }
    await clock.advanceBy(60_000);
    expect(looks).toEqual([0, 10, 20, 30]);
  });

  test('come no more when nobody asks, and at once when somebody does', async () => {
    const { clock, looks, ask } = aPace();
    ask();
    await clock.advanceBy(60_000);
    ask();
    expect(looks).toEqual([0, 60]);
  });

  test('that overlap share one more run, which sees what caused them', async () => {
    let runs = 0;
    const work = aWork();
    const look = oneAtATime(
      async () => {
        runs++;
        await work.ended;
      },
      () => {},
    );
    const first = look();
    await Promise.resolve();
    const others = [look(), look(), look()];
    work.finish();
    await Promise.all([first, ...others, look.idle()]);
    expect(runs).toBe(2);
  });
});
