import { agentBehind } from '../agents/index.js';
import { type ChecklistItem, parseChecklist } from '../domain/checklist.js';
import { UpstreamError } from '../domain/errors.js';
import { isEpicIssue } from '../domain/title.js';
import type { ChangeRequest, IssueRecord, RepoChanges } from '../ports.js';
import { wantRedraw } from '../store/messages.js';
import { listRepos, markSynced, type RepoRow, saveRepos } from '../store/repos.js';
import { adoptedRepos, type SyncState, saveSyncState, syncState } from '../store/settings.js';
import {
  epicsParsedAt,
  missingChildren,
  pullsToLookInto,
  saveEpic,
  saveEpicBranches,
  saveIssues,
  savePullDetails,
  savePullRequests,
} from '../store/snapshot.js';
import { bookLabelEvent, progressActions, runningIssues } from '../store/spends.js';
import { type Context, minutesAfter, secondsAfter } from './context.js';

/** Minutes between two reads while nothing else asks for one; longer once the hour's budget of reads runs low. */
const INTERVAL = { usual: 2, sparing: 10 };
/** An epic that was edited so lately is read once more. Its clock and ours may differ. */
const SETTLED_MS = 60_000;
/** The share of the hour's budget that is kept for looks before writes. */
const SPARE = 0.2;
/** Labels older than this weigh on no quota window. */
const SPEND_DAYS = 32;

/** Reads GitHub into the snapshot when it is time to. A failure is kept in words for those who ask for the status. */
export async function syncWhenDue(context: Context): Promise<void> {
  const state = await syncState(context.db);
  const now = context.clock.now();
  if (state.lastAt && !state.trouble && minutesAfter(new Date(state.lastAt), interval(context)) > now) return;
  await sync(context);
}

function interval({ github, clock }: Context): number {
  const read = github.readLimit();
  const low = read !== null && read.remaining < read.limit * SPARE && read.resetAt > clock.now();
  return low ? INTERVAL.sparing : INTERVAL.usual;
}

export async function sync(context: Context): Promise<void> {
  const before = await syncState(context.db);
  const now = context.clock.now().toISOString();
  if (before.notBefore && before.notBefore > now) return;
  try {
    await readAll(context);
    await saveSyncState(context.db, {
      firstAt: before.firstAt ?? now,
      lastAt: now,
      trouble: null,
      notBefore: null,
    });
  } catch (error) {
    await noteTrouble(context, before, error);
  }
}

/**
 * Reads these carried repositories (`owner/name`) now, because something is said to have happened there; names that
 * are not carried are passed over. Does nothing while GitHub asks us to wait or few reads are left: the read of all,
 * in its own time, finds the same.
 */
export async function syncRepos(context: Context, names: readonly string[]): Promise<void> {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const repos = (await listRepos(context.db)).filter(({ nameWithOwner }) =>
    wanted.has(nameWithOwner.toLowerCase()),
  );
  const before = await syncState(context.db);
  const mustWait = before.notBefore !== null && before.notBefore > context.clock.now().toISOString();
  if (repos.length === 0 || mustWait || interval(context) > INTERVAL.usual) return;
  try {
    await readRepos(context, repos);
  } catch (error) {
    await noteTrouble(context, before, error);
  }
}

async function noteTrouble(context: Context, before: SyncState, error: unknown): Promise<void> {
  if (!(error instanceof UpstreamError)) throw error;
  context.log.warn(
    { err: error, code: error.code },
    'GitHub could not be read; trying again at the next tick',
  );
  const notBefore = error.retryAt?.toISOString() ?? null;
  await saveSyncState(context.db, { ...before, trouble: error.message, notBefore });
}

async function readAll(context: Context): Promise<void> {
  const { db, github, settings } = context;
  const records = await github.repositories(settings.owner);
  const adopted = await adoptedRepos(db);
  const carried = records.filter(
    ({ name, archived }) => !archived && (settings.isCarried(name) || adopted.includes(name)),
  );
  if (carried.length === 0) throw nothingToCarry(settings.owner);
  await saveRepos(
    db,
    carried.map((record) => ({ ...record, tier: settings.tierOf(record.name) })),
  );
  const ids = new Set(carried.map(({ nodeId }) => nodeId));
  const repos = (await listRepos(db)).filter(({ nodeId }) => ids.has(nodeId));
  await readRepos(context, repos);
}

/** What happened in these repositories since each was read last. */
async function readRepos(context: Context, repos: readonly RepoRow[]): Promise<void> {
  const { db, github } = context;
  const requests: ChangeRequest[] = repos.map(({ nodeId, issuesSeenTo, pullsSeenTo }) => ({
    nodeId,
    issuesSince: issuesSeenTo,
    pullsSince: pullsSeenTo,
  }));
  const changes = new Map((await github.changes(requests)).map((change) => [change.nodeId, change]));
  for (const repo of repos) {
    const change = changes.get(repo.nodeId);
    if (change) await takeIn(context, repo, change);
  }
  await fetchMissingChildren(context);
  await watchRunning(context, repos);
  await lookIntoPulls(context, repos);
  for (const proposal of await progressActions(db, context.clock.now())) await wantRedraw(db, proposal);
}

function nothingToCarry(owner: string): UpstreamError {
  const message = `GitHub shows no repository of ${owner} that the team file names: the token may not see them.`;
  return new UpstreamError('GitHub', { kind: 'refused', code: 'no-repositories', message });
}

async function takeIn(context: Context, repo: RepoRow, change: RepoChanges): Promise<void> {
  const { db, clock } = context;
  await saveIssues(db, repo.id, change.issues);
  await savePullRequests(db, repo.id, { records: change.pullRequests, now: clock.now() });
  await parseEpics(context, repo, change.issues);
  await saveEpicBranches(db, repo.id, change.epicBranches);
  await bookLabels(context, repo, change.issues);
  await markSynced(db, repo.id, {
    // What was seen, not what the clock says: the two machines' clocks may differ.
    issuesSeenTo: newest(change.issues, repo.issuesSeenTo),
    pullsSeenTo: newest(change.pullRequests, repo.pullsSeenTo),
    syncedAt: clock.now(),
  });
}

function newest(records: readonly { updatedAt: Date }[], before: Date | null): Date {
  return new Date(Math.max(before?.getTime() ?? 0, ...records.map(({ updatedAt }) => updatedAt.getTime())));
}

async function parseEpics(
  { db, github, clock }: Context,
  repo: RepoRow,
  issues: readonly IssueRecord[],
): Promise<void> {
  const parsed = await epicsParsedAt(db, repo.id);
  const changed = issues.filter(
    (issue) => isEpicIssue(issue) && (parsed.get(issue.number)?.getTime() ?? 0) < issue.updatedAt.getTime(),
  );
  if (changed.length === 0) return;
  const bodies = await github.bodies(changed.map(({ nodeId }) => nodeId));
  for (const { number, nodeId, updatedAt } of changed) {
    const body = bodies.get(nodeId);
    if (body === undefined) continue;
    // GitHub's times are whole seconds: an edit within the one in which it was read looks like none.
    const parsedAt =
      clock.now().getTime() - updatedAt.getTime() > SETTLED_MS ? updatedAt : secondsAfter(updatedAt, -1);
    await saveEpic(db, repo, { number, parsedAt, children: childrenOf(repo, body) });
  }
}

/** The children that a checklist names, each once: a second line for one says no more than the first. */
function childrenOf({ nameWithOwner }: RepoRow, body: string): ChecklistItem[] {
  const own = nameWithOwner.toLowerCase();
  const children = new Map<string, ChecklistItem>();
  for (const child of parseChecklist(body)) {
    const repo = child.repo?.toLowerCase() ?? own;
    const key = `${repo}#${child.number}`;
    if (!children.has(key)) children.set(key, repo === own ? { ...child, repo: null } : child);
  }
  return [...children.values()];
}

async function bookLabels(context: Context, repo: RepoRow, issues: readonly IssueRecord[]): Promise<void> {
  const { db, clock, log } = context;
  const now = clock.now();
  const since = minutesAfter(now, -SPEND_DAYS * 24 * 60);
  for (const issue of issues) {
    for (const event of issue.labelEvents) {
      const agent = agentBehind(event.label);
      if (!agent || event.at < since) continue;
      const outcome = await bookLabelEvent(db, event, {
        repoId: repo.id,
        repo: repo.name,
        number: issue.number,
        agent: agent.name,
        now,
      });
      if (outcome === 'booked')
        log.info({ repo: repo.nameWithOwner, issue: issue.number }, 'a task was started outside the bot');
    }
  }
}

async function watchRunning({ db, github }: Context, repos: readonly RepoRow[]): Promise<void> {
  for (const { repoNodeId, issue } of await github.issuesById(await runningIssues(db))) {
    const repo = repos.find(({ nodeId }) => nodeId === repoNodeId);
    if (repo) await saveIssues(db, repo.id, [issue]);
  }
}

/** Threads, 👀 and failed checks are read of those pull requests alone that something holds back. */
async function lookIntoPulls({ db, github }: Context, repos: readonly RepoRow[]): Promise<void> {
  const ids = new Set(repos.map(({ id }) => id));
  const pulls = (await pullsToLookInto(db)).filter(({ repoId }) => ids.has(repoId));
  const details = await github.pullDetails(pulls.map(({ nodeId }) => nodeId));
  for (const pull of pulls) {
    const known = details.get(pull.nodeId);
    if (known) await savePullDetails(db, pull, known);
  }
}

async function fetchMissingChildren({ db, github }: Context): Promise<void> {
  for (const { repoId, owner, repo, number } of await missingChildren(db)) {
    const issue = await github.issue({ owner, repo, number });
    if (issue) await saveIssues(db, repoId, [issue]);
  }
}
