import { UserError } from '../domain/errors.js';
import { planEpics } from '../domain/organise/group.js';
import type { EpicPlan } from '../domain/organise/plan.js';
import { loadLoose } from '../store/plans.js';
import { findRepo, type RepoRow } from '../store/repos.js';
import type { Context } from './context.js';
import { proposeIssue } from './propose.js';
import { putProposal, withoutTasks } from './put-proposal.js';

/** Stage 2: proposes the epics that a repository's loose issues make. Nothing is created by it. */
export async function organise(
  context: Context,
  ask: { repo: string },
): Promise<{ ids: string[]; notes: string[] }> {
  const repo = await findRepo(context.db, ask.repo);
  const { epics, direct, notes } = planEpics(repo.nameWithOwner, await loadLoose(context.db, repo));
  if (epics.length + direct.length === 0)
    throw new UserError(`Nothing of ${repo.name} is to be put into epics now.`, [
      ...notes,
      'Issues that are in an epic, with an agent or with a person are left where they are.',
    ]);
  const ids: string[] = [];
  for (const plan of epics) ids.push(await propose(context, repo, plan));
  for (const { number } of direct) ids.push(await proposeIssue(context, repo, number));
  const few = direct.length > 0 ? ['Fewer than three issues make no epic: each goes out by itself.'] : [];
  return { ids, notes: [...few, ...notes] };
}

function propose(context: Context, repo: RepoRow, plan: EpicPlan): Promise<string> {
  return putProposal(context, withoutTasks(repo, { act: 'organise', why: plan.theme, plan }));
}
