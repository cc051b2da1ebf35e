import { UserError } from '../domain/errors.js';
import { record } from '../store/records.js';
import { findRepo, listRepos, type RepoRow } from '../store/repos.js';
import { addAdopted } from '../store/settings.js';
import type { Context } from './context.js';
import { type Asker, memberBehind } from './people.js';
import { sync } from './sync.js';

/**
 * Repositories that are carried, and those of the owner that the team file does not name: these are taken into the
 * inventory, in the last tier, when an approver asks. Branch and language come from GitHub. Nothing is taken in when
 * one of the names is nobody's.
 */
export async function findOrAdopt(
  context: Context,
  names: readonly string[],
  asker: Asker,
): Promise<RepoRow[]> {
  const found: (RepoRow | { adopt: string })[] = [];
  for (const name of names) found.push(await lookUp(context, name));
  const strange = found.flatMap((one) => ('adopt' in one ? [one.adopt] : []));
  if (strange.length > 0) await adopt(context, strange, asker);
  return Promise.all(found.map((one) => ('adopt' in one ? findRepo(context.db, one.adopt) : one)));
}

/** A whole name first, wherever it is; a part of one only of what is carried. */
async function lookUp(
  { db, github, settings }: Context,
  wanted: string,
): Promise<RepoRow | { adopt: string }> {
  const full = (wanted.includes('/') ? wanted : `${settings.owner}/${wanted}`).toLowerCase();
  const carried = (await listRepos(db)).find(({ nameWithOwner }) => nameWithOwner.toLowerCase() === full);
  if (carried) return carried;
  const records = await github.repositories(settings.owner);
  const strange = records.find((one) => one.nameWithOwner.toLowerCase() === full && !one.archived);
  return strange ? { adopt: strange.nameWithOwner } : findRepo(db, wanted);
}

async function adopt(context: Context, names: readonly string[], asker: Asker): Promise<void> {
  const { db, clock } = context;
  const member = await memberBehind(context, asker);
  if (!member?.approver)
    throw new UserError(`${names.join(', ')} is not in the inventory, so nothing was begun.`, [
      'An approver of the team file can add it with the same command.',
    ]);
  for (const name of names) {
    await addAdopted(db, name.slice(name.indexOf('/') + 1));
    await record(db, { at: clock.now(), actor: member.login, event: 'adopted', subject: name });
  }
  await sync(context);
  const known = (await listRepos(db)).map(({ nameWithOwner }) => nameWithOwner);
  if (!names.every((name) => known.includes(name)))
    throw new UserError(
      `${names.join(', ')} is in the inventory now, but GitHub could not be read yet; nothing was begun.`,
      ['Run the same command again in a few minutes.'],
    );
}
