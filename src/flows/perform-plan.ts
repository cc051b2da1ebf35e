import { UpstreamError } from '../domain/errors.js';
import { childrenIn, withChildren } from '../domain/organise/body.js';
import { refOf } from '../store/repos.js';
import { DONE, type Outcome, type Performing, shownOf, subjectOf, unseen } from './performing.js';
import { rewriteEpic } from './rewrite.js';

/**
 * Gives a child its native link to the epic. A child that has another parent keeps it, since the checklist is what
 * counts; so does everything on a GitHub that has no such links.
 */
export async function linkChild(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const ref = subjectOf(performing);
  const look = await context.github.lookAtLink(ref);
  if (!look) return unseen(performing, ref.number);
  if (look.parent !== null) return DONE;
  await save({ status: 'sending' });
  try {
    await context.github.addSubIssue({ ...ref, number: act.detail.on ?? 0 }, look.id);
  } catch (error) {
    if (!isRefused(error)) throw error;
    context.log.warn({ err: error, act: act.key }, 'a child got no native link to its epic');
  }
  return DONE;
}

/** GitHub says no, and would say so again: a full parent, another owner, or no such thing as sub-issues. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof UpstreamError && error.kind === 'refused' && ['404', '410', '422'].includes(error.code)
  );
}

/** Puts the plan's children into the checklist of an epic that exists, and changes nothing else of its body. */
export async function extendEpic(performing: Performing): Promise<Outcome> {
  const plan = (await shownOf(performing))?.plan;
  if (!plan) return { status: 'refused', why: 'its plan is gone', final: true };
  return rewriteEpic(performing, (body) => {
    const own = performing.repo.nameWithOwner;
    const longer = withChildren(body, plan.children, own);
    if (longer === null) return null;
    // A body may end inside code, where no line is a child.
    const named = childrenIn(longer, own);
    return plan.children.every(({ number }) => named.has(number)) ? longer : UNCLEAR;
  });
}

const UNCLEAR: Outcome = {
  status: 'refused',
  why: 'its checklist cannot be extended: put the children in by hand',
  final: true,
};

/** Makes the epic's branch off the default branch. */
export async function createBranch(performing: Performing): Promise<Outcome> {
  const { act, repo, context, save } = performing;
  const { branch = '' } = act.detail;
  const ref = refOf(performing.repo);
  const look = await context.github.lookAtBranch(ref, { branch, into: repo.defaultBranch });
  if (look.sha !== null) return DONE;
  await save({ status: 'sending' });
  await context.github.createBranch(ref, { branch, from: repo.defaultBranch });
  return DONE;
}
