import { addComment } from '../../../sandbox/github/acts/comments.js';
import { addLabel, removeLabel } from '../../../sandbox/github/acts/labels.js';
import type { Issue, Repo, Session } from '../../../sandbox/github/model.js';
import type { World } from '../../../sandbox/github/world.js';

type Login = 'Snider' | 'bodane' | 'passer-by';

/** What people do on GitHub while the bot is not looking. */
export function peopleOf(world: World) {
  const repo = (name = 'core'): Repo => found(world.repo(`dappcore/${name}`), name);
  const issue = (number: number, name?: string): Issue =>
    found(repo(name).issues.get(number), `${name ?? 'core'}#${number}`);
  const session = (login: Login): Session => found(world.sessions.get(`ghp_sandbox_${login}`), login);
  const touch = (one: Issue, change: Partial<Issue>) =>
    Object.assign(one, change, { updatedAt: world.now() });
  return {
    repo,
    issue,
    label: (number: number, by: Login, name = 'jules') =>
      addLabel(world, issue(number), { name, session: session(by) }),
    unlabel: (number: number, by: Login) =>
      removeLabel(world, issue(number), { name: 'jules', session: session(by) }),
    comment: (number: number, by: Login, body: string) =>
      addComment(world, issue(number), { body, session: session(by) }),
    close: (number: number) =>
      touch(issue(number), { state: 'CLOSED', stateReason: 'COMPLETED', closedAt: world.now() }),
    edit: (number: number, change: { title?: string; body?: string } = {}) =>
      touch(issue(number), { lastEditedAt: world.now(), ...change }),
    /** A new title: GitHub does not call that an edit. */
    rename: (number: number, title: string) => touch(issue(number), { title }),
    block: (number: number, by: number) => touch(issue(number), { blockedBy: [issue(by)] }),
    /** A commit on a branch; every branch has only its head here. */
    push: (branch: string, oid: string) => Object.assign(found(repo().branches.get(branch), branch), { oid }),
    loseAccess: (login: Login) => repo().collaborators.delete(login.toLowerCase()),
    revokeToken: (login: Login) => world.sessions.delete(`ghp_sandbox_${login}`),
  };
}

function found<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`The world has no ${name}.`);
  return thing;
}
