import type { LiveState } from '../../domain/message.js';
import type { UnstickAnswer, UnstickRow } from '../../domain/unstick.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, drawn, header, listed } from './blocks.js';
import { giveTo, whyNobody } from './give-to.js';
import { tryAgain } from './try-again.js';
import { ago, escaped, plural } from './words.js';

const LINES = 20;
const BUTTONS = 4;

/** `/epic unstick`: what blocks each pull request, whose turn it is, and the next act. */
export function unstickView(answer: UnstickAnswer, live: LiveState): Drawn {
  const { repo, rows, paused } = answer;
  const name = repo.slice(repo.indexOf('/') + 1);
  const person = rows.filter(({ turn }) => turn === 'person').length;
  const stalled = rows.filter(({ pullRequest }) => pullRequest === null).length;
  const silent = stalled > 0 ? `, ${plural(stalled, 'child', 'children')} without one` : '';
  const point =
    rows.length === 0
      ? 'no open pull request of an epic'
      : `${plural(rows.length - stalled, 'pull request')}${silent}, ${person} for a person`;
  const command = `unstick ${name}`;
  return drawn(
    `${name}: ${point}`,
    [
      header(`Unstick ${name}`),
      listed(`*${point}*`, rows.map(line), { most: LINES }),
      actions(
        ...rows.flatMap((row) => buttonsOf(repo, row)).slice(0, BUTTONS),
        button('Look again', actionId('refresh', command), { value: command }),
      ),
    ],
    [
      ...(paused ? [context('⏸️ Paused: nothing is written to GitHub. `/epic resume` goes on.')] : []),
      context(escaped(ago(answer.asOf, live.now))),
    ],
  );
}

function buttonsOf(repo: string, { pullRequest, child, again, takers }: UnstickRow) {
  return [
    ...(again && pullRequest !== null ? [tryAgain(repo, pullRequest)] : []),
    ...(takers ? giveTo(repo, child, takers) : []),
  ];
}

const MARKS: Record<UnstickRow['turn'], string> = {
  person: '🖐️',
  bot: '🔧',
  agent: '🤖',
  line: '🚦',
  reviewers: '💬',
  checks: '⚙️',
  github: '🔄',
  nobody: '·',
};

function line({ pullRequest, child, epic, why, next, turn, takers }: UnstickRow): string {
  const subject = pullRequest === null ? `*#${child}*` : `*#${pullRequest}* for #${child}`;
  const nobody = takers && whyNobody(takers);
  return `${MARKS[turn]} ${subject} of #${epic} · ${escaped(why)} → ${escaped(next)}${nobody ? ` · ${nobody}` : ''}`;
}
