import { allLabels, bodyOf, madeOf } from '../domain/draft.js';
import { doneSteps, madeIssues } from '../store/drafts.js';
import { proposalStates } from '../store/proposals.js';
import { DONE, type Outcome, type Performing } from './performing.js';

/** Makes the labels that are missing; one that somebody else makes meanwhile is as good. */
export async function createLabels(performing: Performing): Promise<Outcome> {
  const { context, save } = performing;
  const draft = await draftOf(performing);
  if (!draft) return GONE;
  const ref = refOf(performing);
  const known = new Set((await context.github.labels(ref)).map((name) => name.toLowerCase()));
  await save({ status: 'sending' });
  for (const name of allLabels(draft))
    if (!known.has(name.toLowerCase())) await context.github.createLabel(ref, name);
  return DONE;
}

/**
 * Makes one issue of a draft. GitHub knows no key that would make it one: an issue whose answer got lost is known by
 * its title among those that this user has made since, and was not there before.
 */
export async function createIssue(performing: Performing): Promise<Outcome> {
  const { act, repo, context, save } = performing;
  const { github, db } = context;
  const draft = await draftOf(performing);
  const issue = draft?.issues.find(({ key }) => key === act.detail.issue);
  if (!draft || !issue) return GONE;
  const ref = refOf(performing);
  const others = await madeIssues(db, repo.id);
  const same = (await github.ownIssues(ref)).filter(
    ({ title, number }) => title === issue.title && !others.has(number),
  );
  const lost =
    act.status === 'sending' && same.find(({ number }) => !(act.baseline ?? []).includes(`${number}`));
  if (lost) return made(lost.number);
  const done = await doneSteps(db, { repoId: repo.id, number: draft.audit.number });
  const root = draft.issues.find(({ solves }) => solves.includes(issue.key));
  const where = { repo: repo.nameWithOwner, audit: draft.audit.number };
  const body = bodyOf(issue, root ? madeOf(where, done, root.key) : null);
  await save({ status: 'sending', baseline: same.map(({ number }) => `${number}`) });
  return made((await github.createIssue(ref, { title: issue.title, body, labels: issue.labels })).number);
}

/** A word of the bot's own, in numbers: what solves what, and what an audit has become. */
export async function comment(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const ref = { ...refOf(performing), number: act.detail.on ?? act.subject };
  const look = await context.github.lookAtDispatch(ref, null);
  if (!look) return { status: 'refused', why: 'the issue cannot be seen' };
  const lost = act.status === 'sending' && look.ownComments.find((id) => !(act.baseline ?? []).includes(id));
  if (lost) return { status: 'done', patch: { commentId: lost } };
  await save({ status: 'sending', baseline: look.ownComments });
  const { id } = await context.github.comment(ref, act.detail.body ?? '', null);
  return { status: 'done', patch: { commentId: id } };
}

/** The audit's end: its findings are issues now, or there were none. */
export async function closeAudit(performing: Performing): Promise<Outcome> {
  const { act, context, save } = performing;
  const ref = { ...refOf(performing), number: act.subject };
  const issue = await context.github.issue(ref);
  if (!issue) return { status: 'refused', why: 'the audit cannot be seen' };
  if (!issue.open) return DONE;
  await save({ status: 'sending' });
  await context.github.closeIssue(ref, act.detail.reason);
  return DONE;
}

const GONE: Outcome = { status: 'refused', why: 'its draft is gone', final: true };

function made(number: number): Outcome {
  return { status: 'done', patch: { childNumber: number } };
}

async function draftOf({ context, act }: Performing) {
  const id = act.detail.proposal ?? '';
  return (await proposalStates(context.db, [id])).get(id)?.proposal.shown.draft ?? null;
}

function refOf({ repo }: Performing) {
  return { owner: repo.owner, repo: repo.name };
}
