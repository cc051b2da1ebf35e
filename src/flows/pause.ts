import { UserError } from '../domain/errors.js';
import { record } from '../store/records.js';
import { findRepo } from '../store/repos.js';
import { type Paused, pausedState, savePaused } from '../store/settings.js';
import type { Context } from './context.js';
import { type Asker, memberBehind } from './people.js';

/** The kill switch: while paused, nothing is written to GitHub. What is approved already waits and is lost to nobody. */
export async function pause(context: Context, asker: Asker, repo: string | null): Promise<string> {
  const { by, before, name } = await prepare(context, asker, repo);
  if (before.all || (name && before.repos.includes(name))) return `${words(name)} is paused already.`;
  const after = name ? { ...before, repos: [...before.repos, name] } : { ...before, all: true };
  await save(context, { by, event: 'paused', name, after });
  return `${words(name)} is paused: nothing is written to GitHub. What was approved waits. \`/epic resume${repo ? ` ${repo}` : ''}\` goes on.`;
}

/** Goes on; without a repository, everywhere. */
export async function resume(context: Context, asker: Asker, repo: string | null): Promise<string> {
  const { by, before, name } = await prepare(context, asker, repo);
  if (name && before.all)
    throw new UserError('Everything is paused, so one repository alone cannot go on.', ['/epic resume']);
  if (name ? !before.repos.includes(name) : !before.all && before.repos.length === 0)
    return `${words(name)} is not paused.`;
  const after = name
    ? { ...before, repos: before.repos.filter((other) => other !== name) }
    : { all: false, repos: [] };
  await save(context, { by, event: 'resumed', name, after });
  return `${words(name)} goes on at the next look.`;
}

async function prepare(context: Context, asker: Asker, repo: string | null) {
  const member = await memberBehind(context, asker);
  if (!member?.approver)
    throw new UserError('You are not an approver, so nothing was changed.', [
      'An approver of the team file can pause and resume.',
    ]);
  const name = repo === null ? null : (await findRepo(context.db, repo)).nameWithOwner;
  return { by: member.login, before: await pausedState(context.db), name };
}

async function save(
  { db, clock }: Context,
  change: { by: string; event: string; name: string | null; after: Paused },
): Promise<void> {
  await savePaused(db, change.after);
  await record(db, {
    at: clock.now(),
    actor: change.by,
    event: change.event,
    subject: change.name ?? 'everything',
  });
}

function words(name: string | null): string {
  return name ?? 'Everything';
}
