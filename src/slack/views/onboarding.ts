import type { SectionBlock } from '@slack/types';
import type { LiveState, ProposalState } from '../../domain/message.js';
import { isSettled, type OnboardingRepo, type OnboardingStage, STAGES } from '../../domain/onboarding.js';
import { context, type Drawn, drawn, header, section } from './blocks.js';
import { bar, escaped, plural } from './words.js';

/** The first message of an onboarding's thread: where every repository stands, and whose click is awaited. */
export function onboardingView(repos: readonly OnboardingRepo[], live: LiveState): Drawn {
  const names = repos.map(({ repo }) => short(repo)).join(', ');
  const waiting = repos.reduce((sum, repo) => sum + openIn(repo, live).length, 0);
  const ended = repos.filter(({ stage }) => stage === 'done').length;
  const held = repos.filter(({ isHeld }) => isHeld).length;
  const point =
    ended === repos.length
      ? 'done'
      : waiting > 0
        ? `${plural(waiting, 'proposal')} in the thread ${waiting === 1 ? 'waits' : 'wait'} for an approver`
        : held > 0
          ? 'something is to be mended first'
          : 'at work';
  return drawn(
    `Onboarding ${names}: ${point}`,
    [header(`Onboarding ${names}`), section(`*${point}*`), ...repos.map((repo) => repoSection(repo, live))],
    [context('Audits and epics spend no task; a dispatch shows its price before it is approved.')],
  );
}

function repoSection(repo: OnboardingRepo, live: LiveState): SectionBlock {
  const { tier, branch, language, agent, stage, isHeld, lacks } = repo;
  const reached = stage === 'done' ? STAGES.length : STAGES.indexOf(stage);
  const about = [
    `tier ${tier}`,
    `\`${escaped(branch)}\``,
    ...(language ? [escaped(language)] : []),
    agent ? `→ ${escaped(agent)}` : 'no agent connected',
  ];
  return section(
    `${bar(reached, STAGES.length)} *${escaped(short(repo.repo))}* · ${about.join(' · ')}`,
    ...lacks.map((lack) => escaped(lack)),
    ...(isHeld
      ? ['It goes on by itself once that is mended.']
      : STAGES.map((one) => stageLine(one, repo, live))),
  );
}

const NAMES: Record<OnboardingStage, string> = { audit: 'Audits', organise: 'Epics', dispatch: 'Dispatch' };

function stageLine(stage: OnboardingStage, repo: OnboardingRepo, live: LiveState): string {
  const states = statesOf(repo, stage, live);
  const open = states.filter(({ proposal }) => proposal.status === 'open').length;
  const begun = repo.proposals[stage] !== undefined;
  const mark = !begun ? '⏳' : open > 0 ? '🖐️' : isSettled(states) ? '✅' : '🔧';
  const parts = [
    ...made(stage, states),
    ...(open > 0 ? [`${plural(open, 'proposal')} to decide`] : []),
    ...(begun && states.length === 0 ? [escaped(repo.notes[stage]?.[0] ?? 'nothing to do')] : []),
  ];
  return [`${mark} ${NAMES[stage]}`, ...parts].join(' · ');
}

/** What a stage has brought so far. */
function made(stage: OnboardingStage, states: readonly ProposalState[]): string[] {
  const done = states.flatMap(({ acts }) => acts.filter(({ status }) => status === 'done'));
  const count = (kind: string) => done.filter((act) => act.kind === kind).length;
  switch (stage) {
    case 'audit': {
      const [audits, issues] = [count('close-audit'), count('create-issue')];
      return audits + issues > 0 ? [`${plural(issues, 'issue')} from ${plural(audits, 'closed audit')}`] : [];
    }
    case 'organise': {
      const numbers = states.flatMap(({ proposal, acts }) => {
        const step = acts.find(({ kind, status }) => kind === 'create-issue' && status === 'done');
        return step?.made ?? proposal.shown.plan?.existing?.number ?? [];
      });
      return numbers.length > 0 ? [numbers.map((number) => `#${number}`).join(', ')] : [];
    }
    case 'dispatch': {
      const sent = states.flatMap(({ actions }) =>
        actions.filter(({ status }) => ['confirmed', 'started', 'finished'].includes(status)),
      );
      return sent.length > 0 ? [`${plural(sent.length, 'task')} handed out`] : [];
    }
  }
}

function openIn(repo: OnboardingRepo, live: LiveState): ProposalState[] {
  return STAGES.flatMap((stage) => statesOf(repo, stage, live)).filter(
    ({ proposal }) => proposal.status === 'open',
  );
}

function statesOf({ proposals }: OnboardingRepo, stage: OnboardingStage, live: LiveState): ProposalState[] {
  return (proposals[stage] ?? []).flatMap((id) => live.proposals.get(id) ?? []);
}

function short(repo: string): string {
  return repo.slice(repo.indexOf('/') + 1);
}
