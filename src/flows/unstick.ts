import type { Child, EpicProgress } from '../domain/epic.js';
import { handBack, type PullPlan, pullPlans } from '../domain/epic-act.js';
import { UserError } from '../domain/errors.js';
import type { Takers } from '../domain/reassign.js';
import {
  stalledRows,
  type UnstickAnswer,
  type UnstickRow,
  unstickRows,
  worstRowsFirst,
} from '../domain/unstick.js';
import { putDown } from '../store/acts.js';
import { loadFacts } from '../store/facts.js';
import { findRepo, type RepoRow } from '../store/repos.js';
import { pausedRepos, syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { type Asker, memberBehind } from './people.js';
import { performActs } from './perform.js';
import { situationsOf } from './situations.js';
import { takersFor } from './takers.js';

/** What blocks each open pull request of a repository's epics, and the next act, from the last snapshot. */
export async function unstick(
  context: Context,
  ask: { repo: string; pullRequest: number | null },
): Promise<UnstickAnswer> {
  const { db } = context;
  const repo = await findRepo(db, ask.repo);
  const rows: UnstickRow[] = [];
  for (const { progress, plans } of await plansOf(context, repo)) {
    const takersOf = await takersFor(context, progress);
    const all = [...unstickRows(progress.epic.number, plans), ...stalledRows(progress)];
    rows.push(...all.map((row) => withTakers(row, progress.epic.children, takersOf)));
  }
  const wanted = rows.filter(
    ({ pullRequest }) => ask.pullRequest === null || pullRequest === ask.pullRequest,
  );
  if (ask.pullRequest !== null && wanted.length === 0)
    throw new UserError(`${repo.name} has no open pull request #${ask.pullRequest} of an epic.`, [
      `/epic unstick ${repo.name} lists them.`,
    ]);
  return {
    asOf: (await syncState(db)).lastAt,
    repo: repo.nameWithOwner,
    paused: (await pausedRepos(db)).includes(repo.id),
    rows: worstRowsFirst(wanted),
  };
}

/** Whoever it waits for, a person may give it to another agent where it is one's turn to look. */
function withTakers(
  row: UnstickRow,
  children: readonly Child[],
  takersOf: (child: Child) => Takers | undefined,
): UnstickRow {
  const child = children.find(({ number }) => number === row.child);
  const takers = row.turn === 'person' && child ? takersOf(child) : undefined;
  return takers ? { ...row, takers } : row;
}

/** Hands a pull request back to its agent, as an approver's click says. */
export async function tryAgain(
  context: Context,
  asker: Asker,
  ask: { repo: string; pullRequest: number },
): Promise<string> {
  const { db, clock } = context;
  const member = await memberBehind(context, asker);
  if (!member?.approver)
    return 'You are not an approver, so nothing was changed. An approver of the team file can click it.';
  const repo = await findRepo(db, ask.repo);
  const all = (await plansOf(context, repo)).flatMap(({ progress, plans }) =>
    plans.map((plan) => ({ epic: progress.epic.number, plan })),
  );
  const found = all.find(({ plan }) => plan.pull.number === ask.pullRequest);
  if (!found?.plan.again)
    return `${repo.name} #${ask.pullRequest} is not waiting for that any more, so nothing was changed.`;
  if ((await pausedRepos(db)).includes(repo.id))
    return `${repo.name} is paused, so nothing was changed. \`/epic resume\` first.`;
  const wanted = [handBack(found.plan, found.epic)];
  await putDown(db, repo.id, { wanted, now: clock.now(), approvedBy: member.login });
  // The click is answered at once; what follows takes its time.
  clock.wake(clock.now(), () => performActs(context));
  return `${repo.name} #${ask.pullRequest} is handed back: I go on with it at the next look.`;
}

async function plansOf(
  context: Context,
  repo: RepoRow,
): Promise<{ progress: EpicProgress; plans: PullPlan[] }[]> {
  const situation = (await situationsOf(context, [repo]))(repo);
  return (await loadFacts(context.db, [repo]))
    .flatMap(({ epics }) => epics)
    .filter(({ epic }) => epic.open)
    .map((progress) => ({ progress, plans: pullPlans(progress, situation) }));
}
