import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A new empty folder, gone after the test run. */
export function scratchFolder(): Promise<string> {
  return mkdtemp(join(inject('scratch'), 'x-'));
}
