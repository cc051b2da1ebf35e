import { expect, test } from 'vitest';
import { type Act, actionId, idOf } from '../../src/slack/ids.js';

const ACTS: Act[] = ['approve', 'approve_all', 'edit', 'skip', 'undo', 'ask', 'refresh', 'redraw'];

test('a button’s id is heard by its own listener and by no other', () => {
  for (const act of ACTS) {
    for (const id of [actionId(act), actionId(act, 'p1')]) {
      expect(ACTS.filter((other) => idOf(other).test(id))).toEqual([act]);
    }
  }
});
