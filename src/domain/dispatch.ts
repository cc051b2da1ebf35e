import type { Severity } from './audit/finding.js';
import { type AccountBudget, connectedTo, free, take } from './budget.js';
import { type Child, type EpicProgress, isRetry, nextChildren } from './epic.js';
import { severityOf } from './labels.js';
import { shortName } from './status.js';

export type Strategy = 'conservative' | 'moderate' | 'aggressive';

/** Tasks a day at most, by strategy: the upper end of the flow's table. */
export const TASKS_A_DAY: Record<Strategy, number> = { conservative: 20, moderate: 80, aggressive: 200 };

/** One dispatch worth proposing: children of one epic that may start now. */
export interface Candidate {
  progress: EpicProgress;
  children: Child[];
  blocking: boolean;
  feature: boolean;
  /** Handed out before, to no end: never without a click. */
  retry: boolean;
}

export interface DispatchLimits {
  /** The pool: what each account has left, and may start now. */
  accounts: readonly AccountBudget[];
  /** The agent of a repository. */
  agentOf(repo: string): string;
  strategy: Strategy;
  /** Tasks already dispatched today, in all and by repository. */
  dispatchedToday: ReadonlyMap<string, number>;
  /** The share of a day's tasks that one repository may take, 0 to 1. */
  shareCap: number;
}

export interface DispatchPlan {
  chosen: Candidate[];
  /** What was left out, and why. */
  deferred: { repo: string; tasks: number; why: string }[];
}

/** Every epic's next children; each feature is a candidate by itself, because each needs its own click. */
export function candidates(epics: readonly EpicProgress[]): Candidate[] {
  return epics
    .filter(({ epic }) => epic.open && epic.branch !== null)
    .flatMap((progress) => {
      const { dispatch, retries, features, blocking } = nextChildren(progress);
      const kinds = [
        { children: dispatch, feature: false, retry: false },
        { children: retries, feature: false, retry: true },
        ...features.map((child) => ({
          children: [child],
          feature: true,
          retry: child.issue !== null && isRetry(child.issue),
        })),
      ];
      return kinds.flatMap((kind) => {
        // A child in another repository is watched, but its branch and its account are not this epic's.
        const children = kind.children.filter((child) => child.repo === progress.epic.repo);
        return children.length > 0 ? [{ progress, blocking, ...kind, children }] : [];
      });
    });
}

/**
 * The order of dispatch: critical and high severity first, then epics of the repositories with most work left, then
 * blockers, which others wait for; features, which need a person anyway, come last. Ties go by number.
 */
export function inOrder(all: readonly Candidate[]): Candidate[] {
  const left = new Map<string, number>();
  for (const { progress } of uniqueEpics(all)) {
    left.set(progress.epic.repo, (left.get(progress.epic.repo) ?? 0) + progress.total - progress.done);
  }
  return [...all].sort(
    (a, b) =>
      Number(a.feature) - Number(b.feature) ||
      hurry(b) - hurry(a) ||
      (left.get(b.progress.epic.repo) ?? 0) - (left.get(a.progress.epic.repo) ?? 0) ||
      Number(b.blocking) - Number(a.blocking) ||
      a.progress.epic.number - b.progress.epic.number ||
      (a.children[0]?.number ?? 0) - (b.children[0]?.number ?? 0),
  );
}

/** Medium work is not put behind unlabelled work: only critical and high jump the queue. */
const HURRY: Partial<Record<Severity, number>> = { critical: 2, high: 1 };

function hurry({ children }: Candidate): number {
  const severities = children.map(({ issue }) => severityOf(issue?.labels ?? []));
  return Math.max(0, ...severities.map((severity) => (severity && HURRY[severity]) ?? 0));
}

function uniqueEpics(all: readonly Candidate[]): Candidate[] {
  return [
    ...new Map(
      all.map((candidate) => [
        `${candidate.progress.epic.repo}#${candidate.progress.epic.number}`,
        candidate,
      ]),
    ).values(),
  ];
}

/** Takes candidates in order until the day's tasks, the pool or a repository's share are used up; never splits silently. */
export function planDispatch(all: readonly Candidate[], limits: DispatchLimits): DispatchPlan {
  const day = TASKS_A_DAY[limits.strategy];
  const perRepo = Math.max(1, Math.floor(day * limits.shareCap));
  const byRepo = new Map(limits.dispatchedToday);
  let total = [...byRepo.values()].reduce((sum, tasks) => sum + tasks, 0);
  let accounts = limits.accounts;
  const plan: DispatchPlan = { chosen: [], deferred: [] };
  for (const candidate of inOrder(all)) {
    const repo = candidate.progress.epic.repo;
    const agent = limits.agentOf(repo);
    const want = { repo: shortName(repo), agent };
    const taken = byRepo.get(repo) ?? 0;
    const { left, startable } = roomOf(accounts, want);
    const room = Math.min(startable, day - total, perRepo - taken);
    const children = candidate.children.slice(0, Math.max(0, room));
    if (children.length > 0) plan.chosen.push({ ...candidate, children });
    const rest = candidate.children.length - children.length;
    if (rest > 0)
      plan.deferred.push({
        repo,
        tasks: rest,
        why: shortage({ left, startable, day, total, perRepo, taken }),
      });
    byRepo.set(repo, taken + children.length);
    total += children.length;
    accounts = take(accounts, { ...want, count: children.length }).after;
  }
  return plan;
}

/** What accounts hold for a repository, and may start for it now. One without any is told of that at the click. */
function roomOf(accounts: readonly AccountBudget[], want: { repo: string; agent: string }) {
  const connected = connectedTo(accounts, want);
  const able =
    connected.length > 0 ? connected : accounts.filter(({ account }) => account.agent === want.agent);
  return {
    left: able.reduce((sum, { left }) => sum + left, 0),
    startable: able.reduce((sum, budget) => sum + free(budget), 0),
  };
}

function shortage(state: {
  left: number;
  startable: number;
  day: number;
  total: number;
  perRepo: number;
  taken: number;
}): string {
  if (state.startable <= state.perRepo - state.taken && state.startable <= state.day - state.total)
    return state.left > state.startable ? 'no account may run more tasks at once' : 'the pool is used up';
  if (state.perRepo - state.taken <= state.day - state.total)
    return `one repository takes at most ${state.perRepo} tasks a day`;
  return `the strategy stops at ${state.day} tasks a day`;
}
