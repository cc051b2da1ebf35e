import { expect, it } from 'vitest';
import { type Outcome, simulate } from '../simulator/simulate.js';
import { empty, onOneDatabase } from '../support/for-each-database.js';

/** `npm run simulate` sets the days; a short run is part of every test run. */
const DAYS = Number(process.env.EPIC_SIMULATE_DAYS ?? 1);
const FIRST_SEED = Number(process.env.EPIC_SIMULATE_SEED ?? 1);
/** Days with faults; afterwards all is well, and what can finish has to. */
const WILD_DAYS = 5;
const MOST_DAYS = 28;

onOneDatabase('random days with faults, kills and two instances', (open) => {
  it(
    'break no rule, and every epic that can finish has finished',
    async () => {
      const started = performance.now();
      const failures: string[] = [];
      const total = {
        seeds: 0,
        days: 0,
        ticks: 0,
        dispatches: 0,
        acts: 0,
        reports: 0,
        faults: 0,
        kills: 0,
        violations: 0,
        slowest: 0,
      };
      const database = await open();
      for (let seed = FIRST_SEED; total.days < DAYS; seed++) {
        await empty(database);
        const outcome = await simulate({ seed, days: MOST_DAYS, wildDays: WILD_DAYS }, database.db);
        add(total, outcome);
        console.info(line(outcome));
        const replay = `replay with EPIC_SIMULATE_SEED=${seed} EPIC_SIMULATE_DAYS=1 npm run simulate`;
        const wrong = [...outcome.violations, ...outcome.unfinished.map((epic) => `${epic} is not finished`)];
        if (wrong.length > 0) failures.push(`${replay}: ${wrong.join('; ')}`);
      }
      const minutes = (performance.now() - started) / 60_000;
      console.info(
        `${total.days.toFixed(0)} simulated days over ${total.seeds} seeds: ${total.ticks} looks, ${total.dispatches} dispatches, ` +
          `${total.acts} acts, ${total.reports} reports, ${total.faults} faults, ${total.kills} kills, ${total.violations} violations, ${failures.length} seeds failed; the slowest epic took ` +
          `${total.slowest.toFixed(1)} days; ${(total.days / minutes).toFixed(1)} days a minute`,
      );
      expect(failures).toEqual([]);
    },
    12 * 3_600_000,
  );

  it('are the same days again with the same seed', async () => {
    const again = async () => simulate({ seed: FIRST_SEED, days: 1, wildDays: 1 }, (await open()).db);
    expect(await again()).toEqual(await again());
  });
});

function add(total: Record<string, number> & { slowest: number; seeds: number }, outcome: Outcome): void {
  total.seeds += 1;
  total.violations = (total.violations ?? 0) + outcome.violations.length;
  total.slowest = Math.max(total.slowest, outcome.slowest);
  for (const key of ['days', 'ticks', 'dispatches', 'acts', 'reports', 'faults', 'kills'] as const)
    total[key] = (total[key] ?? 0) + outcome[key];
}

function line({
  seed,
  mode,
  days,
  ticks,
  dispatches,
  acts,
  faults,
  kills,
  violations,
  digest,
}: Outcome): string {
  return `seed ${seed} (${mode}): ${days.toFixed(1)} days, ${ticks} looks, ${dispatches} dispatches, ${acts} acts, ${faults} faults, ${kills} kills, ${violations.length} violations, digest ${digest.slice(0, 8)}`;
}
