import { type Child, type ChildState, type EpicProgress, nextChildren, readyChildren } from './epic.js';
import { type InventoryRow, inventoryRow, type RepoFacts } from './inventory.js';
import { stuckReason } from './pull-request.js';
import type { TimelineEntry } from './timeline.js';

/** What `/epic status` answers. Plain JSON: times are ISO strings. */
export interface StatusAnswer {
  /** When GitHub was last read, or null before the first read. */
  asOf: string | null;
  /** Why the newest read failed, in words, or null. */
  trouble: string | null;
  repos: RepoStatus[];
  /** Set when one epic was asked for. */
  epic: number | null;
  /** What happened to that epic, oldest first. */
  timeline: TimelineEntry[];
}

export interface RepoStatus extends InventoryRow {
  openPullRequests: number;
  ready: number;
  inFlight: number;
  stuck: number;
  epicStatus: EpicStatus[];
  /** The one thing a person could do next that moves most. */
  nextClick: string;
}

export interface EpicStatus {
  number: number;
  title: string;
  open: boolean;
  branch: string | null;
  done: number;
  total: number;
  phases: { number: number; name: string; done: number; total: number; active: boolean }[];
  ready: number;
  inFlight: number;
  stuck: { pullRequest: number; child: number; why: string; next: string }[];
  needsPerson: number;
  nextClick: string;
  children: {
    number: number;
    title: string;
    state: ChildState;
    why: string | null;
    phase: number;
    pullRequest: number | null;
  }[];
}

/** Its open epics, and the one that was asked for though it be closed. */
export function repoStatus(repo: RepoFacts, asked: number | null = null): RepoStatus {
  const row = inventoryRow(repo);
  const epicStatus = repo.epics.filter(({ epic }) => epic.open || epic.number === asked).map(describeEpic);
  const open = epicStatus.filter((epic) => epic.open);
  const total = (pick: (epic: EpicStatus) => number) => open.reduce((sum, epic) => sum + pick(epic), 0);
  return {
    ...row,
    openPullRequests: repo.openPullRequests,
    ready: total((epic) => epic.ready),
    inFlight: total((epic) => epic.inFlight),
    stuck: total((epic) => epic.stuck.length),
    epicStatus,
    nextClick: repoNextClick(row, open),
  };
}

/** Worst first: most stuck, then most READY that nobody has started, then most open. */
export function worstFirst(repos: readonly RepoStatus[]): RepoStatus[] {
  return [...repos].sort(
    (a, b) => b.stuck - a.stuck || b.ready - a.ready || b.open - a.open || a.name.localeCompare(b.name),
  );
}

function describeEpic(progress: EpicProgress): EpicStatus {
  const { epic, states } = progress;
  const count = (wanted: ChildState) => states.filter(({ state }) => state === wanted).length;
  return {
    number: epic.number,
    title: epic.title,
    open: epic.open,
    branch: epic.branch,
    done: progress.done,
    total: progress.total,
    phases: progress.phases,
    ready: readyChildren(progress).length,
    inFlight: count('in-flight'),
    stuck: states.filter(({ state }) => state === 'stuck').map(({ child }) => describeStuck(child)),
    needsPerson: count('needs-person'),
    nextClick: epicNextClick(progress),
    children: states.map(({ child, state, why }) => ({
      number: child.number,
      title: child.issue?.title ?? '',
      state,
      why,
      phase: child.phase,
      pullRequest: child.issue?.pullRequest?.number ?? null,
    })),
  };
}

function describeStuck(child: Child): EpicStatus['stuck'][number] {
  const pull = child.issue?.pullRequest;
  const stuck = pull && stuckReason(pull);
  return {
    pullRequest: pull?.number ?? 0,
    child: child.number,
    why: stuck?.why ?? '',
    next: stuck?.next ?? '',
  };
}

function epicNextClick(progress: EpicProgress): string {
  const { dispatch, features } = nextChildren(progress);
  const { number, branch } = progress.epic;
  if (!progress.epic.open) return 'nothing: it is closed';
  if (progress.total === 0) return 'its checklist names no issue yet';
  if (progress.done === progress.total) return 'every child is done: merge its branch';
  if (!branch) return `create the branch epic/${number}-… to dispatch into`;
  if (dispatch.length > 0)
    return `\`/epic dispatch ${shortName(progress.epic.repo)} #${number}\` (${tasks(dispatch.length)})`;
  if (features.length > 0)
    return `the code owner starts ${features.map((child) => `#${child.number}`).join(', ')}`;
  const stuck = progress.states.find(({ state }) => state === 'stuck');
  if (stuck) return `#${stuck.child.number} is stuck: ${stuck.why}`;
  return 'nothing to click: agents are at work';
}

function repoNextClick(row: InventoryRow, epics: readonly EpicStatus[]): string {
  const actionable =
    epics.find((epic) => epic.ready > 0) ?? epics.find((epic) => epic.needsPerson > 0) ?? epics[0];
  if (actionable) return actionable.nextClick;
  if (row.audits > 0)
    return `${row.audits} ${row.audits === 1 ? 'audit waits' : 'audits wait'} to become issues`;
  return row.open > 0 ? `${row.open} issues wait to be grouped into epics` : 'nothing to do';
}

export function tasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}

export function shortName(nameWithOwner: string): string {
  return nameWithOwner.slice(nameWithOwner.indexOf('/') + 1);
}
