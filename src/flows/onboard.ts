import type { Db } from '../../db/client.js';
import type { WantedAct } from '../domain/act.js';
import { UserError } from '../domain/errors.js';
import type { MessageContent } from '../domain/message.js';
import {
  isSettled,
  mustBeShownAnew,
  type OnboardingRepo,
  type OnboardingStage,
  stageAfter,
} from '../domain/onboarding.js';
import { putDown } from '../store/acts.js';
import {
  beginOnboarding,
  lockOnboarding,
  type OnboardingRow,
  openOnboardings,
  rewriteMessage,
  threadStates,
  updateOnboarding,
} from '../store/onboardings.js';
import { proposalStates } from '../store/proposals.js';
import { findRepo, type RepoRow } from '../store/repos.js';
import { findOrAdopt } from './adopt.js';
import { draftAudits } from './audit.js';
import { type Context, minutesAfter } from './context.js';
import { firstState, lacking } from './onboarding-state.js';
import { organise } from './organise.js';
import { type Asker, memberBehind } from './people.js';
import { performActs } from './perform.js';
import { proposeFor } from './propose.js';
import { keep, liveState, redraw } from './redraw.js';
import { syncRepos } from './sync.js';

/** Between two looks at what a repository lacks. */
const LOOK_AGAIN_MINUTES = 10;

interface Thread {
  channel: string;
  ts: string;
}
type OnboardingContent = Extract<MessageContent, { view: 'onboarding' }>;

/** What the thread of an onboarding begins with; nothing is begun before that message stands. */
export async function planOnboarding(
  context: Context,
  names: readonly string[],
  asker: Asker,
): Promise<OnboardingContent> {
  const states: OnboardingRepo[] = [];
  for (const repo of await findOrAdopt(context, names, asker)) {
    if (!states.some((state) => state.repo === repo.nameWithOwner))
      states.push(await firstState(context, repo));
  }
  const open = new Map((await openOnboardings(context.db)).map(({ repo }) => [repo.nameWithOwner, repo]));
  const running = states.filter(({ repo }) => open.has(repo));
  if (running.length > 0) {
    const { text, hints } = runningAlready(running);
    throw new UserError(text, hints);
  }
  return { view: 'onboarding', repos: states };
}

/** Posts the first message of a thread and begins: what a click on “Onboard” does. */
export async function postOnboarding(
  context: Context,
  { names, channel, asker }: { names: readonly string[]; channel: string; asker: Asker },
): Promise<void> {
  const content = await planOnboarding(context, names, asker);
  const { ts } = await context.chat.post(channel, { content, live: await liveState(context, []) });
  await keep(context, { content, proposals: [], channel, ts });
  await startOnboarding(context, { content, place: { channel, ts }, asker });
}

/** Begins the onboarding whose first message stands at `place` now. */
export async function startOnboarding(
  context: Context,
  { content, place, asker }: { content: MessageContent; place: Thread; asker: Asker },
): Promise<void> {
  if (content.view !== 'onboarding') return;
  const { db, clock } = context;
  const startedBy = (await memberBehind(context, asker))?.login ?? 'somebody';
  for (const state of content.repos) {
    const { id: repoId } = await findRepo(db, state.repo);
    await beginOnboarding(db, { repoId, ...place, state, startedBy, startedAt: clock.now() });
  }
  // Somebody else may have begun the same in this moment: their thread has it, and this message says so.
  await drawThread(db, place, content);
  await carryOnboardings(context);
  await performActs(context);
}

/** Takes every onboarding a stage further whose present one is decided and done. */
export async function carryOnboardings(context: Context): Promise<void> {
  for (const { row, repo } of await openOnboardings(context.db)) {
    // One that cannot be read now keeps its place and leaves the others theirs.
    await carryOne(context, row, repo).catch((err) =>
      context.log.error(
        { err, repo: repo.nameWithOwner },
        'an onboarding met trouble; it goes on at the next tick',
      ),
    );
  }
  await redraw(context);
}

async function carryOne(context: Context, row: OnboardingRow, repo: RepoRow): Promise<void> {
  const { stage, proposals, isHeld } = row.state;
  if (stage === 'done') return;
  if (isHeld) return refreshHeld(context, row, repo);
  const states = [...(await proposalStates(context.db, proposals[stage] ?? [])).values()];
  if (!isSettled(states)) return;
  if (proposals[stage] !== undefined && !(await isReadSince(context, row, repo))) return;
  const next = proposals[stage] === undefined || mustBeShownAnew(states) ? stage : stageAfter(stage);
  await enter(context, { row, repo, stage: next });
}

/** Something was missing at the beginning: it is looked at again now and then, and begins once it is mended. */
async function refreshHeld(context: Context, row: OnboardingRow, repo: RepoRow): Promise<void> {
  const now = context.clock.now();
  if (row.settledAt && minutesAfter(row.settledAt, LOOK_AGAIN_MINUTES) > now) return;
  await updateOnboarding(context.db, row.id, { settledAt: now });
  const found = await lacking(context, repo);
  const { agent, lacks, isHeld } = row.state;
  if (JSON.stringify(found) === JSON.stringify({ agent, lacks, isHeld })) return;
  await save(context, row, { state: { ...row.state, ...found } });
}

/** What a stage has made is to be read before the next one is decided on. */
async function isReadSince(context: Context, row: OnboardingRow, repo: RepoRow): Promise<boolean> {
  const now = context.clock.now();
  if (!row.settledAt) {
    await updateOnboarding(context.db, row.id, { settledAt: now });
    await syncRepos(context, [repo.nameWithOwner]);
  }
  const fresh = await findRepo(context.db, repo.nameWithOwner);
  return fresh.syncedAt !== null && fresh.syncedAt >= (row.settledAt ?? now);
}

/** Begins a stage: what it proposes is put into the thread. One with nothing to propose is passed at once. */
async function enter(
  context: Context,
  { row, repo, stage }: { row: OnboardingRow; repo: RepoRow; stage: OnboardingStage | 'done' },
): Promise<void> {
  let state: OnboardingRepo = { ...row.state, stage };
  for (let current = stage; current !== 'done'; current = stageAfter(current)) {
    const { ids, notes } = await propose(context, repo, current);
    const decided = await decidedOf(context.db, state.proposals[current] ?? []);
    state = {
      ...state,
      stage: current,
      proposals: { ...state.proposals, [current]: [...decided, ...ids] },
      notes: { ...state.notes, [current]: notes },
    };
    if (ids.length > 0)
      return save(context, row, { state, offer: offer(row, { stage: current, ids, notes }) });
  }
  await save(context, row, { state: { ...state, stage: 'done' } });
}

/** What people have decided of a stage stays in its line of the first message when the rest is shown anew. */
async function decidedOf(db: Db, ids: readonly string[]): Promise<string[]> {
  const states = await proposalStates(db, ids);
  return ids.filter((id) => {
    const state = states.get(id);
    return state && !mustBeShownAnew([state]);
  });
}

async function propose(
  context: Context,
  repo: RepoRow,
  stage: OnboardingStage,
): Promise<{ ids: string[]; notes: string[] }> {
  try {
    switch (stage) {
      case 'audit':
        return await draftAudits(context, { repo: repo.nameWithOwner, number: null });
      case 'organise':
        return await organise(context, { repo: repo.nameWithOwner });
      case 'dispatch':
        return await proposeFor(context, { repo: repo.nameWithOwner, number: null });
    }
  } catch (error) {
    // Nothing to do is no fault here, only a reason to go on.
    if (!(error instanceof UserError)) throw error;
    return { ids: [], notes: [error.message, ...error.hints] };
  }
}

/** Writes the new state, what goes into the thread, and the first message, all or nothing. */
async function save(
  { db, clock }: Context,
  { id, channel, ts, repoId, state: before }: OnboardingRow,
  { state, offer: wanted }: { state: OnboardingRepo; offer?: WantedAct },
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockOnboarding(tx, id);
    // Another instance was faster.
    if (!row || JSON.stringify(row.state) !== JSON.stringify(before)) return;
    const endedAt = state.stage === 'done' ? clock.now() : null;
    await updateOnboarding(tx, id, { state, settledAt: null, endedAt });
    if (wanted) await putDown(tx, repoId, { wanted: [wanted], now: clock.now() });
    await drawThread(tx, { channel, ts });
  });
}

/** The first message as its thread stands; `asked` is what it was posted with, where nothing may have come of it. */
async function drawThread(db: Db, thread: Thread, asked?: OnboardingContent): Promise<void> {
  const repos = await threadStates(db, thread);
  const proposals = repos.flatMap((state) => Object.values(state.proposals).flat());
  const content: MessageContent =
    repos.length === 0 && asked
      ? { view: 'notice', ...runningAlready(asked.repos) }
      : { view: 'onboarding', repos };
  await rewriteMessage(db, thread, { content, proposals });
}

function runningAlready(repos: readonly OnboardingRepo[]): { text: string; hints: string[] } {
  const [names, verb] = [repos.map(({ repo }) => repo).join(', '), repos.length === 1 ? 'is' : 'are'];
  return {
    text: `${names} ${verb} being onboarded already.`,
    hints: ['The thread goes on where it stands: nothing was begun twice.'],
  };
}

function offer(
  { id, channel, ts, state }: OnboardingRow,
  { stage, ids, notes }: { stage: OnboardingStage; ids: string[]; notes: string[] },
): WantedAct {
  return {
    key: `offer:onboarding/${id}/${stage}/${ids.join(',')}`,
    kind: 'offer',
    subject: 0,
    epicNumber: null,
    childNumber: null,
    headSha: null,
    detail: { proposals: ids, notes: [`${state.repo}:`, ...notes], thread: { channel, ts } },
  };
}
