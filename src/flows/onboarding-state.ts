import type { OnboardingRepo } from '../domain/onboarding.js';
import { loadBudgets } from '../store/budget.js';
import type { RepoRow } from '../store/repos.js';
import type { Context } from './context.js';
import { checkRepo } from './prerequisites.js';

/** A repository at the beginning of its onboarding. */
export async function firstState(context: Context, repo: RepoRow): Promise<OnboardingRepo> {
  return {
    repo: repo.nameWithOwner,
    tier: repo.tier,
    branch: repo.defaultBranch,
    language: repo.language,
    ...(await lacking(context, repo)),
    stage: 'audit',
    proposals: {},
    notes: {},
  };
}

/** Who would implement its children, what it lacks now, and whether that keeps it from being begun. */
export async function lacking(
  context: Context,
  repo: RepoRow,
): Promise<Pick<OnboardingRepo, 'agent' | 'lacks' | 'isHeld'>> {
  const agent = context.settings.agentOf(repo.name);
  const budgets = await loadBudgets(context.db, context.clock.now());
  const isConnected = budgets.some(
    ({ account }) => account.agent === agent && account.repos.includes(repo.name),
  );
  const found = await checkRepo(context, repo);
  const words = found.map(({ isMissing, words }) => `${isMissing ? '❌' : '⚠️'} ${words}`);
  return {
    agent: isConnected ? agent : null,
    lacks: words,
    isHeld: found.some(({ isMissing }) => isMissing),
  };
}
