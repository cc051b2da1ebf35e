import type { AccountBudget } from './budget.js';
import { type ChildIssue, type EpicProgress, MOST_ATTEMPTS } from './epic.js';
import { RESERVED } from './ledger.js';
import { isHandedOver, type PullRequest } from './pull-request.js';
import { shortName } from './status.js';

/** An attempt that came to nothing, as it stood when its child was given to another agent. */
export interface TakenFrom {
  /** The agent that had it. */
  agent: string;
  /** Its task in the ledger. */
  task: number;
  /** The pull request that was handed to a person; null where none ever came. */
  pullRequest: number | null;
  headSha: string | null;
}

export type Taking = { ok: true; from: TakenFrom } | { ok: false; why: string };

/** Whether a child may be taken from its agent: a person has its pull request, or none came in the usual time. */
export function takingOf(issue: ChildIssue): Taking {
  const { task, pullRequest: pull, attempts, dispatch, blockedBy, silence } = issue;
  if (!issue.open) return no('it is closed');
  if (!task) return no('no agent had it');
  if (dispatch && RESERVED.includes(dispatch)) return no('it is being handed out');
  if (pull?.state === 'MERGED') return no('it is merged');
  if (pull && !isHandedOver(pull)) return no('its agent is still at it');
  if (!pull && silence !== 'no-pull-request') return no('its agent is still at it');
  if (attempts >= MOST_ATTEMPTS) return no(`it was handed out ${attempts} times: split it, or do it by hand`);
  if (blockedBy.length > 0) return no(`it is blocked by ${blockedBy.join(', ')}`);
  const from = { pullRequest: pull?.number ?? null, headSha: pull?.headSha ?? null };
  return { ok: true, from: { agent: task.agent, task: task.id, ...from } };
}

/** Who may take a child over, and why the others may not. */
export interface Takers {
  agents: string[];
  /** In words; empty where somebody may. */
  refusals: string[];
}

/** Every agent but the one that failed, which has the repository connected and a task left. */
export function takersOf(
  issue: ChildIssue,
  { progress, phase, budgets }: { progress: EpicProgress; phase: number; budgets: readonly AccountBudget[] },
): Takers {
  const taking = takingOf(issue);
  if (!taking.ok) return { agents: [], refusals: [taking.why] };
  const { epic, activePhase } = progress;
  if (!epic.open || epic.branch === null) return { agents: [], refusals: ['its epic has no branch'] };
  if (activePhase !== null && phase > activePhase)
    return { agents: [], refusals: [`phase ${activePhase} is not closed`] };
  const others = [...new Set(budgets.map(({ account }) => account.agent))].filter(
    (agent) => agent !== taking.from.agent,
  );
  if (others.length === 0) return { agents: [], refusals: ['the team has no other agent'] };
  const judged = others.map((agent) => ({ agent, why: whyNot(agent, shortName(epic.repo), budgets) }));
  const agents = judged.flatMap(({ agent, why }) => (why === null ? [agent] : []));
  return { agents, refusals: agents.length > 0 ? [] : judged.flatMap(({ why }) => why ?? []) };
}

function whyNot(agent: string, repo: string, budgets: readonly AccountBudget[]): string | null {
  const connected = budgets.filter(({ account }) => account.agent === agent && account.repos.includes(repo));
  if (connected.length === 0) return `${agent} is not connected to ${repo}`;
  if (connected.every(({ left }) => left === 0)) return `${agent} has no task left`;
  return connected.some(({ left, inFlight, account }) => left > 0 && inFlight < account.concurrency)
    ? null
    : `${agent} has as many tasks running as it may`;
}

function no(why: string): Taking {
  return { ok: false, why };
}

/** Why what was approved to be taken from an agent must stay with it: the pull request is not as it was shown. */
export function whyLeft(from: TakenFrom, pull: PullNow | null): string | null {
  if (!pull) return `#${from.pullRequest} cannot be seen`;
  if (pull.state === 'MERGED') return `#${from.pullRequest} was merged meanwhile`;
  if (pull.headSha !== from.headSha) return `${from.agent} has pushed to #${from.pullRequest} meanwhile`;
  return pull.state === 'OPEN' && !isHandedOver(pull)
    ? `#${from.pullRequest} was handed back to ${from.agent} meanwhile`
    : null;
}

type PullNow = Pick<PullRequest, 'state' | 'headSha' | 'labels'>;
