import { type Lack, lacksOf } from '../domain/prerequisites.js';
import { loadBudgets } from '../store/budget.js';
import type { RepoRow } from '../store/repos.js';
import { refOf } from '../store/repos.js';
import type { Context } from './context.js';

/** What a repository lacks for an agent's work, as GitHub shows it now. */
export async function checkRepo(context: Context, repo: RepoRow): Promise<Lack[]> {
  const { db, clock, github, agents, settings } = context;
  const ref = refOf(repo);
  const agent = settings.agentOf(repo.name);
  const label = agents.get(agent)?.label ?? agent;
  const seen = await github.conditions(ref, label);
  if (!seen)
    return [
      {
        isMissing: true,
        words: 'GitHub does not show it to the bot’s token. Give it access (docs/setup.md).',
      },
    ];
  const budgets = await loadBudgets(db, clock.now());
  const logins = budgets.flatMap(({ account }) =>
    account.agent === agent && account.repos.includes(repo.name) ? [account.member] : [],
  );
  const payers: { login: string; mayWrite: boolean }[] = [];
  for (const login of logins) payers.push({ login, mayWrite: await github.mayWrite(ref, login) });
  return lacksOf({ ...seen, label, payers });
}
