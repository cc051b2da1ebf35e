import type { Behaviour } from '../behaviour.js';
import type { SimulatedClock } from '../clock.js';
import { addComment, addReaction } from '../github/acts/comments.js';
import { makeAccount } from '../github/make.js';
import type { Account, Comment, Issue, PullRequest, Session } from '../github/model.js';
import { Random } from '../github/random.js';
import type { World } from '../github/world.js';
import { answerComment, answerRedChecks } from './fixes.js';
import { handIn } from './hand-in.js';
import { type Agent, happens, MINUTE, type Profile, SECOND } from './life.js';

const DAY = 24 * 60 * MINUTE;

/** One task, on the account of whoever added the label. */
interface Task {
  issue: Issue;
  session: Session;
  /** In milliseconds since 1970. */
  startedAt: number;
  done: boolean;
}

/** An agent whom a label calls. It lives as long as its world: what it means to do goes with a reset. */
export class LabelAgent {
  readonly #world: World;
  readonly #clock: SimulatedClock;
  readonly #agent: Agent;
  /** Its own: those it opened, and those that stand there from its past tasks. */
  readonly #pulls: Set<PullRequest>;
  #tasks: Task[] = [];

  constructor(
    world: World,
    clock: SimulatedClock,
    { profile, seed, behaviour }: { profile: Profile; seed: number; behaviour: Behaviour },
  ) {
    this.#world = world;
    this.#clock = clock;
    const account = world.account(profile.login) ?? makeAccount(world, profile.login, 'Bot');
    this.#agent = { world, account, behaviour, profile, random: new Random(seed ^ profile.salt) };
    const pulls = [...world.repos.values()].flatMap((repo) => [...repo.pullRequests.values()]);
    this.#pulls = new Set(
      pulls.filter(({ headRefName, isFork }) => headRefName.startsWith(profile.branches) && !isFork),
    );
  }

  /** What its label is called. */
  get label(): string {
    return this.#agent.profile.label;
  }

  /** Starts a task, or refuses it in a comment; either way the label stays. */
  take(issue: Issue, session: Session): void {
    const { random } = this.#agent;
    const refusal = this.#refusal(session.account);
    const noticed = random.between(5, 20) * SECOND;
    if (refusal) {
      if (!happens(this.#agent, 'mute')) this.#world.later(noticed, () => this.#comment(issue, refusal));
      return;
    }
    const task = { issue, session, startedAt: this.#clock.now().getTime(), done: false };
    this.#tasks.push(task);
    const needed = random.between(10, 40) * MINUTE;
    if (happens(this.#agent, 'unseen')) this.#world.later(needed, () => this.#end(task));
    else this.#world.later(noticed, () => this.#begin(task, needed - noticed));
  }

  /** Somebody commented on a pull request of its own. */
  hear(pull: PullRequest, comment: Comment): void {
    if (this.#pulls.has(pull)) answerComment(this.#agent, pull, comment);
  }

  /** A check of one of its pull requests failed. */
  seeRed(oid: string): void {
    for (const pull of this.#pulls)
      if (pull.state === 'OPEN' && pull.commits.at(-1)?.oid === oid) answerRedChecks(this.#agent, pull, oid);
  }

  #begin(task: Task, needed: number): void {
    const { issue, session } = task;
    const { account, profile } = this.#agent;
    if (profile.eyes) addReaction(this.#world, issue, { content: 'EYES', user: account });
    const base = happens(this.#agent, 'astray') ? issue.repo.defaultBranch : targetBranch(issue);
    // It works on what stood there when it began: what lands meanwhile may conflict with it.
    const from = issue.repo.branches.get(base)?.oid;
    const lost = happens(this.#agent, 'lost');
    this.#world.later(needed, () => {
      this.#end(task);
      if (lost) return;
      for (const pull of handIn(this.#agent, { issue, asker: session.account, base, from }))
        this.#pulls.add(pull);
    });
  }

  /** Whatever came of it, it takes no place among those under way any more. */
  #end(task: Task): void {
    task.done = true;
  }

  #refusal(payer: Account): string | undefined {
    const { aDay, atOnce } = this.#agent.profile;
    const since = this.#clock.now().getTime() - DAY;
    const own = this.#tasks.filter((task) => task.session.account === payer);
    if (own.filter((task) => task.startedAt > since).length >= aDay) {
      return `You have reached your limit of ${aDay} tasks in 24 hours. Please try again later.`;
    }
    if (own.filter((task) => !task.done).length < atOnce) return undefined;
    return `You have reached your limit of ${atOnce} tasks at once. Please wait until one is done.`;
  }

  #comment(issue: Issue, body: string): void {
    const session = { account: this.#agent.account, token: '', installation: true };
    addComment(this.#world, issue, { body, session });
  }
}

/** The branch that the newest comment of this kind names. The agent may read text; the bot may not. */
function targetBranch(issue: Issue): string {
  const named = issue.comments
    .flatMap(({ body }) => /^Target branch: `?([^`\s]+)/m.exec(body)?.[1] ?? [])
    .at(-1);
  return named !== undefined && issue.repo.branches.has(named) ? named : issue.repo.defaultBranch;
}
