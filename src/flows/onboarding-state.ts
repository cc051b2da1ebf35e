import type { OnboardingRepo } from '../domain/onboarding.js';
import { loadBudgets } from '../store/budget.js';
import type { RepoRow } from '../store/repos.js';
import type { Context } from './context.js';
import { checkRepo } from './prerequisites.js';

/** A repository at the beginning of its onboarding. */
export async function firstState(context: Context, repo: RepoRow): Promise<OnboardingRepo> {
  const budgets = await loadBudgets(context.db, context.clock.now());
  const connected = budgets.find(({ account }) => account.repos.includes(repo.name));
  return {
    repo: repo.nameWithOwner,
    tier: repo.tier,
    branch: repo.defaultBranch,
    language: repo.language,
    agent: connected?.account.agent ?? null,
    ...(await lacking(context, repo)),
    stage: 'audit',
    proposals: {},
    notes: {},
  };
}

/** What the repository lacks now, and whether that keeps it from being begun. */
export async function lacking(
  context: Context,
  repo: RepoRow,
): Promise<Pick<OnboardingRepo, 'lacks' | 'isHeld'>> {
  const found = await checkRepo(context, repo);
  const words = found.map(({ isMissing, words }) => `${isMissing ? '❌' : '⚠️'} ${words}`);
  return { lacks: words, isHeld: found.some(({ isMissing }) => isMissing) };
}
