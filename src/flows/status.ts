import { UserError } from '../domain/errors.js';
import { type InventoryRow, inventoryRow } from '../domain/inventory.js';
import { repoStatus, type StatusAnswer, worstFirst } from '../domain/status.js';
import { loadFacts } from '../store/facts.js';
import { findRepo, listRepos } from '../store/repos.js';
import { syncState } from '../store/settings.js';
import type { Context } from './context.js';

/** Answers from the last snapshot; GitHub is never asked on this way. */
export async function status(
  { db }: Context,
  ask: { repo: string | null; epic: number | null },
): Promise<StatusAnswer> {
  const repos = ask.repo === null ? await listRepos(db) : [await findRepo(db, ask.repo)];
  const [facts, state] = await Promise.all([loadFacts(db, repos), syncState(db)]);
  if (facts.length === 0) throw new UserError(notRead(state.trouble), ['Nothing is lost; I keep trying.']);
  const answers = facts.map(repoStatus);
  if (ask.epic !== null && !answers[0]?.epicStatus.some(({ number }) => number === ask.epic)) {
    const known = answers[0]?.epicStatus.map(({ number }) => `#${number}`).join(', ');
    throw new UserError(`${repos[0]?.name} has no open epic #${ask.epic}.`, [
      known ? `Its open epics are ${known}.` : 'It has no open epic.',
    ]);
  }
  return { asOf: state.lastAt, trouble: state.trouble, repos: worstFirst(answers), epic: ask.epic };
}

function notRead(trouble: string | null): string {
  return trouble
    ? `GitHub could not be read yet: ${trouble}`
    : 'GitHub has not been read yet; try again in a minute.';
}

export async function inventory({ db }: Context): Promise<{ asOf: string | null; rows: InventoryRow[] }> {
  const [facts, state] = await Promise.all([
    listRepos(db).then((repos) => loadFacts(db, repos)),
    syncState(db),
  ]);
  if (facts.length === 0) throw new UserError(notRead(state.trouble), ['Nothing is lost; I keep trying.']);
  return { asOf: state.lastAt, rows: facts.map(inventoryRow) };
}
