import { onTestFinished } from 'vitest';
import { SimulatedClock } from '../../../sandbox/clock.js';
import { type GitHubSandbox, startGitHub } from '../../../sandbox/github/server.js';
import { START } from '../../../sandbox/world.js';
import type { Config } from '../../../src/config.js';
import { connectGitHub } from '../../../src/github/index.js';
import type { GitHub } from '../../../src/ports.js';

export const OWNER = 'dappcore';

/** The seed's GitHub by itself, closed when the test is over. */
export async function aGitHubWorld(seed = 1): Promise<GitHubSandbox & { clock: SimulatedClock }> {
  console.info(`sandbox seed ${seed}`);
  const clock = new SimulatedClock(START);
  const sandbox = await startGitHub({ clock, seed });
  onTestFinished(() => sandbox.close());
  return { ...sandbox, clock };
}

/** The adapter as a bot has it, with Snider's token beside its own; `url` may lead somewhere else than to the world. */
export function anAdapter(
  { url, clock }: { url: string; clock: SimulatedClock },
  more: Partial<Config['github']> = {},
): GitHub {
  const settings: Config['github'] = {
    apiUrl: url,
    auth: { kind: 'token', token: 'ghp_sandbox_bot' },
    tokens: new Map([['SNIDER_GITHUB_TOKEN', 'ghp_sandbox_Snider']]),
    webhookSecret: null,
    ...more,
  };
  return connectGitHub(settings, OWNER, clock);
}
