import { type IssueSummary, summarise } from '../../sandbox/github/summary.js';
import type { World } from '../../sandbox/github/world.js';

export interface SeenRequest {
  method: string;
  path: string;
  operations: string[];
}

/** Every request that reaches the world's GitHub from now on, those that a fault strikes included. */
export function requestsAt(world: World): SeenRequest[] {
  const seen: SeenRequest[] = [];
  const take = world.faults.take.bind(world.faults);
  world.faults.take = (target) => {
    seen.push(target);
    return take(target);
  };
  return seen;
}

/** An issue of the world as it is now. */
export function issueIn(world: World, number: number, repo = 'core'): IssueSummary {
  const issues = summarise(world).repos.find(({ name }) => name === repo)?.issues;
  const issue = issues?.find((one) => one.number === number);
  if (!issue) throw new Error(`The world has no ${repo}#${number}.`);
  return issue;
}

/** How a dispatch shows on GitHub: how often the agent's label was put on, and how many branches were named. */
export function dispatchOf(
  world: World,
  number: number,
  repo = 'core',
): { labels: number; comments: number } {
  const { events, comments } = issueIn(world, number, repo);
  return {
    labels: events.filter(({ type, label }) => type === 'LabeledEvent' && label === 'jules').length,
    comments: comments.filter(({ author, body }) => author === 'Snider' && body.startsWith('Target branch'))
      .length,
  };
}

/** How many of the requests were POSTs to a path that ends so. */
export function posts(seen: readonly SeenRequest[], end: string): number {
  return seen.filter(({ method, path }) => method === 'POST' && path.endsWith(end)).length;
}
