import { describe, expect, it } from 'vitest';
import { quiet } from '../../../sandbox/behaviour.js';
import { addLabel } from '../../../sandbox/github/acts/labels.js';
import { aTown, childOf, dispatch, HOUR, newPulls, sessionFor, type Town } from './town.js';

const call = (town: Town, number: number) =>
  addLabel(town.world, childOf(town, number), { name: 'claude', session: sessionFor(town) });
const opened = (town: Town) => newPulls(town).map(({ headRefName, createdAt }) => [headRefName, createdAt]);

describe('Claude', () => {
  it('answers its own label alone, without 👀, and shares no chance with Jules', async () => {
    const alone = await aTown();
    const both = await aTown({}, 7, quiet);
    dispatch(alone, childOf(alone, 119));
    dispatch(both, childOf(both, 119));
    call(both, 120);
    for (const town of [alone, both]) await town.clock.advanceBy(HOUR);
    expect(opened(alone)).toHaveLength(1);
    expect(opened(both)).toEqual(expect.arrayContaining(opened(alone)));
    expect(opened(both).map(([head]) => head)).toContain('claude/issue-120');
    expect(opened(both)).toHaveLength(2);
    expect(childOf(both, 119).reactions).toHaveLength(1);
    expect(childOf(both, 120).reactions).toEqual([]);
  });

  it('lives only where it is asked for', async () => {
    const town = await aTown();
    call(town, 120);
    await town.clock.advanceBy(HOUR);
    expect(opened(town)).toEqual([]);
    expect(town.world.account('claude[bot]')).toBeUndefined();
  });

  it('begins afresh with its world, and behaves by its own shares', async () => {
    const town = await aTown({}, 7, { ...quiet, lost: 1 });
    town.reset(8);
    call(town, 120);
    dispatch(town, childOf(town, 119));
    await town.clock.advanceBy(HOUR);
    expect(opened(town).map(([head]) => String(head).split('/')[0])).toEqual(['jules']);
  });
});
