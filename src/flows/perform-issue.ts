import { refOf } from '../store/repos.js';
import { DONE, type Outcome, type Performing, subjectOf, unseen } from './performing.js';

/**
 * Closes an issue: a child whose pull request was merged, which GitHub does not close by itself for a merge into an
 * epic's branch; an epic that is done; an audit whose findings are issues now.
 */
export async function closeIssue(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const ref = subjectOf(performing);
  const issue = await context.github.issue(ref);
  if (!issue) return { status: 'refused', why: 'the issue cannot be seen' };
  if (!issue.open) return DONE;
  await save({ status: 'sending' });
  await context.github.closeIssue(ref, act.detail.reason);
  return DONE;
}

/** A word of the bot's own, in numbers: what solves what, and what an audit has become. */
export async function comment(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const ref = { ...refOf(performing.repo), number: act.detail.on ?? act.subject };
  const look = await context.github.lookAtDispatch(ref, null);
  if (!look) return unseen(performing, ref.number);
  const lost = act.status === 'sending' && look.ownComments.find((id) => !(act.baseline ?? []).includes(id));
  if (lost) return { status: 'done', patch: { commentId: lost } };
  await save({ status: 'sending', baseline: look.ownComments });
  const { id } = await context.github.comment(ref, act.detail.body ?? '', null);
  return { status: 'done', patch: { commentId: id } };
}
