import { UserError } from '../domain/errors.js';
import { type InventoryRow, inventoryRow, type RepoFacts } from '../domain/inventory.js';
import { repoStatus, type StatusAnswer, worstFirst } from '../domain/status.js';
import { type TimelineEntry, timelineOf } from '../domain/timeline.js';
import { loadFacts } from '../store/facts.js';
import { findRepo, listRepos, type RepoRow } from '../store/repos.js';
import { syncState } from '../store/settings.js';
import { loadEpicMemory } from '../store/timeline.js';
import type { Context } from './context.js';

/** Answers from the last snapshot; GitHub is never asked on this way. */
export async function status(
  { db }: Context,
  ask: { repo: string | null; epic: number | null },
): Promise<StatusAnswer> {
  const repos = ask.repo === null ? await listRepos(db) : [await findRepo(db, ask.repo)];
  const [facts, state] = await Promise.all([loadFacts(db, repos), syncState(db)]);
  if (facts.length === 0) throw new UserError(notRead(state.trouble), ['Nothing is lost; I keep trying.']);
  const answers = facts.map((repo) => repoStatus(repo, ask.epic));
  if (ask.epic !== null && !answers[0]?.epicStatus.some(({ number }) => number === ask.epic)) {
    const known = answers[0]?.epicStatus.map(({ number }) => `#${number}`).join(', ');
    throw new UserError(`${repos[0]?.name} has no epic #${ask.epic}.`, [
      known ? `Its open epics are ${known}.` : 'It has no open epic.',
    ]);
  }
  const timeline = ask.epic === null ? [] : await timelineFor(db, facts, { repo: repos[0], epic: ask.epic });
  return { asOf: state.lastAt, trouble: state.trouble, repos: worstFirst(answers), epic: ask.epic, timeline };
}

async function timelineFor(
  db: Context['db'],
  facts: readonly RepoFacts[],
  { repo, epic: number }: { repo: RepoRow | undefined; epic: number },
): Promise<TimelineEntry[]> {
  const progress = facts[0]?.epics.find(({ epic }) => epic.number === number);
  if (!repo || !progress) return [];
  const children = progress.epic.children.map((child) => child.number);
  return timelineOf(progress, await loadEpicMemory(db, { repoId: repo.id, number, children }));
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
