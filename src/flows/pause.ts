import { UserError } from '../domain/errors.js';
import { record } from '../store/records.js';
import { findRepo } from '../store/repos.js';
import { changePaused, type Paused } from '../store/settings.js';
import type { Context } from './context.js';
import { type Asker, memberBehind } from './people.js';

/** The kill switch: while paused, nothing is written to GitHub. What is approved already waits and is lost to nobody. */
export async function pause(context: Context, asker: Asker, repo: string | null): Promise<string> {
  const { by, name } = await prepare(context, asker, repo);
  const isPaused = (now: Paused) => now.all || (name !== null && now.repos.includes(name));
  const { changed } = await changePaused(context.db, (now) => {
    if (isPaused(now)) return null;
    return name ? { ...now, repos: [...now.repos, name] } : { ...now, all: true };
  });
  if (!changed) return `${words(name)} is paused already.`;
  await note(context, { by, event: 'paused', name });
  return `${words(name)} is paused: nothing is written to GitHub. What was approved waits. \`/epic resume${repo ? ` ${repo}` : ''}\` goes on.`;
}

/** Goes on; without a repository, everywhere. */
export async function resume(context: Context, asker: Asker, repo: string | null): Promise<string> {
  const { by, name } = await prepare(context, asker, repo);
  const { before, changed } = await changePaused(context.db, (now) => {
    if (name) return now.all || !now.repos.includes(name) ? null : without(now, name);
    return now.all || now.repos.length > 0 ? { all: false, repos: [] } : null;
  });
  if (name && before.all)
    throw new UserError('Everything is paused, so one repository alone cannot go on.', ['/epic resume']);
  if (!changed) return `${words(name)} is not paused.`;
  await note(context, { by, event: 'resumed', name });
  return `${words(name)} goes on at the next look.`;
}

function without(paused: Paused, name: string): Paused {
  return { all: false, repos: paused.repos.filter((other) => other !== name) };
}

async function prepare(context: Context, asker: Asker, repo: string | null) {
  const member = await memberBehind(context, asker);
  if (!member?.approver)
    throw new UserError('You are not an approver, so nothing was changed.', [
      'An approver of the team file can pause and resume.',
    ]);
  const name = repo === null ? null : (await findRepo(context.db, repo)).nameWithOwner;
  return { by: member.login, name };
}

async function note(
  { db, clock }: Context,
  { by, event, name }: { by: string; event: string; name: string | null },
): Promise<void> {
  await record(db, { at: clock.now(), actor: by, event, subject: name ?? 'everything' });
}

function words(name: string | null): string {
  return name ?? 'Everything';
}
