import { describe, expect, test } from 'vitest';
import { dayPlan, paceOf, readyDepthOf } from '../../src/domain/pace.js';

test('a day’s plan is the strategy’s, as far as the accounts hold so many', () => {
  expect(dayPlan('conservative', 600)).toBe(20);
  expect(dayPlan('aggressive', 600)).toBe(200);
  expect(dayPlan('aggressive', 15)).toBe(15);
});

describe('the pace at midday', () => {
  test.each([
    [0, 'raise'],
    [9, 'raise'],
    [10, 'steady'],
    [16, 'steady'],
    [17, 'throttle'],
    [40, 'throttle'],
  ])('of %i used of 20 says %s', (used, advice) => {
    expect(paceOf({ used, plan: 20 })).toEqual({ advice, used, plan: 20 });
  });

  test('is none without a plan', () => expect(paceOf({ used: 3, plan: 0 })).toBeNull());
});

describe('READY', () => {
  test.each([
    [0, 'low'],
    [19, 'low'],
    [20, 'short'],
    [39, 'short'],
    [40, 'enough'],
    [90, 'enough'],
  ])('of %i at 20 tasks a day is %s', (ready, level) => {
    expect(readyDepthOf(ready, 20)).toEqual({ ready, level, rate: 20, wanted: [40, 60] });
  });

  test('under 20 is low however slowly it is used', () => {
    expect(readyDepthOf(19, 2).level).toBe('low');
    expect(readyDepthOf(20, 2).level).toBe('enough');
  });
});
