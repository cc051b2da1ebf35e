import type { GitHub } from '../../src/ports.js';

/** The calls that a dispatch makes, in their order. */
export const DISPATCH_CALLS = [
  'lookAtDispatch',
  'mayWrite',
  'comment',
  'addLabel',
  'lookAtDispatch',
] as const;
type Call = (typeof DISPATCH_CALLS)[number];

/** Runs around a call of the port: it may wait, count, or throw before or after the real one. */
export type Around = (call: Call, real: () => Promise<unknown>) => Promise<unknown>;

/** The real port, with something around the calls of a dispatch. */
export function githubWith(around: Around): (real: GitHub) => GitHub {
  return (real) => ({
    ...real,
    lookAtDispatch: (...args) => around('lookAtDispatch', () => real.lookAtDispatch(...args)) as never,
    mayWrite: (...args) => around('mayWrite', () => real.mayWrite(...args)) as never,
    comment: (...args) => around('comment', () => real.comment(...args)) as never,
    addLabel: (...args) => around('addLabel', () => real.addLabel(...args)) as never,
  });
}

export class Crash extends Error {}

/** Dies just before or just after the call of that number has reached GitHub, and does nothing ever after. */
export function githubThatDies(at: number, moment: 'before' | 'after'): (real: GitHub) => GitHub {
  let count = 0;
  return githubWith(async (_, real) => {
    const mine = count++;
    if (mine > at || (mine === at && moment === 'before')) throw new Crash('the process was killed');
    const answer = await real();
    if (mine === at) throw new Crash('the process was killed');
    return answer;
  });
}

/** Falls asleep after GitHub has answered the first such call, until it is woken. */
export function githubThatSleeps(sleepingIn: Call): {
  github: (real: GitHub) => GitHub;
  asleep: Promise<void>;
  wake(): void;
} {
  let fallAsleep = () => {};
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => {
    fallAsleep = resolve;
  });
  const awake = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const github = githubWith(async (call, real) => {
    const answer = await real();
    if (call !== sleepingIn) return answer;
    fallAsleep();
    await awake;
    return answer;
  });
  return { github, asleep, wake };
}
