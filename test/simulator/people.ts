import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { proposals } from '../../db/schema.js';
import { completeChecks, headCommit } from '../../sandbox/github/acts/checks.js';
import { closeIssue } from '../../sandbox/github/acts/issues.js';
import { removeLabel } from '../../sandbox/github/acts/labels.js';
import { pushCommit } from '../../sandbox/github/acts/pushes.js';
import { resolveThread } from '../../sandbox/github/acts/reviews.js';
import { closePullRequest } from '../../sandbox/github/acts/states.js';
import type { Account, Issue, Repo } from '../../sandbox/github/model.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import { NEEDS_INTERVENTION } from '../../src/domain/act.js';
import { parseChecklist } from '../../src/domain/checklist.js';
import { MOST_ATTEMPTS } from '../../src/domain/epic.js';
import type { Context } from '../../src/flows/context.js';
import { approve } from '../../src/flows/decide.js';
import { aClick } from '../support/builders/context.js';
import type { Rules } from './rules.js';

const HOUR = 3_600_000;

/** Every open proposal is approved by whoever may: what a diligent team does in the morning. */
export async function approveEverything(context: Context, db: Db, rules: Rules): Promise<number> {
  const open = await db.select().from(proposals).where(eq(proposals.status, 'open'));
  for (const { id, shown } of open) {
    const numbers =
      shown.act === 'merge' ? [shown.epic?.number ?? 0] : shown.children.map((one) => one.number);
    for (const number of numbers) rules.release(number);
    await approve(context, aClick(id, shown.needsCodeOwner ? 'bodane' : 'Snider'));
  }
  return open.length;
}

/** What was handed to people is mended by them, some hours later. */
export function mendByHand(world: SandboxWorld, repo: Repo): void {
  const by = world.github.world.account('Snider') as Account;
  const session = world.github.world.sessions.get('ghp_sandbox_Snider');
  const now = world.clock.now().getTime();
  for (const pull of repo.pullRequests.values()) {
    const called = pull.labels.some(({ name }) => name === NEEDS_INTERVENTION);
    if (pull.state !== 'OPEN' || !called || !session || now - Date.parse(pull.updatedAt) < 3 * HOUR) continue;
    for (const thread of pull.threads) resolveThread(world.github.world, pull, { thread, by });
    pushCommit(world.github.world, pull, { by, mergedBase: true });
    completeChecks(world.github.world, headCommit(pull), 'SUCCESS');
    removeLabel(world.github.world, pull, { name: NEEDS_INTERVENTION, session });
  }
}

/** Children that no agent will ever finish are done by a person, and what blocks the end of an epic is put away. */
export function finishByHand(world: SandboxWorld, repo: Repo, children: ReadonlySet<number>): void {
  const by = world.github.world.account('Snider') as Account;
  for (const number of children) {
    const issue = repo.issues.get(number);
    if (issue?.state === 'OPEN' && tasksOf(issue) >= MOST_ATTEMPTS)
      closeIssue(world.github.world, issue, { by });
  }
  for (const epic of repo.issues.values()) {
    // Its branch conflicts with the default branch, which is the gatekeeper's to mend: she merges it herself.
    const branch = [...repo.branches.keys()].find((name) => name.startsWith(`epic/${epic.number}-`));
    const open = parseChecklist(epic.body).some((child) => repo.issues.get(child.number)?.state === 'OPEN');
    // Opened again after its epic's branch had been merged and deleted: where its work should go is for people to say.
    if (!branch && epic.state === 'OPEN' && epic.title.startsWith('epic('))
      for (const { number } of parseChecklist(epic.body)) {
        const child = repo.issues.get(number);
        if (child?.state === 'OPEN') closeIssue(world.github.world, child, { by });
      }
    const old = world.clock.now().getTime() - Date.parse(epic.updatedAt) > 8 * HOUR;
    if (branch && !open && old && epic.state === 'OPEN') closeIssue(world.github.world, epic, { by });
  }
  for (const pull of repo.pullRequests.values()) {
    const idle = world.clock.now().getTime() - Date.parse(pull.updatedAt) > 8 * HOUR;
    const done = pull.refersTo.every(({ state }) => state === 'CLOSED');
    if (pull.state === 'OPEN' && idle && (done || pull.isFork || pull.baseRefName === repo.defaultBranch))
      closePullRequest(world.github.world, pull, { by });
  }
}

function tasksOf({ events }: Issue): number {
  return events.filter((event) => event.type === 'LabeledEvent' && event.label.name === 'jules').length;
}
