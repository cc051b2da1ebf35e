import { Octokit } from '@octokit/rest';
import { onTestFinished } from 'vitest';
import { startAgents } from '../../../sandbox/agents.js';
import { SimulatedClock } from '../../../sandbox/clock.js';
import { type GitHubSandbox, startGitHub } from '../../../sandbox/github/server.js';
import { type IssueSummary, type RepoSummary, summarise } from '../../../sandbox/github/summary.js';

export const START = new Date('2026-02-04T09:00:00Z');
export const CORE = { owner: 'dappcore', repo: 'core' };

export interface TestGitHub extends GitHubSandbox {
  clock: SimulatedClock;
  /** A real client, as somebody; it never tries again and never logs. */
  as(login: string): Octokit;
  repo(name: string): RepoSummary;
  issue(number: number, repo?: string): IssueSummary;
}

/** A GitHub of its own for one test, closed when the test is over. */
export async function aGitHub({ seed = 7, agents = false } = {}): Promise<TestGitHub> {
  const clock = new SimulatedClock(START);
  const sandbox = await startGitHub({ clock, seed });
  onTestFinished(() => sandbox.close());
  if (agents) startAgents({ world: sandbox.world, clock, seed });
  const repo = (name: string) => found(summarise(sandbox.world).repos, (one) => one.name === name);
  return {
    ...sandbox,
    clock,
    as: (login) => clientOf(sandbox.url, `ghp_sandbox_${login}`),
    repo,
    issue: (number, name = 'core') => found(repo(name).issues, (one) => one.number === number),
  };
}

export function clientOf(url: string, token: string | undefined): Octokit {
  const silence = () => {};
  const log = { debug: silence, info: silence, warn: silence, error: silence };
  return new Octokit({ baseUrl: url, ...(token !== undefined && { auth: token }), log });
}

function found<T>(items: T[], wanted: (item: T) => boolean): T {
  const item = items.find(wanted);
  if (item === undefined) throw new Error('The world does not hold what this test looks for.');
  return item;
}

/** The status and message with which a request is refused. */
export async function refusal(request: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await request;
  } catch (error) {
    const { status, message } = error as { status: number; message: string };
    return { status, message };
  }
  throw new Error('The request was not refused.');
}

/** How often a label was added to an issue, by the record of its events. */
export function timesLabelled(issue: IssueSummary, label: string): number {
  return issue.events.filter((event) => event.type === 'LabeledEvent' && event.label === label).length;
}
