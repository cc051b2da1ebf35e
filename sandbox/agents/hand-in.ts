import { openPullRequest } from '../github/acts/pull-requests.js';
import { setDraft } from '../github/acts/states.js';
import type { Account, Issue, PullRequest } from '../github/model.js';
import { changedFiles, split } from '../github/seed/bodies.js';
import { type Agent, happens, MINUTE } from './life.js';

interface Work {
  issue: Issue;
  /** Whose label it was. */
  asker: Account;
  base: string;
  /** The commit that the agent began to work on. */
  from: string | undefined;
}

/** Hands in what came of a task: a pull request, or now and then two of them. */
export function handIn(agent: Agent, work: Work): PullRequest[] {
  return happens(agent, 'twice') ? [open(agent, work), open(agent, work)] : [open(agent, work)];
}

function open(agent: Agent, { issue, asker, base: wanted, from }: Work): PullRequest {
  const { world, random } = agent;
  const { repo, title } = issue;
  // Now and then the pull request is opened in the name of whoever asked for it.
  const author = random.next() < 1 / 3 ? asker : agent.account;
  const files = changedFiles(title, repo.language, random);
  const oid = random.hex(40);
  const head = freeName(agent.profile.branchFor(issue), (name) => repo.branches.has(name));
  // A branch that went away meanwhile is the base of nothing.
  const base = repo.branches.has(wanted) ? wanted : repo.defaultBranch;
  const words = happens(agent, 'unlinked')
    ? { body: 'Done.', refersTo: [] }
    : { body: `Fixes #${issue.number}\n\nChanges ${split(title).scope}.\n`, refersTo: [issue] };
  const draft = { title, author, base, head, oid, files, ...words, ...(from && { from }) };
  const pull = openPullRequest(world, repo, draft);
  if (happens(agent, 'draft')) {
    setDraft(world, pull, true);
    world.later(random.between(20, 90) * MINUTE, () => {
      if (pull.state === 'OPEN') setDraft(world, pull, false);
    });
  }
  return pull;
}

/** The name, or the first of `name-2`, `name-3`, … that is free: a second task gets its own branch. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  let count = 2;
  while (taken(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
