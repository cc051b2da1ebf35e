import { allLabels, bodyOf, madeOf } from '../domain/draft.js';
import { epicBody } from '../domain/organise/body.js';
import { EPIC_LABELS } from '../domain/organise/steps.js';
import { doneSteps, madeIssues } from '../store/drafts.js';
import { refOf } from '../store/repos.js';
import { DONE, type Outcome, type Performing, shownOf, subjectOf } from './performing.js';

/** Makes the labels that are missing; one that somebody else makes meanwhile is as good. */
export async function createLabels(performing: Performing): Promise<Outcome> {
  const { context, save } = performing;
  const shown = await shownOf(performing);
  if (!shown) return GONE;
  const wanted = shown.draft ? allLabels(shown.draft) : EPIC_LABELS;
  const ref = refOf(performing.repo);
  const known = new Set((await context.github.labels(ref)).map((name) => name.toLowerCase()));
  await save({ status: 'sending' });
  for (const name of wanted) if (!known.has(name.toLowerCase())) await context.github.createLabel(ref, name);
  return DONE;
}

/**
 * Makes one issue of a draft, or the epic of a plan. GitHub knows no key that would make it one: an issue whose answer
 * got lost is known by its title among those that this user has made since, and was not there before.
 */
export async function createIssue(performing: Performing): Promise<Outcome> {
  const { act, repo, context, save } = performing;
  const { github, db } = context;
  const issue = await issueOf(performing);
  if (!issue) return GONE;
  if (act.status === 'due' && (await isAuditClosed(performing))) return CLOSED;
  const ref = refOf(performing.repo);
  const others = await madeIssues(db, repo.id);
  const same = (await github.ownIssues(ref)).filter(
    ({ title, number }) => title === issue.title && !others.has(number),
  );
  const lost =
    act.status === 'sending' && same.find(({ number }) => !(act.baseline ?? []).includes(`${number}`));
  if (lost) return made(lost.number);
  await save({ status: 'sending', baseline: same.map(({ number }) => `${number}`) });
  return made((await github.createIssue(ref, issue)).number);
}

/** The bot closes an audit last of all: one that is closed before was closed by a person, who wants no issues of it. */
async function isAuditClosed(performing: Performing): Promise<boolean> {
  if (!(await shownOf(performing))?.draft) return false;
  return (await performing.context.github.issue(subjectOf(performing)))?.open === false;
}

const CLOSED: Outcome = {
  status: 'refused',
  why: 'the audit was closed meanwhile, so no more issues are made of it',
  final: true,
};

/** The issue that a step is to make: of an audit's draft the one with the step's key, of a plan its epic. */
async function issueOf(performing: Performing) {
  const { act, repo, context } = performing;
  const shown = await shownOf(performing);
  if (shown?.plan) {
    const { plan } = shown;
    return { title: plan.title, body: epicBody(plan, repo.defaultBranch), labels: EPIC_LABELS };
  }
  const issue = shown?.draft?.issues.find(({ key }) => key === act.detail.issue);
  if (!shown?.draft || !issue) return null;
  const done = await doneSteps(context.db, { repoId: repo.id, number: shown.draft.audit.number });
  const root = shown.draft.issues.find(({ solves }) => solves.includes(issue.key));
  const where = { repo: repo.nameWithOwner, audit: shown.draft.audit.number };
  const body = bodyOf(issue, root ? madeOf(where, done, root.key) : null);
  return { title: issue.title, body, labels: issue.labels };
}

const GONE: Outcome = { status: 'refused', why: 'its draft is gone', final: true };

function made(number: number): Outcome {
  return { status: 'done', patch: { childNumber: number } };
}
