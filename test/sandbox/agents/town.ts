import { startAgents } from '../../../sandbox/agents.js';
import { type Behaviour, type PeopleBehaviour, quiet } from '../../../sandbox/behaviour.js';
import { addComment } from '../../../sandbox/github/acts/comments.js';
import { addLabel } from '../../../sandbox/github/acts/labels.js';
import type { Comment, Conversation, Issue, PullRequest, Session } from '../../../sandbox/github/model.js';
import type { WorldEvent } from '../../../sandbox/github/world.js';
import { person, repoOf } from '../github/people.js';
import { aGitHub, type TestGitHub } from '../github/support.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export interface Town extends TestGitHub {
  /** Everything that happened since the agents began, oldest first. */
  seen: WorldEvent[];
}

/** A GitHub in which agents live; nothing goes wrong but what is asked for. */
export async function aTown(behaviour: Partial<Behaviour> = {}, seed = 7, claude?: Behaviour): Promise<Town> {
  const github = await aGitHub({ seed });
  const seen: WorldEvent[] = [];
  const { world, clock } = github;
  startAgents({ world, clock, seed, behaviour: { ...quiet, ...behaviour }, claude });
  github.world.on((event) => seen.push(event));
  return { ...github, seen };
}

/** People of whom some do a thing every hour. */
export function busy(deeds: Partial<PeopleBehaviour>): Partial<Behaviour> {
  return { people: { ...quiet.people, ...deeds } };
}

export function sessionFor(town: Town, login = 'Snider'): Session {
  return { account: person(town, login), token: '', installation: false };
}

export function childOf(town: Town, number: number, repo = 'core'): Issue {
  const issue = repoOf(town, repo).issues.get(number);
  if (!issue) throw new Error(`There is no issue #${number}.`);
  return issue;
}

/** Dispatches a child to Jules as a person would: the branch's name first, then the label. */
export function dispatch(town: Town, issue: Issue, branch?: string): void {
  const session = sessionFor(town);
  if (branch) addComment(town.world, issue, { body: `Target branch: \`${branch}\``, session });
  addLabel(town.world, issue, { name: 'jules', session });
}

/** The pull requests that came after the agents did, in every repository. */
export function newPulls(town: Town): PullRequest[] {
  return town.seen.flatMap((event) => (event.type === 'pull-request-opened' ? [event.pullRequest] : []));
}

/** Lets Jules open a pull request for the child, and answers it at that minute. */
export async function pullFor(town: Town, issue: Issue, branch?: string): Promise<PullRequest> {
  const before = newPulls(town).length;
  dispatch(town, issue, branch);
  for (let minute = 0; newPulls(town).length === before; minute += 1) {
    if (minute > 41) throw new Error('Jules opened no pull request.');
    await town.clock.advanceBy(MINUTE);
  }
  return newPulls(town).at(-1) as PullRequest;
}

export function say(town: Town, subject: Conversation, body: string, login = 'Snider'): Comment {
  return addComment(town.world, subject, { body, session: sessionFor(town, login) });
}

/** The events of one kind, in the order in which they happened. */
export function happened<T extends WorldEvent['type']>(town: Town, type: T): (WorldEvent & { type: T })[] {
  return town.seen.filter((event): event is WorldEvent & { type: T } => event.type === type);
}
