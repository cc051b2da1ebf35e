import { expect, test } from 'vitest';
import { type Act, actionId, idOf, type ReviewAct } from '../../src/slack/ids.js';

const ACTS: (Act | ReviewAct)[] = [
  'approve',
  'approve_all',
  'edit',
  'skip',
  'undo',
  'ask',
  'refresh',
  'redraw',
  'review_edit',
  'review_drop',
  'review_keep',
  'review_page',
];

test('a button’s id is heard by its own listener and by no other', () => {
  for (const act of ACTS) {
    for (const id of [actionId(act), actionId(act, 'p1')]) {
      expect(ACTS.filter((other) => idOf(other).test(id))).toEqual([act]);
    }
  }
});
