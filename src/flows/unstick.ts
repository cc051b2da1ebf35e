import { handBack, type PullPlan, pullPlans } from '../domain/epic-act.js';
import { UserError } from '../domain/errors.js';
import { type UnstickAnswer, unstickRows, worstRowsFirst } from '../domain/unstick.js';
import { putDown } from '../store/acts.js';
import { loadFacts } from '../store/facts.js';
import { findRepo, type RepoRow } from '../store/repos.js';
import { pausedRepos, syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { type Asker, memberBehind } from './people.js';
import { performActs } from './perform.js';
import { situationsOf } from './situations.js';

/** What blocks each open pull request of a repository's epics, and the next act, from the last snapshot. */
export async function unstick(
  context: Context,
  ask: { repo: string; pullRequest: number | null },
): Promise<UnstickAnswer> {
  const { db } = context;
  const repo = await findRepo(db, ask.repo);
  const rows = (await plansOf(context, repo)).flatMap(({ epic, plans }) => unstickRows(epic, plans));
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
  const all = (await plansOf(context, repo)).flatMap(({ epic, plans }) =>
    plans.map((plan) => ({ epic, plan })),
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

async function plansOf(context: Context, repo: RepoRow): Promise<{ epic: number; plans: PullPlan[] }[]> {
  const situation = (await situationsOf(context, [repo]))(repo);
  return (await loadFacts(context.db, [repo]))
    .flatMap(({ epics }) => epics)
    .filter(({ epic }) => epic.open)
    .map((progress) => ({ epic: progress.epic.number, plans: pullPlans(progress, situation) }));
}
