import type { Agent } from '../ports.js';

/** Google's Jules. 300 tasks in a rolling 24 hours and 60 at once on its largest plan (100 and 15, 15 and 3 on the others). */
export const jules: Agent = {
  name: 'jules',
  provider: 'google',
  label: 'jules',
  acceptsAppLabels: false,
  acknowledges: true,
  quota: 300,
  concurrency: 60,
  window: 'rolling-24h',
};
