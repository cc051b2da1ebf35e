import type { Branch, Issue, PullRequest, Repo } from '../../sandbox/github/model.js';
import type { World } from '../../sandbox/github/world.js';
import type { SlackDesk } from '../../sandbox/slack/desk.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import { INTERVENTIONS, NEEDS_INTERVENTION } from '../../src/domain/act.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import type { Mode } from '../../src/domain/epic-act.js';
import { parseTitle } from '../../src/domain/title.js';

const HOUR = 3_600_000;

/** Logins with whose tokens the bot acts. */
const BOTS = ['epic-bot', 'Snider', 'bodane'];

export interface Limits {
  quota: number;
  concurrency: number;
}

/**
 * Watches a world and notes whatever the bot must never do, at the moment when it happens. It knows GitHub and Slack
 * alone: it shares no line with what it judges, but the checklist's and the title's forms.
 */
export class Rules {
  readonly violations: string[] = [];
  /** When the bot last read all of GitHub (ISO): what happened since it cannot know. */
  lastRead = '';
  readonly #world: World;
  readonly #desk: SlackDesk;
  readonly #limits: Limits;
  readonly #bodies = new Map<Issue, string>();
  readonly #mode: Mode;
  /** Clicks that children and epics were given. */
  readonly #released = new Map<number, number>();
  readonly #handedOut = new Map<number, number>();

  constructor({ github: { world }, desk }: SandboxWorld, limits: Limits, mode: Mode) {
    this.#world = world;
    this.#desk = desk;
    this.#limits = limits;
    this.#mode = mode;
    for (const repo of world.repos.values())
      for (const issue of repo.issues.values()) this.#bodies.set(issue, issue.body);
    world.on((event) => {
      if (event.type === 'labeled' && event.label.name === 'jules' && event.subject.kind === 'Issue')
        this.#onDispatch(event.subject, event.session.account.login);
      if (event.type === 'commented' && event.subject.kind === 'PullRequest')
        this.#onComment(event.subject, event.comment.body, event.session.account.login);
      if (event.type === 'edited' && event.subject.kind === 'Issue')
        this.#onEdit(event.subject, event.by.login);
      if (event.type === 'thread-resolved' && event.by.login === 'epic-bot')
        this.#onResolve(event.pullRequest, event.thread.createdAt);
      if (event.type === 'branch-moved') this.#onArrival(event.repo, event.branch);
      if (event.type === 'merged' && event.by.login === 'epic-bot') this.#onMerge(event.pullRequest);
    });
  }

  get dispatches(): number {
    return [...this.#handedOut.values()].reduce((sum, times) => sum + times, 0);
  }

  /** How many reports stand in the channels; of each slot there is one. */
  reports(): number {
    const slots = this.#desk.state.messages.flatMap(({ metadata, channel }) => {
      const { slot } = (metadata?.event_payload ?? {}) as { slot?: string };
      return slot ? [`${channel} ${slot}`] : [];
    });
    for (const slot of new Set(slots.filter((one, index) => slots.indexOf(one) !== index)))
      this.#say(`the report of ${slot} was posted more than once`);
    return slots.length;
  }

  release(number: number): void {
    this.#released.set(number, this.#clicks(number) + 1);
  }

  #clicks(number: number): number {
    return this.#released.get(number) ?? 0;
  }

  #say(what: string): void {
    this.violations.push(`${this.#world.now()} ${what}`);
  }

  #onDispatch(issue: Issue, by: string): void {
    if (!BOTS.includes(by)) return;
    const name = `#${issue.number}`;
    const mine = this.#labelEvents(issue.repo).filter(({ actor }) => actor === by);
    const since = this.#world.clock.now().getTime() - 24 * HOUR;
    const today = mine.filter(({ at }) => at > since).length;
    if (today > this.#limits.quota)
      this.#say(`${by} spent ${today} of ${this.#limits.quota} tasks in 24 hours`);
    const own = mine.filter(({ number, at }) => number === issue.number && at > since - 24 * HOUR);
    if (own.length > 3) this.#say(`${name} was dispatched ${own.length} times`);
    const [last, before] = own.slice(-2).reverse();
    if (last && before && last.at - before.at < HOUR)
      this.#say(`${name} was dispatched twice within the hour`);
    const [times, clicks] = [(this.#handedOut.get(issue.number) ?? 0) + 1, this.#clicks(issue.number)];
    this.#handedOut.set(issue.number, times);
    const needsClick = this.#mode === 'approve' || !parseTitle(issue.title).dispatchable;
    if (needsClick && times > clicks) this.#say(`${name} was dispatched ${times} times for ${clicks} clicks`);
    this.#phaseInOrder(issue);
  }

  /** Every label of the agent in the world, whoever added it. */
  #labelEvents(repo: Repo): { number: number; actor: string; at: number }[] {
    return [...repo.issues.values()].flatMap((issue) =>
      issue.events.flatMap((event) =>
        event.type === 'LabeledEvent' && event.label.name === 'jules'
          ? [{ number: issue.number, actor: event.actor.login, at: Date.parse(event.createdAt) }]
          : [],
      ),
    );
  }

  #phaseInOrder(issue: Issue): void {
    for (const epic of this.#epics(issue.repo)) {
      const children = parseChecklist(epic.body);
      const own = children.find(({ number, repo }) => number === issue.number && repo === null);
      if (!own) continue;
      for (const earlier of children.filter(({ phase }) => phase < own.phase)) {
        const child = issue.repo.issues.get(earlier.number);
        if (child && child.state === 'OPEN' && !this.#isExcused(child))
          this.#say(
            `#${issue.number} of phase ${own.phase} was dispatched while #${child.number} of phase ${earlier.phase} is open`,
          );
      }
    }
  }

  /** Left to a person, handed back since the bot last looked, or given up after three tasks. */
  #isExcused(child: Issue): boolean {
    const tasks = child.events.filter(
      (event) => event.type === 'LabeledEvent' && event.label.name === 'jules',
    );
    const handedOver = [...child.repo.pullRequests.values()].some(
      (pull) =>
        (pull.refersTo.includes(child) || pull.headRefName.startsWith(`jules/${child.number}-`)) &&
        (pull.labels.some(({ name }) => name === NEEDS_INTERVENTION) ||
          handOvers(pull, 'UnlabeledEvent').some((at) => this.#isUnread(at))),
    );
    return handedOver || tasks.length >= 3;
  }

  #isUnread(at: string): boolean {
    return Date.parse(at) >= Date.parse(this.lastRead);
  }

  #epics(repo: Repo): Issue[] {
    return [...repo.issues.values()].filter(({ title }) => title.startsWith('epic('));
  }

  #onComment(pull: PullRequest, body: string, by: string): void {
    if (!BOTS.includes(by)) return;
    const sentences = Object.values<string>(INTERVENTIONS);
    if (!sentences.includes(body)) this.#say(`an unknown comment on #${pull.number}: ${body.slice(0, 60)}`);
    // Whoever takes the label off that called a person lets the count begin anew.
    const head =
      [pull.commits.at(-1)?.committedAt ?? '', handOvers(pull, 'LabeledEvent').at(-1) ?? ''].sort().at(-1) ??
      '';
    const same = pull.comments.filter(
      (comment) => BOTS.includes(comment.author.login) && comment.body === body && comment.createdAt >= head,
    );
    if (same.length > 2) this.#say(`#${pull.number} was asked ${same.length} times on one commit: ${body}`);
    const [last, before] = same.slice(-2).reverse();
    if (last && before && Date.parse(last.createdAt) - Date.parse(before.createdAt) < HOUR)
      this.#say(`#${pull.number} was asked twice within the hour: ${body}`);
    if (body === INTERVENTIONS['ask-conflict']) this.#oneAtATime(pull);
  }

  #oneAtATime(pull: PullRequest): void {
    const recent = timeBefore(this.#world, HOUR);
    for (const other of pull.repo.pullRequests.values()) {
      if (other === pull || other.baseRefName !== pull.baseRefName || other.state !== 'OPEN') continue;
      const head = other.commits.at(-1)?.committedAt ?? '';
      const waiting = other.comments.some(
        ({ author, body, createdAt }) =>
          BOTS.includes(author.login) &&
          body === INTERVENTIONS['ask-conflict'] &&
          createdAt > recent &&
          createdAt >= head,
      );
      const aside = other.isDraft || other.labels.some(({ name }) => name === NEEDS_INTERVENTION);
      if (waiting && !aside)
        this.#say(`#${pull.number} was asked about its conflict while #${other.number} was at it`);
    }
  }

  /** The bot changes one box of a checklist, and nothing else; what people write is theirs. */
  #onEdit(issue: Issue, by: string): void {
    const before = this.#bodies.get(issue) ?? '';
    this.#bodies.set(issue, issue.body);
    if (by !== 'epic-bot') return;
    const changed = [...issue.body].flatMap((char, index) => (char === before[index] ? [] : [index]));
    const [index = 0] = changed;
    const isTick =
      changed.length === 1 &&
      issue.body.length === before.length &&
      before.slice(index - 1, index + 2) === '[ ]' &&
      issue.body[index] === 'x';
    if (!isTick) this.#say(`the body of #${issue.number} was changed at ${changed.length} places`);
  }

  #onResolve(pull: PullRequest, threadAt: string): void {
    const head = pull.commits.at(-1);
    const failing = head?.checks.filter(({ conclusion }) => conclusion !== 'SUCCESS') ?? [];
    if (failing.length > 0) this.#say(`a thread of #${pull.number} was resolved before its head was green`);
    if (head && threadAt >= head.committedAt)
      this.#say(`a thread of #${pull.number} was resolved that is younger than the fix`);
  }

  /** Nobody but the bot brings an epic's branch into the default branch here. */
  #onArrival(repo: Repo, { name, oid }: Branch): void {
    if (name !== repo.defaultBranch || this.#mode === 'auto') return;
    const arrived = repo.commits.get(oid)?.parents[1];
    const from = [...repo.branches.values()].find((branch) => branch.oid === arrived)?.name ?? '';
    const epic = /^epic\/(\d+)-/.exec(from)?.[1];
    if (epic && this.#clicks(Number(epic)) === 0) this.#say(`${from} was merged without a click`);
  }

  #onMerge(pull: PullRequest): void {
    if (pull.threads.some(({ isResolved }) => !isResolved))
      this.#say(`#${pull.number} was merged with an open thread`);
    if (pull.isFork) this.#say(`#${pull.number} comes from a fork and was merged`);
  }
}

function timeBefore(world: World, milliseconds: number): string {
  return `${new Date(world.clock.now().getTime() - milliseconds).toISOString().slice(0, 19)}Z`;
}

/** When `needs-intervention` was put on a pull request, or taken off. */
function handOvers({ events }: PullRequest, type: 'LabeledEvent' | 'UnlabeledEvent'): string[] {
  return events.flatMap((event) =>
    event.type === type && 'label' in event && event.label.name === NEEDS_INTERVENTION
      ? [event.createdAt]
      : [],
  );
}
