import type { ActDetail, WantedAct } from './act.js';
import type { Child, Epic, EpicProgress } from './epic.js';
import { nextActForPullRequest, nextInLine, type PullAct, type PullSituation } from './pull-act.js';
import { handedBack, isHandedOver, type PullRequest } from './pull-request.js';

/** `approve`: spending and merging into the default branch wait for a click. `auto`: the bot goes on by itself. */
export type Mode = 'approve' | 'auto';

export interface EpicSituation {
  mode: Mode;
  defaultBranch: string;
  autoMergeAllowed: boolean;
  /** Open pull requests by the branch that they go into. */
  openInto: ReadonlyMap<string, number>;
  /** The commit of the epic's branch that the bot merged into the default branch, by epic number. */
  mergedSha: ReadonlyMap<number, string>;
  now: Date;
}

/** A pull request of an epic's child, with what to do about it. */
export interface PullPlan {
  child: Child;
  pull: PullRequest;
  act: PullAct;
  /** Handed to a person, and there is something the bot would try if it were handed back. */
  again: boolean;
}

/** What to do about each open pull request of an epic's children; conflicts are asked about one at a time. */
export function pullPlans(
  { epic }: EpicProgress,
  { autoMergeAllowed, now }: Pick<EpicSituation, 'autoMergeAllowed' | 'now'>,
): PullPlan[] {
  const own = epic.children.flatMap((child) => {
    const pull = child.issue?.pullRequest;
    return pull?.state === 'OPEN' && child.repo === epic.repo ? [{ child, pull }] : [];
  });
  // Work of an epic goes into its branch: without one nothing is merged, least of all into the default branch.
  const target = epic.branch;
  const first = nextInLine(
    own.map(({ pull }) => pull).filter(({ base }) => base === target),
    now,
  );
  return own.map(({ child, pull }) => {
    const situation = { target, inTurn: pull.number === first, autoMergeAllowed, now };
    return {
      child,
      pull,
      act: nextActForPullRequest(pull, situation),
      again: isHandedOver(pull) && isWorthTrying(pull, situation),
    };
  });
}

function isWorthTrying(pull: PullRequest, situation: PullSituation): boolean {
  const { act } = nextActForPullRequest(handedBack(pull), { ...situation, inTurn: true });
  return act !== 'wait' && act !== 'escalate';
}

/**
 * Everything that an open epic wants done now, in the order of the flow: pull requests, closing, ticking, and when
 * every child is done the branch, the merge, the end; until then once a day what is new in the default branch. Dispatching is not among it: that goes through proposals.
 */
export function nextActsForEpic(progress: EpicProgress, situation: EpicSituation): WantedAct[] {
  if (!progress.epic.open) return [];
  const acts = [
    ...pullPlans(progress, situation).flatMap((plan) => actOnPull(progress, plan)),
    ...progress.epic.children.flatMap((child) => [
      ...callOffs(progress, child),
      ...actsOnChild(progress, child),
    ]),
  ];
  return [...(acts.length > 0 ? acts : ending(progress, situation)), ...branchUpdate(progress, situation)];
}

function actOnPull({ epic }: EpicProgress, { child, pull, act }: PullPlan): WantedAct[] {
  if (act.act === 'wait') return [];
  const before = pull.history.filter(({ kind, headSha }) => kind === act.act && headSha === pull.headSha);
  const detail: ActDetail = { why: act.why, into: pull.base };
  if (act.act === 'resolve-threads') detail.threads = act.threads;
  if (act.act === 'escalate') detail.tried = act.tried;
  return [
    {
      // The same act on the same head is another one only after the first is done.
      key: `${act.act}:${epic.repo}#${pull.number}@${pull.headSha}/${before.length}`,
      kind: act.act,
      subject: pull.number,
      epicNumber: epic.number,
      childNumber: child.number,
      headSha: pull.headSha,
      detail,
    },
  ];
}

/** Hands a pull request back to its agent: once for each time that it was handed to a person. */
export function handBack({ child, pull }: PullPlan, epic: number): WantedAct {
  const times = pull.history.filter(({ kind }) => kind === 'hand-back').length;
  return {
    key: `hand-back:${child.repo}#${pull.number}/${times}`,
    kind: 'hand-back',
    subject: pull.number,
    epicNumber: epic,
    childNumber: child.number,
    headSha: null,
    detail: { why: 'a person said so' },
  };
}

/** Another agent's pull request is there: nobody need look at the one before it any more. */
function callOffs({ epic }: EpicProgress, { number, issue }: Child): WantedAct[] {
  const pull = issue?.pullRequest;
  const called = pull ? (issue?.former ?? []).filter(isHandedOver) : [];
  return called.map((former) => {
    const times = former.history.filter(({ kind }) => kind === 'call-off').length;
    return {
      key: `call-off:${former.repo}#${former.number}/${times}`,
      kind: 'call-off',
      subject: former.number,
      ...{ epicNumber: epic.number, childNumber: number, headSha: null },
      detail: { why: `#${pull?.number} came in its place` },
    };
  });
}

function actsOnChild({ epic }: EpicProgress, child: Child): WantedAct[] {
  const { issue } = child;
  if (!issue) return [];
  const about = { epicNumber: epic.number, childNumber: child.number, headSha: null };
  const merged = issue.pullRequest?.state === 'MERGED' ? issue.pullRequest : null;
  if (issue.open && merged && child.repo === epic.repo) {
    // Once for each merge: a person who opens the issue again has the last word.
    return [
      {
        key: `close-child:${child.repo}#${child.number}@${merged.number}`,
        kind: 'close-child',
        subject: child.number,
        ...about,
        detail: { why: `#${merged.number} was merged` },
      },
    ];
  }
  if (issue.open || child.checked) return [];
  const key = `tick:${epic.repo}#${epic.number}/${child.repo}#${child.number}@${epic.bodyVersion}`;
  return [
    { key, kind: 'tick', subject: epic.number, ...about, detail: { child: `${child.repo}#${child.number}` } },
  ];
}

/**
 * Once a day, by UTC, what has come into the default branch is brought into the branch of an epic that goes on:
 * otherwise it all meets in the last merge. An epic whose children are done is merged instead.
 */
function branchUpdate(
  { epic, done, total }: EpicProgress,
  { defaultBranch, now }: Pick<EpicSituation, 'defaultBranch' | 'now'>,
): WantedAct[] {
  const { branch, branchSha } = epic;
  if (done >= total || !branch || !branchSha) return [];
  return [
    {
      key: `update-epic:${epic.repo}#${epic.number}@${now.toISOString().slice(0, 10)}`,
      kind: 'update-epic',
      subject: epic.number,
      ...{ epicNumber: epic.number, childNumber: null, headSha: null },
      detail: { branch, into: defaultBranch, why: 'once a day' },
    },
  ];
}

/** Whether nothing but the merge of its branch is left of an open epic. */
export function isReadyToMerge({ epic, done, total }: EpicProgress, situation: EpicSituation): boolean {
  const { mergedSha } = situation;
  return (
    epic.open &&
    total > 0 &&
    done === total &&
    epic.branch !== null &&
    mergedSha.get(epic.number) !== epic.branchSha &&
    !isWanted(epic, situation)
  );
}

/** Whether an open pull request still goes into the branch; those of agents who were replaced are nobody's any more. */
function isWanted({ branch, children }: Epic, { openInto }: EpicSituation): boolean {
  const former = children.flatMap(({ issue }) => issue?.former ?? []);
  const left = new Set(former.filter(({ base }) => base === branch).map(({ number }) => number));
  return branch !== null && (openInto.get(branch) ?? 0) > left.size;
}

/** The merge of an epic's branch as it stands: another commit on it is another merge. */
export function mergeOf(
  epic: { repo: string; number: number; branch: string; branchSha: string },
  { into, why }: { into: string; why: string },
): WantedAct {
  return {
    key: `merge-epic:${epic.repo}#${epic.number}@${epic.branchSha}`,
    kind: 'merge-epic',
    subject: epic.number,
    epicNumber: epic.number,
    childNumber: null,
    headSha: epic.branchSha,
    detail: { branch: epic.branch, into, why },
  };
}

/** The last steps of an epic whose children are all done. One that is left to a person holds the end, not the phases. */
function ending(progress: EpicProgress, situation: EpicSituation): WantedAct[] {
  const { epic, done, total } = progress;
  if (total === 0 || done < total) return [];
  const about = { subject: epic.number, epicNumber: epic.number, childNumber: null, headSha: epic.branchSha };
  const { branch, branchSha } = epic;
  if (!branch || !branchSha) {
    // A branch that somebody else deleted says nothing about where its work went.
    if (!situation.mergedSha.has(epic.number)) return [];
    const key = `close-epic:${epic.repo}#${epic.number}@${situation.mergedSha.get(epic.number)}`;
    return [{ key, kind: 'close-epic', ...about, detail: { why: 'its branch is merged' } }];
  }
  const into = situation.defaultBranch;
  if (isReadyToMerge(progress, situation))
    return situation.mode === 'auto'
      ? [
          mergeOf(
            { repo: epic.repo, number: epic.number, branch, branchSha },
            { into, why: `all ${total} children are closed` },
          ),
        ]
      : [];
  // A pull request into the branch would be closed with it.
  if (situation.mergedSha.get(epic.number) !== branchSha || isWanted(epic, situation)) return [];
  const key = `delete-branch:${epic.repo}#${epic.number}@${branchSha}`;
  return [{ key, kind: 'delete-branch', ...about, detail: { branch, into, why: 'merged' } }];
}
