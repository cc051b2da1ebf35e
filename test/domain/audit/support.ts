import type { Finding } from '../../../src/domain/audit/finding.js';

/** A finding of which a test says only what it is about. */
export function finding({
  path,
  line = null,
  ...given
}: Partial<Finding> & { path?: string; line?: number | null }): Finding {
  const judged = <Value>(value: Value) => ({ value, why: 'a test' });
  return {
    title: 'Something is amiss',
    severity: judged('medium'),
    type: judged('security'),
    scope: judged('package'),
    complexity: judged('medium'),
    locations: path === undefined ? [] : [{ path, line }],
    description: '',
    fix: null,
    category: null,
    sureness: 0.9,
    doubts: [],
    position: 0,
    ...given,
  };
}
