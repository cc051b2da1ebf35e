import { parseChecklist, tick } from '../domain/checklist.js';
import { lastBefore } from '../store/acts.js';
import { allChildrenDone } from '../store/facts.js';
import { refOf } from '../store/repos.js';
import { DONE, type Outcome, type Performing } from './performing.js';
import { rewriteEpic } from './rewrite.js';
import { tell } from './tell.js';

/** How often a conflict with the default branch is looked at again. */
const LOOK_AGAIN_HOURS = 1;

/** Ticks one box of an epic's checklist: one character of its body is another then. */
export function tickChild(performing: Performing): Promise<Outcome> {
  const { act, repo } = performing;
  return rewriteEpic(performing, (body) => tickIn(body, act.detail.child ?? '', repo.nameWithOwner));
}

/** A child of the epic's own repository may stand there with or without its name. */
function tickIn(body: string, child: string, ownRepo: string): string | null {
  const [repo = '', number] = child.split('#');
  const names = repo === ownRepo ? [`#${number}`, child] : [child];
  // GitHub compares names without regard to case.
  const wanted = names.map((name) => name.toLowerCase());
  const item = parseChecklist(body).find(
    ({ ref, checked }) => !checked && wanted.includes(ref.toLowerCase()),
  );
  return item ? tick(body, item) : null;
}

/** Brings the default branch into the epic's. A conflict is told once, until it has worked in between. */
export async function updateEpic(performing: Performing): Promise<Outcome> {
  const { context, repo, act, save } = performing;
  const { branch: into = '', into: from = repo.defaultBranch } = act.detail;
  const ref = refOf(repo);
  const { sha, ahead } = await context.github.lookAtBranch(ref, { branch: from, into });
  // One that is sending may have done it, and the answer got lost.
  if (!sha || !ahead)
    return act.status === 'sending' ? DONE : { status: 'done', patch: { note: 'nothing new' } };
  await save({ status: 'sending' });
  if ((await context.github.mergeBranch(ref, { branch: from, into, sha })) !== 'conflict') return DONE;
  const why = `${from} conflicts with ${into}: bring it in by hand, or the epic’s last merge will`;
  if ((await lastBefore(context.db, act))?.status !== 'refused') await tell(performing, { why });
  return { status: 'refused', why, final: true };
}

/** Merges exactly the commit that was decided on or approved; a conflict goes to the gatekeeper. */
export async function mergeEpic(performing: Performing): Promise<Outcome> {
  const { context, repo, act, save } = performing;
  const { branch = '', into = repo.defaultBranch } = act.detail;
  const look = await context.github.lookAtBranch(refOf(performing.repo), { branch, into });
  if (look.sha === null || look.sha !== act.headSha) return { status: 'moot', why: `${branch} moved` };
  if (look.ahead === null) return { status: 'refused', why: `${into} cannot be seen` };
  if (look.ahead === 0) return DONE;
  if (!act.approvedBy && context.settings.modeOf(repo.name) !== 'auto')
    return { status: 'moot', why: `nobody approved it, and ${repo.name} is no longer in auto mode` };
  if (!(await allChildrenDone(context.db, repo, act.subject)))
    return { status: 'moot', why: 'a child of the epic is open again' };
  if (act.approvedBy && !(await context.github.mayWrite(refOf(repo), act.approvedBy)))
    return { status: 'refused', why: `${act.approvedBy} may not write to ${repo.nameWithOwner}` };
  await save({ status: 'sending' });
  const outcome = await context.github.mergeBranch(refOf(repo), { branch, into, sha: look.sha });
  if (outcome !== 'conflict') return DONE;
  const why = `${branch} conflicts with ${into}`;
  if (!act.detail.told) {
    await tell(performing, { why });
    await save({ detail: { ...act.detail, told: true } });
  }
  // Whoever mends it may merge it by hand, and then the same commit has arrived.
  return { status: 'later', seconds: LOOK_AGAIN_HOURS * 3_600, why };
}

/** Deletes the branch of a finished epic, when everything on it has arrived. */
export async function deleteBranch({ context, repo, act, save }: Performing): Promise<Outcome> {
  const { branch = '', into = repo.defaultBranch } = act.detail;
  const ref = refOf(repo);
  const look = await context.github.lookAtBranch(ref, { branch, into });
  if (look.sha === null) return DONE;
  if (look.ahead === null) return { status: 'refused', why: `${into} cannot be seen` };
  if (look.sha !== act.headSha || look.ahead > 0) return { status: 'moot', why: `${branch} moved` };
  await save({ status: 'sending' });
  await context.github.deleteBranch(ref, branch);
  return DONE;
}
