import type { KnownBlock } from '@slack/types';
import type { ChildState } from '../../domain/epic.js';
import { STAGE_WORDS } from '../../domain/inventory.js';
import type { EpicStatus, RepoStatus, StatusAnswer } from '../../domain/status.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import { actionId } from '../ids.js';
import {
  actions,
  button,
  context,
  type Drawn,
  divider,
  drawn,
  header,
  listed,
  more,
  section,
} from './blocks.js';
import { ago, bar, dayAndTime, escaped, plural, title } from './words.js';

/** `/epic status`: all repositories, one of them, or one epic. */
export function statusView(status: StatusAnswer, now: Date): Drawn {
  const [repo] = status.repos;
  if (!repo) return drawn('No repository is carried yet.', [section('No repository is carried yet.')]);
  const alone = status.repos.length === 1;
  const epic = repo.epicStatus.find(({ number }) => number === status.epic);
  const [text, blocks] = alone
    ? epic
      ? oneEpic(repo, epic, status.timeline)
      : oneRepo(repo)
    : allRepos(status.repos);
  const words = alone ? `status ${repo.nameWithOwner}${epic ? ` #${epic.number}` : ''}` : 'status';
  const refresh = actions(
    button('Refresh', actionId('refresh'), { value: words }),
    button('Show pool', actionId('ask'), { value: 'budget' }),
  );
  return drawn(text, blocks, [refresh, context(freshness(status, now))]);
}

function freshness({ asOf, trouble }: StatusAnswer, now: Date): string {
  return trouble
    ? `${ago(asOf, now)} · ⚠️ ${escaped(trouble)} Nothing is lost; I keep trying.`
    : ago(asOf, now);
}

/** Shown at most, so that a phone still scrolls to the end. */
const REPOS = 20;
const EPICS = 12;

function allRepos(repos: readonly RepoStatus[]): [string, KnownBlock[]] {
  const total = (pick: (repo: RepoStatus) => number) => repos.reduce((sum, repo) => sum + pick(repo), 0);
  const text = `${plural(repos.length, 'repository', 'repositories')}: ${total((r) => r.open)} open, ${total((r) => r.audits)} audits, ${total((r) => r.ready)} READY, ${total((r) => r.stuck)} stuck`;
  const lines = repos.map((repo) => {
    const work =
      repo.epics.length > 0
        ? ` · ${plural(repo.epics.length, 'epic')} · ${repo.ready} READY · ${repo.inFlight} in flight`
        : '';
    return `*${escaped(repo.name)}* ${repo.stuck > 0 ? `· ⚠️ ${repo.stuck} stuck ` : ''}· ${repo.open} open · ${plural(repo.audits, 'audit')}${work}`;
  });
  const foot = lines.length > REPOS ? ['Ask for one by its name.'] : [];
  return [text, [header('All repositories, worst first'), listed(`*${text}*`, lines, { most: REPOS, foot })]];
}

function oneRepo(repo: RepoStatus): [string, KnownBlock[]] {
  const text = `${repo.name}: ${repo.open} open, ${plural(repo.audits, 'audit')}, ${plural(repo.epics.length, 'epic')}`;
  const point = `*${repo.open} open · ${plural(repo.audits, 'audit')} · ${plural(repo.epics.length, 'epic')} · ${plural(repo.openPullRequests, 'open pull request')}*`;
  const flow =
    repo.epics.length > 0 ? [`${repo.ready} READY · ${repo.inFlight} in flight · ${repo.stuck} stuck`] : [];
  return [
    text,
    [
      header(repo.name),
      section(point, ...flow, `Next click: ${escaped(repo.nextClick)}`),
      context(
        `${STAGE_WORDS[repo.stage]} · tier ${repo.tier} · \`${escaped(repo.defaultBranch)}\`${repo.language ? ` · ${escaped(repo.language)}` : ''}`,
      ),
      ...repo.epicStatus.slice(0, EPICS).map((epic) => section(...epicLines(epic))),
      ...more(repo.epicStatus.length - EPICS).map((line) => context(`${line}: ask for one by its number`)),
    ],
  ];
}

function epicLines(epic: EpicStatus): string[] {
  // By its place: an epic need not have a phase of every number.
  const place = epic.phases.findIndex((phase) => phase.active) + 1;
  const phase = place > 0 ? `phase ${place} of ${epic.phases.length}` : 'all phases done';
  const stuck = epic.stuck.length > 0 ? ` · ⚠️ ${epic.stuck.length} stuck` : '';
  return [
    `*#${epic.number}* ${title(epic.title)}`,
    `${bar(epic.done, epic.total)} ${epic.done}/${epic.total} · ${phase} · ${epic.ready} READY · ${epic.inFlight} in flight${stuck}`,
    `Next: ${escaped(epic.nextClick)}`,
  ];
}

const MARKS: Record<ChildState, string> = {
  done: '✅',
  'in-flight': '🚀',
  stuck: '⚠️',
  ready: '🟢',
  'needs-person': '🙋',
  blocked: '⛔',
  later: '⏳',
  skipped: '🖐️',
  unseen: '❔',
};

const STATE_WORDS: Record<ChildState, string> = {
  done: 'done',
  'in-flight': 'in flight',
  stuck: 'stuck',
  ready: 'READY',
  'needs-person': 'waits for the code owner',
  blocked: 'blocked',
  later: 'later',
  skipped: 'waits for a person',
  unseen: 'not visible',
};

/** The newest things that happened: the oldest are seldom asked for. */
const HAPPENED = 15;

function oneEpic(
  repo: RepoStatus,
  epic: EpicStatus,
  timeline: readonly TimelineEntry[],
): [string, KnownBlock[]] {
  const text = `${repo.name} #${epic.number}: ${epic.done} of ${epic.total} done, ${epic.ready} READY, ${epic.inFlight} in flight, ${epic.stuck.length} stuck`;
  const phases = epic.phases.flatMap((phase) => [
    divider,
    listed(
      `*Phase ${phase.number}${phase.name ? ` · ${escaped(phase.name)}` : ''}* ${phase.done}/${phase.total}${phase.active ? ' · active' : ''}`,
      epic.children.filter((child) => child.phase === phase.number).map(childLine),
    ),
  ]);
  const branch = epic.branch ? `\`${escaped(epic.branch)}\`` : 'no branch yet';
  return [
    text,
    [
      header(`${repo.name} #${epic.number}`),
      section(
        `*${title(epic.title, 200)}*`,
        `${bar(epic.done, epic.total)} ${epic.done} of ${epic.total} done`,
        `Next click: ${escaped(epic.nextClick)}`,
      ),
      context(`${branch} · ${epic.ready} READY · ${epic.inFlight} in flight · ${epic.stuck.length} stuck`),
      ...phases,
      ...happened(timeline),
    ],
  ];
}

function happened(timeline: readonly TimelineEntry[]): KnownBlock[] {
  if (timeline.length === 0) return [];
  const newest = timeline.slice(-HAPPENED).reverse();
  const lines = newest.map(({ at, what }) => `${dayAndTime(new Date(at))} · ${escaped(what)}`);
  const rest = timeline.length - newest.length;
  return [
    divider,
    listed('*What happened, newest first*', lines, { foot: rest > 0 ? [`… and ${rest} before`] : [] }),
  ];
}

function childLine(child: EpicStatus['children'][number]): string {
  const pull = child.pullRequest ? ` · PR #${child.pullRequest}` : '';
  const why = child.why ? ` · ${escaped(child.why)}` : '';
  // Of one that cannot be seen, there is no title.
  const name = child.title ? ` ${title(child.title, 70)}` : '';
  return `${MARKS[child.state]} #${child.number}${name} · ${STATE_WORDS[child.state]}${pull}${why}`;
}
