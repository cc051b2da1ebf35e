import { type Behaviour, quiet } from './behaviour.js';
import type { SimulatedClock } from './clock.js';
import { answerComment, answerRedChecks } from './fixes.js';
import { addComment, addReaction } from './github/acts/comments.js';
import { openPullRequest } from './github/acts/pull-requests.js';
import type { Account, Comment, Issue, PullRequest, Session } from './github/model.js';
import { Random } from './github/random.js';
import { changedFiles, split } from './github/seed/bodies.js';
import { headName } from './github/seed/chronicle.js';
import type { World } from './github/world.js';
import { startReviewers } from './reviewers.js';

const LOGIN = 'google-labs-jules[bot]';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** What a seat of the largest plan may do: tasks in any 24 hours, and tasks at once. */
const TASKS_A_DAY = 300;
const TASKS_AT_ONCE = 60;

/** One task, on the account of whoever added the label. */
interface Task {
  issue: Issue;
  session: Session;
  /** In milliseconds since 1970. */
  startedAt: number;
  done: boolean;
}

/**
 * Lets Jules live in the world: a person's `jules` label on an open issue starts a task, which ends in a
 * pull request. Start it once; a reset of the world begins it afresh with the world's new seed.
 */
export function startAgents(options: {
  world: World;
  clock: SimulatedClock;
  seed: number;
  behaviour?: Behaviour;
}): void {
  const { world, clock, seed, behaviour = quiet } = options;
  startReviewers(world, seed, behaviour);
  let jules = new Jules(world, clock, { seed, behaviour });
  world.on((event) => {
    if (event.type === 'reset') {
      jules.retire();
      jules = new Jules(world, clock, { seed: event.seed, behaviour });
    }
    if (event.type === 'commented' && event.subject.kind === 'PullRequest' && !event.session.installation)
      jules.hear(event.subject, event.comment);
    if (event.type === 'check' && event.check.conclusion === 'FAILURE') jules.seeRed(event.commit.oid);
    if (event.type !== 'labeled' || event.label.name.toLowerCase() !== 'jules') return;
    // Jules ignores labels that an app adds, as it ignores pull requests and closed issues.
    const { subject, session } = event;
    if (!session.installation && subject.kind === 'Issue' && subject.state === 'OPEN')
      jules.take(subject, session);
  });
}

class Jules {
  readonly #world: World;
  readonly #clock: SimulatedClock;
  readonly #random: Random;
  readonly #behaviour: Behaviour;
  /** Its own: those it opened, and those that stand there from its past tasks. */
  readonly #pulls: Set<PullRequest>;
  #tasks: Task[] = [];
  #cancels: Array<() => void> = [];

  constructor(
    world: World,
    clock: SimulatedClock,
    { seed, behaviour }: { seed: number; behaviour: Behaviour },
  ) {
    this.#world = world;
    this.#clock = clock;
    // Its own sequence, so that what it does never shifts the words of the seed.
    this.#random = new Random(seed ^ 0x6a756c65);
    this.#behaviour = behaviour;
    const pulls = [...world.repos.values()].flatMap((repo) => [...repo.pullRequests.values()]);
    this.#pulls = new Set(pulls.filter(({ headRefName }) => headRefName.startsWith('jules/')));
  }

  /** Drops whatever it still meant to do. */
  retire(): void {
    for (const cancel of this.#cancels) cancel();
  }

  /** Starts a task, or refuses in a comment; either way the label stays. */
  take(issue: Issue, session: Session): void {
    const refusal = this.#refusal(session.account);
    const noticed = this.#random.between(5, 20) * SECOND;
    if (refusal) {
      this.#later(noticed, () => this.#comment(issue, refusal));
      return;
    }
    const task = { issue, session, startedAt: this.#clock.now().getTime(), done: false };
    this.#tasks.push(task);
    const needed = this.#random.between(10, 40) * MINUTE;
    if (this.#happens('unseen')) return;
    this.#later(noticed, () => {
      addReaction(this.#world, issue, { content: 'EYES', user: this.#account() });
      const base = this.#happens('astray') ? issue.repo.defaultBranch : this.#targetBranch(issue);
      // It works on what stood there when it began: what lands meanwhile may conflict with it.
      const from = issue.repo.branches.get(base)?.oid;
      if (!this.#happens('lost')) this.#later(needed - noticed, () => this.#finish(task, { base, from }));
    });
  }

  /** Somebody commented on a pull request of its own. */
  hear(pull: PullRequest, comment: Comment): void {
    if (this.#pulls.has(pull)) answerComment(this.#hands(), pull, comment);
  }

  /** A check of one of its pull requests failed. */
  seeRed(oid: string): void {
    for (const pull of this.#pulls)
      if (pull.state === 'OPEN' && pull.commits.at(-1)?.oid === oid)
        answerRedChecks(this.#hands(), pull, oid);
  }

  #hands() {
    const [world, random, behaviour] = [this.#world, this.#random, this.#behaviour];
    return { world, random, behaviour, account: this.#account() };
  }

  /** Draws only where something may go wrong, so that a quiet world's story stays what it was. */
  #happens(what: keyof Behaviour): boolean {
    return this.#behaviour[what] > 0 && this.#random.next() < this.#behaviour[what];
  }

  #refusal(payer: Account): string | undefined {
    const since = this.#clock.now().getTime() - DAY;
    const own = this.#tasks.filter((task) => task.session.account === payer);
    if (own.filter((task) => task.startedAt > since).length >= TASKS_A_DAY) {
      return `You have reached your limit of ${TASKS_A_DAY} tasks in 24 hours. Please try again later.`;
    }
    if (own.filter((task) => !task.done).length < TASKS_AT_ONCE) return undefined;
    return `You have reached your limit of ${TASKS_AT_ONCE} tasks at once. Please wait until one is done.`;
  }

  /** The branch that the newest comment of this kind names. The agent may read text; the bot may not. */
  #targetBranch(issue: Issue): string {
    const named = issue.comments
      .flatMap(({ body }) => /^Target branch: `?([^`\s]+)/m.exec(body)?.[1] ?? [])
      .at(-1);
    return named !== undefined && issue.repo.branches.has(named) ? named : issue.repo.defaultBranch;
  }

  #finish(task: Task, { base, from }: { base: string; from: string | undefined }): void {
    const { issue, session } = task;
    const { repo, title } = issue;
    task.done = true;
    // Now and then the pull request is opened in the name of whoever asked for it.
    const author = this.#random.next() < 1 / 3 ? session.account : this.#account();
    const files = changedFiles(title, repo.language, this.#random);
    const head = freeName(headName(issue), (name) => repo.branches.has(name));
    const body = `Fixes #${issue.number}\n\nChanges ${split(title).scope}.\n`;
    const oid = this.#random.hex(40);
    const unlinked = this.#happens('unlinked');
    const words = unlinked ? { body: 'Done.', refersTo: [] } : { body, refersTo: [issue] };
    const draft = { title, author, base, head, oid, files, ...words, ...(from ? { from } : {}) };
    this.#pulls.add(openPullRequest(this.#world, repo, draft));
  }

  #comment(issue: Issue, body: string): void {
    addComment(this.#world, issue, {
      body,
      session: { account: this.#account(), token: '', installation: true },
    });
  }

  #account(): Account {
    const account = this.#world.account(LOGIN);
    if (!account) throw new Error(`The world has no account for ${LOGIN}; seed it before the agents start.`);
    return account;
  }

  #later(milliseconds: number, task: () => void): void {
    this.#cancels.push(this.#clock.wake(new Date(this.#clock.now().getTime() + milliseconds), task));
  }
}

/** The name, or the first of `name-2`, `name-3`, … that is free: a second task gets its own branch. */
function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  let count = 2;
  while (taken(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
