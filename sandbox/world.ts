import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAgents } from './agents.js';
import { type Behaviour, usual } from './behaviour.js';
import { SimulatedClock } from './clock.js';
import { githubFault } from './github/faults.js';
import { type GitHubSandbox, startGitHub } from './github/server.js';
import { type SlackDesk, sandboxSlack, startSlack } from './slack/desk.js';

/** A Wednesday morning, nine o'clock: the first report is due at once. */
export const START = new Date('2026-02-04T09:00:00Z');

/** GitHub, Slack and the agents on one clock: everything outside the bot. */
export interface SandboxWorld {
  clock: SimulatedClock;
  github: GitHubSandbox;
  desk: SlackDesk;
  /** The variables with which a bot finds this world, and takes part in it by its real edges. */
  env: Record<string, string>;
  /** Where the bot takes Slack's requests; a restarted bot may live elsewhere. */
  botAt(url: string): void;
  /** Makes something go wrong, or with `{clear: true}` nothing any more; says why a fault is refused. */
  fault(fault: unknown): void;
  reset(seed: number): Promise<void>;
  close(): Promise<void>;
}

export async function startWorld(options: {
  seed: number;
  githubPort?: number;
  slackPort?: number;
  zone?: string;
  /** How agents and reviewers behave; as on an ordinary day unless told. */
  behaviour?: Behaviour;
  /** Lets Claude live there beside Jules, with accounts in the team file. */
  claude?: Behaviour | undefined;
}): Promise<SandboxWorld> {
  const { seed, githubPort = 0, slackPort = 0, zone = 'UTC', behaviour = usual, claude } = options;
  const clock = new SimulatedClock(START);
  let bot = '';
  const github = await startGitHub({ clock, seed, port: githubPort });
  startAgents({ world: github.world, clock, seed, behaviour, claude });
  const desk = await startSlack({ clock, port: slackPort, deliverTo: () => `${bot}/slack/events` });
  return {
    clock,
    github,
    desk,
    env: {
      SLACK_BOT_TOKEN: sandboxSlack.botToken,
      SLACK_SIGNING_SECRET: sandboxSlack.signingSecret,
      SLACK_API_URL: desk.apiUrl,
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: 'ghp_sandbox_bot',
      SNIDER_GITHUB_TOKEN: 'ghp_sandbox_Snider',
      BODANE_GITHUB_TOKEN: 'ghp_sandbox_bodane',
      EPIC_TEAM_FILE: sourceFile(claude ? 'team-with-claude.yaml' : 'team.yaml'),
      EPIC_CHANNEL: sandboxSlack.channel,
      EPIC_TIMEZONE: zone,
      HOST: '127.0.0.1',
    },
    botAt: (url) => {
      bot = url;
    },
    fault: (fault) => {
      const { clear, target } = (fault ?? {}) as { clear?: boolean; target?: string };
      if (clear) {
        github.world.faults.clear();
        desk.clearFaults();
      } else if (target === 'slack') desk.fault(fault);
      else if (target !== undefined && target !== 'github')
        throw new TypeError(`There is no target ${target}; there are github and slack.`);
      else github.world.faults.add(githubFault(fault));
    },
    reset: async (next) => {
      clock.reset(START);
      github.reset(next);
      await desk.reset();
    },
    close: async () => {
      await desk.close();
      await github.close();
    },
  };
}

/** A file beside the sources; the compiled program lies two folders deeper. */
function sourceFile(name: string): string {
  const beside = fileURLToPath(new URL(name, import.meta.url));
  return existsSync(beside) ? beside : join(fileURLToPath(new URL('../../sandbox', import.meta.url)), name);
}
