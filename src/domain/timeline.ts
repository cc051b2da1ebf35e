import type { ActKind } from './act.js';
import type { EpicProgress } from './epic.js';

/** One thing that happened to an epic. Plain JSON: the time is an ISO string. */
export interface TimelineEntry {
  at: string;
  what: string;
}

/** What the ledger and the engine remember of an epic. */
export interface EpicMemory {
  tasks: readonly { child: number; agent: string; at: Date }[];
  acts: readonly { kind: ActKind; subject: number; child: number | null; at: Date; by: string | null }[];
}

/** What happened to an epic, oldest first: from its children's issues and pull requests, the ledger and the acts. */
export function timelineOf(progress: EpicProgress, memory: EpicMemory): TimelineEntry[] {
  const entries = [
    ...memory.tasks.map(({ child, agent, at }) => ({ at, what: `#${child} went to ${agent}` })),
    ...progress.epic.children.flatMap(childEntries),
    ...memory.acts.flatMap(({ at, ...act }) => {
      const what = actWords(act);
      return what ? [{ at, what }] : [];
    }),
  ];
  return entries
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, what }) => ({ at: at.toISOString(), what }));
}

function childEntries({ number, issue }: EpicProgress['epic']['children'][number]) {
  const pull = issue?.pullRequest;
  const pulls = [...(issue?.former ?? []), ...(pull ? [pull] : [])];
  return [
    ...pulls.map((one) => ({ at: one.createdAt, what: `#${one.number} was opened for #${number}` })),
    ...(pull?.mergedAt ? [{ at: pull.mergedAt, what: `#${pull.number} was merged` }] : []),
    ...(issue?.closedAt ? [{ at: issue.closedAt, what: `#${number} was closed` }] : []),
  ];
}

/** Null for what the children's own state tells already. */
function actWords({ kind, subject, child, by }: Omit<EpicMemory['acts'][number], 'at'>): string | null {
  switch (kind) {
    case 'ask-reviews':
      return `asked for the reviews of #${subject} to be fixed`;
    case 'ask-conflict':
      return `asked for the conflict of #${subject} to be fixed`;
    case 'resolve-threads':
      return `resolved the answered threads of #${subject}`;
    case 'update-branch':
      return `brought #${subject} up to date`;
    case 'arm-auto-merge':
      return `switched auto-merge on for #${subject}`;
    case 'enqueue':
      return `put #${subject} into the merge queue`;
    case 'escalate':
      return `called a person for #${subject}${child ? `, which is for #${child}` : ''}`;
    case 'hand-back':
      return `handed #${subject} back to the agent${by ? `, as ${by} said` : ''}`;
    case 'call-off':
      return `called nobody for #${subject} any more`;
    case 'tick':
      return child ? `ticked #${child}` : null;
    case 'update-epic':
      return 'brought the default branch into the epic’s';
    case 'merge-epic':
      return `merged the epic’s branch${by ? `, approved by ${by}` : ''}`;
    case 'delete-branch':
      return 'deleted the epic’s branch';
    case 'close-epic':
      return 'closed the epic';
    default:
      return null;
  }
}
