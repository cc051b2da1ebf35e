import fc from 'fast-check';

const SEED = 20260204;

/**
 * Tries a property with the same cases in every run; `EPIC_TEST_SEED` chooses others. What fails is printed with its
 * seed and made as small as possible.
 */
export function holds<Case>(property: fc.IProperty<Case>, numRuns = 200): void {
  fc.assert(property, { seed: Number(process.env.EPIC_TEST_SEED ?? SEED), numRuns });
}
