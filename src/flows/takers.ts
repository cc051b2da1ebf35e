import type { Child, EpicProgress } from '../domain/epic.js';
import { handedOver } from '../domain/pull-request.js';
import { type Takers, takersOf } from '../domain/reassign.js';
import { loadBudgets } from '../store/budget.js';
import { loadFacts } from '../store/facts.js';
import type { RepoRow } from '../store/repos.js';
import type { Context } from './context.js';

/** A child of the repository in its open epic. */
export async function childOf(
  { db }: Context,
  repo: RepoRow,
  number: number,
): Promise<{ progress: EpicProgress; child: Child } | null> {
  const [facts] = await loadFacts(db, [repo]);
  for (const progress of facts?.epics ?? []) {
    const child = progress.epic.children.find(
      (one) => one.number === number && one.repo === repo.nameWithOwner,
    );
    if (child && progress.epic.open) return { progress, child };
  }
  return null;
}

/** Who may take each child of an epic over; undefined for a team that has one agent alone. */
export async function takersFor(
  { db, clock }: Context,
  progress: EpicProgress,
): Promise<(child: Child) => Takers | undefined> {
  const budgets = await loadBudgets(db, clock.now());
  const single = new Set(budgets.map(({ account }) => account.agent)).size < 2;
  return ({ issue, phase }) => (single || !issue ? undefined : takersOf(issue, { progress, phase, budgets }));
}

/** The same for a child whose pull request is being handed to a person at this moment. */
export async function takersOnEscalation(
  context: Context,
  repo: RepoRow,
  number: number,
): Promise<Takers | undefined> {
  const found = await childOf(context, repo, number);
  const issue = found?.child.issue;
  if (!found || !issue?.pullRequest) return undefined;
  const child = { ...found.child, issue: { ...issue, pullRequest: handedOver(issue.pullRequest) } };
  return (await takersFor(context, found.progress))(child);
}
