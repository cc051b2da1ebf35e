import { nextActsForEpic } from '../domain/epic-act.js';
import { putDown } from '../store/acts.js';
import { loadFacts } from '../store/facts.js';
import { listRepos } from '../store/repos.js';
import { pausedRepos, syncState } from '../store/settings.js';
import type { Context } from './context.js';
import { dispatchByItself } from './dispatch-by-itself.js';
import { continueDrafts } from './draft.js';
import { offerNext } from './offer.js';
import { carryOnboardings } from './onboard.js';
import { situationsOf } from './situations.js';

/**
 * Decides what every open epic needs next, from what was last read of GitHub: puts the acts down that the rules want,
 * then dispatches or offers what has become READY. Nothing is decided on a reading that failed.
 */
export async function carryOn(context: Context): Promise<void> {
  if ((await syncState(context.db)).trouble !== null) return;
  const { db, clock } = context;
  const paused = await pausedRepos(db);
  const repos = (await listRepos(db)).filter(({ id }) => !paused.includes(id));
  const now = clock.now();
  const situations = await situationsOf(context, repos);
  const facts = await loadFacts(db, repos);
  for (const [index, repo] of repos.entries()) {
    const situation = situations(repo);
    const wanted = (facts[index]?.epics ?? []).flatMap((progress) => nextActsForEpic(progress, situation));
    await putDown(db, repo.id, { wanted, now });
  }
  await dispatchByItself(
    context,
    repos.filter(({ name }) => context.settings.modeOf(name) === 'auto'),
  );
  await offerNext(context, { repos, facts, situations });
  await continueDrafts(context);
  await carryOnboardings(context);
}
