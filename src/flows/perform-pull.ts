import { INTERVENTIONS, NEEDS_INTERVENTION } from '../domain/act.js';
import { nextActForPullRequest, nextInLine } from '../domain/pull-act.js';
import type { PullLook } from '../ports.js';
import { loadFacts } from '../store/facts.js';
import { loadPull, saveLabels } from '../store/pulls.js';
import { childToken } from '../store/team.js';
import { DONE, type Outcome, type Performing, subjectOf } from './performing.js';
import { takersOnEscalation } from './takers.js';
import { tell } from './tell.js';

/**
 * Posts one of the two sentences, as whoever pays for the child: agents listen to people and ignore apps. One whose
 * answer got lost is known by being a new comment of that user.
 */
export async function ask(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const as = await childToken(context.db, act.repoId, act.childNumber ?? 0);
  const look = await context.github.lookAtPull(subjectOf(performing), as);
  if (!look) return { status: 'refused', why: 'the pull request cannot be seen' };
  const own = look.comments.filter((comment) => comment.own).map(({ id }) => id);
  const lost = act.status === 'sending' && own.find((id) => !(act.baseline ?? []).includes(id));
  if (lost) return { status: 'done', patch: { commentId: lost } };
  const moved = await changed(performing, look);
  if (moved) return moved;
  await save({ status: 'sending', baseline: own });
  const sentence = INTERVENTIONS[act.kind as keyof typeof INTERVENTIONS];
  const { id } = await context.github.comment(subjectOf(performing), sentence, as);
  return { status: 'done', patch: { commentId: id } };
}

/** Acts that GitHub does once however often they are asked for, each bound to the head it was decided on. */
export async function actOnPull(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const { github } = context;
  const look = await github.lookAtPull(subjectOf(performing), null);
  if (!look) return { status: 'refused', why: 'the pull request cannot be seen' };
  if (act.status === 'sending' && isDone(act, look)) return DONE;
  const moved = await changed(performing, look);
  if (moved) return moved;
  await save({ status: 'sending' });
  const ref = { ...subjectOf(performing), nodeId: look.pull.nodeId, headSha: look.pull.headSha };
  switch (act.kind) {
    case 'resolve-threads':
      for (const { id } of look.threads) if (act.detail.threads?.includes(id)) await github.resolveThread(id);
      return DONE;
    case 'update-branch':
      await github.updateBranch(ref);
      return DONE;
    case 'arm-auto-merge':
      await github.armAutoMerge(ref, look.pull.queueRuled ? null : 'SQUASH');
      return DONE;
    case 'enqueue':
      await github.enqueue(ref);
      return DONE;
    default:
      await github.mergePull(ref);
      return DONE;
  }
}

/** Whether a write whose answer got lost has been done. */
function isDone({ kind, detail, headSha }: Performing['act'], { pull, threads }: PullLook): boolean {
  if (kind === 'resolve-threads') return !threads.some(({ id }) => detail.threads?.includes(id));
  if (kind === 'update-branch') return pull.headSha !== headSha;
  if (kind === 'arm-auto-merge') return pull.autoMerge || pull.state === 'MERGED';
  if (kind === 'enqueue') return pull.queued || pull.state === 'MERGED';
  return pull.state === 'MERGED';
}

/** Labels the pull request and tells the gatekeeper what was tried; the label first, so that nothing nudges it meanwhile. */
export async function escalate(performing: Performing): Promise<Outcome> {
  const { context, act } = performing;
  const look = await context.github.lookAtPull(subjectOf(performing), null);
  if (!look) return { status: 'refused', why: 'the pull request cannot be seen' };
  if (!look.pull.labels.includes(NEEDS_INTERVENTION)) {
    // Once the label is on, the rules say that a person has it: only before is it asked whether that is still right.
    const moved = act.status === 'due' ? await changed(performing, look) : null;
    if (moved) return moved;
    await performing.save({ status: 'sending' });
    const { labels } = await context.github.addLabel(subjectOf(performing), NEEDS_INTERVENTION, null);
    // Whoever clicks on what is told next may be faster than the next read.
    await saveLabels(context.db, { repoId: act.repoId, number: act.subject }, labels);
  }
  const takers = await takersOnEscalation(context, performing.repo, act.childNumber ?? 0);
  return tell(performing, { takers });
}

/** Takes the label off that called a person; one that is off already is as good as taken off. */
export async function handBack(performing: Performing): Promise<Outcome> {
  const { context } = performing;
  await performing.save({ status: 'sending' });
  await context.github.removeLabel(subjectOf(performing), NEEDS_INTERVENTION, null);
  return DONE;
}

/** Decides once more on what GitHub shows at this moment; null when it comes to the same act. */
async function changed({ context, repo, act }: Performing, look: PullLook): Promise<Outcome | null> {
  if (look.pull.headSha !== act.headSha) return { status: 'moot', why: 'its head moved' };
  const stored = await loadPull(context.db, repo, act.subject);
  if (!stored) return { status: 'moot', why: 'it is not known any more' };
  const { headCommittedAt: _, ...fresh } = look.pull;
  const pull = { ...stored, ...fresh, threads: look.threads };
  const decided = nextActForPullRequest(pull, {
    target: act.detail.into ?? pull.base,
    inTurn: act.kind !== 'ask-conflict' || (await isInTurn({ context, repo, act })),
    autoMergeAllowed: repo.autoMergeAllowed,
    now: context.clock.now(),
  });
  if (decided.act === act.kind) return null;
  return { status: 'moot', why: decided.act === 'wait' ? decided.why : `it needs ${decided.act} first` };
}

/** An act may have waited, and another have taken its place at the head of the line. */
async function isInTurn({
  context,
  repo,
  act,
}: Pick<Performing, 'context' | 'repo' | 'act'>): Promise<boolean> {
  const [facts] = await loadFacts(context.db, [repo]);
  const epic = facts?.epics.find((progress) => progress.epic.number === act.epicNumber)?.epic;
  const pulls = (epic?.children ?? []).flatMap(({ issue }) => issue?.pullRequest ?? []);
  const line = pulls.filter(({ base }) => base === act.detail.into);
  return nextInLine(line, context.clock.now()) === act.subject;
}
