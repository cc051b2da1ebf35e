import type { Conversation, Repo } from '../model.js';
import { conversation, type World } from '../world.js';
import { notFound } from './problem.js';

/** The repository that a route's `:owner` and `:repo` name. */
export function repoOf(world: World, { owner, repo: name }: Record<string, string>): Repo {
  const repo = world.repo(`${owner}/${name}`);
  if (!repo) throw notFound();
  return repo;
}

/** The issue or pull request that `:number` names besides. */
export function subjectOf(world: World, params: Record<string, string>): Conversation {
  const subject = conversation(repoOf(world, params), Number(params.number));
  if (!subject) throw notFound();
  return subject;
}
