import type { Agent } from '../ports.js';

/**
 * Anthropic's Claude, by `anthropics/claude-code-action`: its `label_trigger` is `claude` unless its workflow says
 * otherwise, and `allowed_bots`, empty unless set, lets no App start it. It runs on the team's own runners and API key,
 * so nobody sells it by the task: the team file says how many there are. It answers in a comment, not with 👀.
 */
export const claude: Agent = {
  name: 'claude',
  provider: 'anthropic',
  label: 'claude',
  acceptsAppLabels: false,
  acknowledges: false,
  quota: null,
  concurrency: null,
  window: 'rolling-24h',
};
