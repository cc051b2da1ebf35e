import type { DispatchPlan } from './dispatch.js';
import type { InventoryRow } from './inventory.js';

/** A plan in numbers: what would be proposed, by repository. */
export interface PlanSummary {
  tasks: number;
  repos: { repo: string; tasks: number; features: number }[];
  /** Ready as well, but more than pool, strategy or share allow. */
  deferred: number;
  /** Why it is, each reason once. */
  because: string[];
}

/** Counts a plan by repository, the largest share first; features are counted among its tasks, and apart. */
export function planSummary({ chosen, deferred }: DispatchPlan): PlanSummary {
  const repos = new Map<string, { repo: string; tasks: number; features: number }>();
  for (const { progress, children, feature } of chosen) {
    const { repo } = progress.epic;
    const before = repos.get(repo) ?? { repo, tasks: 0, features: 0 };
    repos.set(repo, {
      repo,
      tasks: before.tasks + children.length,
      features: before.features + (feature ? children.length : 0),
    });
  }
  const sorted = [...repos.values()].sort((a, b) => b.tasks - a.tasks || a.repo.localeCompare(b.repo));
  return {
    tasks: sorted.reduce((sum, { tasks }) => sum + tasks, 0),
    repos: sorted,
    deferred: deferred.reduce((sum, { tasks }) => sum + tasks, 0),
    because: [...new Set(deferred.map(({ why }) => why))],
  };
}

/** Where to run stage 1 (audits into issues) or stage 2 (issues into epics) next. */
export interface StageAdvice {
  /** Null when no repository waits. */
  tier: number | null;
  repos: { repo: string; stage: 1 | 2; audits: number; open: number }[];
  /** Not one audit is open anywhere: new ones are to be proposed. */
  auditsDone: boolean;
}

/**
 * The repositories of the first tier in which one has no epic yet: a tier's turn comes when all those before it have
 * epics. When all have some, audits that are still open come, tier by tier. The most work comes first.
 */
export function stageAdvice(rows: readonly InventoryRow[]): StageAdvice {
  const withoutEpic = rows.filter(({ stage }) => stage === 'audits' || stage === 'organise');
  const waiting = withoutEpic.length > 0 ? withoutEpic : rows.filter(({ audits }) => audits > 0);
  const tier = waiting.length > 0 ? Math.min(...waiting.map((row) => row.tier)) : null;
  const repos = waiting
    .filter((row) => row.tier === tier)
    .map(({ nameWithOwner, audits, open }) => ({
      repo: nameWithOwner,
      stage: audits > 0 ? (1 as const) : (2 as const),
      audits,
      open,
    }))
    .sort((a, b) => a.stage - b.stage || b.audits - a.audits || b.open - a.open);
  return { tier, repos, auditsDone: rows.every(({ audits }) => audits === 0) };
}
