import { UserError } from '../domain/errors.js';
import { record } from '../store/records.js';
import { findRepo, type RepoRow } from '../store/repos.js';
import { addAdopted } from '../store/settings.js';
import type { Context } from './context.js';
import { type Asker, memberBehind } from './people.js';
import { sync } from './sync.js';

/**
 * A repository that is carried, or one of the owner's that the team file does not name: that one is taken into the
 * inventory, in the last tier, when an approver asks. Its branch and language come from GitHub, its agent from the
 * accounts that are connected to it.
 */
export async function findOrAdopt(context: Context, wanted: string, asker: Asker): Promise<RepoRow> {
  const { db, github, settings, clock } = context;
  try {
    return await findRepo(db, wanted);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const full = (wanted.includes('/') ? wanted : `${settings.owner}/${wanted}`).toLowerCase();
    const records = await github.repositories(settings.owner);
    const found = records.find((one) => one.nameWithOwner.toLowerCase() === full && !one.archived);
    if (!found) throw error;
    const member = await memberBehind(context, asker);
    if (!member?.approver)
      throw new UserError(`${found.nameWithOwner} is not in the inventory, so nothing was begun.`, [
        'An approver of the team file can add it with the same command.',
      ]);
    await addAdopted(db, found.name);
    const adopted = { actor: member.login, event: 'adopted', subject: found.nameWithOwner };
    await record(db, { at: clock.now(), ...adopted });
    await sync(context);
    return findRepo(db, found.nameWithOwner);
  }
}
