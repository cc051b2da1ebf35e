import type { Shown, ShownChild } from '../domain/approval.js';
import type { AccountBudget } from '../domain/budget.js';
import { type Candidate, candidates, type DispatchPlan, planDispatch } from '../domain/dispatch.js';
import { type Child, type EpicProgress, isRetry, issueState } from '../domain/epic.js';
import { UserError } from '../domain/errors.js';
import type { TakenFrom } from '../domain/reassign.js';
import { proposalsOf } from '../domain/report.js';
import { shortName } from '../domain/status.js';
import { isAuditTitle, isEpicIssue, parseTitle } from '../domain/title.js';
import { liveIssues } from '../store/actions.js';
import { loadBudgets, loadSpends } from '../store/budget.js';
import { loadFacts, loadIssue, loadRepo } from '../store/facts.js';
import { takenChildren } from '../store/plans.js';
import { findRepo, listRepos, type RepoRow } from '../store/repos.js';
import { type Context, minutesAfter } from './context.js';
import { putProposal } from './put-proposal.js';

export interface Proposed {
  blockers: string[];
  nextPhases: string[];
  features: string[];
  deferred: DispatchPlan['deferred'];
}

/** Proposes everything that may start now, in order, inside the pool, the strategy and each repository's share. */
export async function proposeAll(context: Context): Promise<Proposed> {
  return propose(context, await listRepos(context.db));
}

/** The same for some repositories, and for what `narrowed` leaves of each candidate. */
export function proposeWhere(
  context: Context,
  repos: readonly RepoRow[],
  narrowed: Narrowing,
): Promise<Proposed> {
  return propose(context, repos, narrowed);
}

/** Proposes to take a child from an agent that could not, and to give it to another: one more task. */
export async function proposeAgain(
  context: Context,
  repo: RepoRow,
  give: { progress: EpicProgress; child: Child; agent: string; from: TakenFrom; needsCodeOwner: boolean },
): Promise<string> {
  const { progress, child, agent, from, needsCodeOwner } = give;
  const before = from.pullRequest === null ? 'brought nothing' : `could not with #${from.pullRequest}`;
  return putProposal(context, {
    act: 'dispatch',
    repoId: repo.id,
    repo: repo.nameWithOwner,
    agent,
    epic: shownEpic(progress),
    children: child.issue ? [shownChild(child.number, child.issue)] : [],
    cost: 1,
    why: `${from.agent} ${before}`,
    needsCodeOwner,
    retry: true,
    reassign: from,
    into: null,
  });
}

/** An epic with a branch, as a proposal shows it. */
export function shownEpic({ epic }: EpicProgress): NonNullable<Shown['epic']> {
  return {
    number: epic.number,
    title: epic.title,
    branch: epic.branch as string,
    branchSha: epic.branchSha as string,
  };
}

/** Proposes for one repository, one of its epics, or one of its issues. */
export async function proposeFor(
  context: Context,
  ask: { repo: string; number: number | null },
): Promise<{ ids: string[]; notes: string[] }> {
  const repo = await findRepo(context.db, ask.repo);
  const epic = ask.number === null ? null : await whichEpic(context, repo, ask.number);
  if (ask.number !== null && epic === null)
    return { ids: [await proposeIssue(context, repo, ask.number)], notes: [] };
  const made = await propose(context, [repo], (candidate) => narrow(candidate, { epic, number: ask.number }));
  const ids = proposalsOf(made);
  if (ids.length === 0 && made.deferred.length === 0)
    throw new UserError(nothingReady(repo, ask.number), [
      `/epic status ${repo.name} says what is under way.`,
    ]);
  return { ids, notes: made.deferred.map(({ tasks, why }) => `${tasks} more would be ready, but ${why}.`) };
}

function nothingReady(repo: RepoRow, number: number | null): string {
  return `Nothing of ${repo.name}${number === null ? '' : ` #${number}`} is ready to be dispatched now.`;
}

/** The part of a candidate that was asked for: all of it, that of one epic, or one child. */
function narrow(candidate: Candidate, ask: { epic: number | null; number: number | null }): Candidate | null {
  if (ask.epic === null) return candidate;
  if (candidate.progress.epic.number !== ask.epic) return null;
  if (ask.number === ask.epic) return candidate;
  const children = candidate.children.filter(({ number }) => number === ask.number);
  return children.length > 0 ? { ...candidate, children } : null;
}

/** What would be proposed at a later time if nothing changed until then. Nothing is put down. */
export async function planAt(context: Context, at: Date): Promise<DispatchPlan> {
  return planFor(context, await listRepos(context.db), { at });
}

type Narrowing = (candidate: Candidate) => Candidate | null;

async function planFor(
  { db, settings, clock }: Context,
  repos: readonly RepoRow[],
  { at, narrowed = (candidate) => candidate }: { at: Date; narrowed?: Narrowing | undefined },
): Promise<DispatchPlan> {
  const [facts, budgets] = await Promise.all([loadFacts(db, repos), loadBudgets(db, at)]);
  const all = candidates(facts.flatMap(({ epics }) => epics)).flatMap(
    (candidate) => narrowed(candidate) ?? [],
  );
  return planDispatch(all, {
    accounts: at > clock.now() ? budgets.map(overADay) : budgets,
    agentOf: (repo) => settings.agentOf(shortName(repo)),
    dispatchedToday: await dispatchedWithin24h(db, at),
    strategy: settings.strategy,
    shareCap: settings.shareCap,
  });
}

/** Tasks that run at once end, and others begin: what may run at once does not bound a day that is to come. */
function overADay({ account, ...budget }: AccountBudget): AccountBudget {
  return { ...budget, inFlight: 0, account: { ...account, concurrency: account.quota } };
}

async function propose(context: Context, repos: readonly RepoRow[], narrowed?: Narrowing): Promise<Proposed> {
  const plan = await planFor(context, repos, { at: context.clock.now(), narrowed });
  const result: Proposed = { blockers: [], nextPhases: [], features: [], deferred: plan.deferred };
  const byName = new Map(repos.map((repo) => [repo.nameWithOwner, repo]));
  for (const candidate of plan.chosen) {
    const repo = byName.get(candidate.progress.epic.repo) as RepoRow;
    const id = await putProposal(context, shownOf(repo, candidate, context.settings.agentOf(repo.name)));
    if (candidate.feature) result.features.push(id);
    else if (candidate.blocking) result.blockers.push(id);
    else result.nextPhases.push(id);
  }
  return result;
}

/** Tasks of the 24 hours before `at`, by repository. */
async function dispatchedWithin24h(db: Context['db'], at: Date): Promise<Map<string, number>> {
  const dayAgo = minutesAfter(at, -24 * 60);
  const names = new Map((await listRepos(db)).map((repo) => [repo.id, repo.nameWithOwner]));
  const byRepo = new Map<string, number>();
  for (const { repoId, cost, spentAt } of await loadSpends(db, dayAgo)) {
    if (spentAt && spentAt < dayAgo) continue;
    const name = names.get(repoId) ?? '';
    byRepo.set(name, (byRepo.get(name) ?? 0) + cost);
  }
  return byRepo;
}

function shownOf(repo: RepoRow, candidate: Candidate, agent: string): Shown {
  const { activePhase } = candidate.progress;
  const phase = candidate.progress.phases.find(({ number }) => number === activePhase);
  // A heading's `(blocking)` is for parsers; the report says it in its own words.
  const name = phase?.name.replace(/\s*\([^()]*\)$/, '');
  return {
    act: 'dispatch',
    repoId: repo.id,
    repo: repo.nameWithOwner,
    agent,
    epic: shownEpic(candidate.progress),
    children: candidate.children.flatMap(({ number, issue }) => (issue ? [shownChild(number, issue)] : [])),
    cost: candidate.children.length,
    why: `phase ${activePhase}${name ? ` · ${name}` : ''}`,
    needsCodeOwner: candidate.feature,
    retry: candidate.retry,
    into: null,
  };
}

function shownChild(
  number: number,
  issue: { title: string; authorAssociation: string; lastEditedAt: Date | null },
): ShownChild {
  const { title, authorAssociation, lastEditedAt } = issue;
  return { number, title, authorAssociation, lastEditedAt: lastEditedAt?.toISOString() ?? null };
}

/** The epic that `number` is, or is a child of. */
async function whichEpic({ db }: Context, repo: RepoRow, number: number): Promise<number | null> {
  const [facts] = await loadFacts(db, [repo]);
  const progress = facts?.epics.find(
    ({ epic }) =>
      epic.open &&
      (epic.number === number ||
        epic.children.some((child) => child.number === number && child.repo === repo.nameWithOwner)),
  );
  return progress?.epic.number ?? null;
}

/** A single issue outside every epic goes to the default branch: fewer than three children need no epic. */
export async function proposeIssue(context: Context, repo: RepoRow, number: number): Promise<string> {
  const issue = await loadIssue(context.db, repo.id, number);
  const known = (await loadRepo(context.db, repo)).issueOf(number);
  if (!issue || !known)
    throw new UserError(`I know no issue #${number} in ${repo.name}.`, [
      'It may be new: I read GitHub every two minutes.',
    ]);
  if (!issue.open) throw new UserError(`${repo.name} #${number} is closed.`);
  if (isEpicIssue(issue))
    throw new UserError(`${repo.name} #${number} is an epic, but its checklist names no child yet.`);
  if (isAuditTitle(issue.title))
    throw new UserError(`${repo.name} #${number} is an audit: its findings become issues first.`);
  if ((await liveIssues(context.db, repo.id)).has(number))
    throw new UserError(`${repo.name} #${number} is with an agent already.`);
  const taken = (await takenChildren(context.db, repo, null)).get(number);
  if (taken) throw new UserError(`${repo.name} #${number} ${taken}, so it is not handed out by itself.`);
  const { state, why } = issueState(known);
  if (state === 'skipped') throw new UserError(`${repo.name} #${number} was ${why}.`);
  const title = parseTitle(issue.title);
  return putProposal(context, {
    act: 'dispatch',
    repoId: repo.id,
    repo: repo.nameWithOwner,
    agent: context.settings.agentOf(repo.name),
    epic: null,
    children: [shownChild(number, issue)],
    cost: 1,
    why: `into ${repo.defaultBranch}, outside any epic`,
    needsCodeOwner: !title.dispatchable,
    retry: isRetry(known),
    into: null,
  });
}
