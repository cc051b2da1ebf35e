import { expect, it } from 'vitest';
import { simulate } from '../simulator/simulate.js';
import { onOneDatabase } from '../support/for-each-database.js';

onOneDatabase('random days with faults, kills and two instances', (open) => {
  it.each([1, 2])(
    'break no rule, and every epic comes to its end (seed %i)',
    async (seed) => {
      const t = Date.now();
      const outcome = await simulate({ seed, days: 14, wildDays: 3 }, (await open()).db);
      console.info(JSON.stringify(outcome), Date.now() - t);
      expect(outcome.violations).toEqual([]);
      expect(outcome.unfinished).toEqual([]);
    },
    600_000,
  );
});
