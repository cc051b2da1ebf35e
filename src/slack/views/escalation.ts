import type { Escalation, LiveState } from '../../domain/message.js';
import { actions, context, type Drawn, drawn, section } from './blocks.js';
import { giveTo, whyNobody } from './give-to.js';
import { proposalBlocks } from './proposal.js';
import { tryAgain } from './try-again.js';
import { escaped, issue } from './words.js';

/** A person has to look: the one message of the bot that calls somebody by name, and only those of the team file. */
export function escalationView(escalation: Escalation, live: LiveState): Drawn {
  const { repo, subject, epic, child, why, tried, call } = escalation;
  const about = child === null ? '' : ` for #${child}`;
  const within = epic === null || epic === subject ? '' : ` · epic #${epic}`;
  const who = call.map((user) => `<@${user}> `).join('');
  return drawn(`${issue(repo, subject)} needs a person: ${why}`, [
    section(`🖐️ ${who}*${issue(repo, subject)}*${about} needs a person: ${escaped(why)}${within}`),
    ...(tried.length > 0 ? [context(`Tried: ${tried.map(escaped).join(' · ')}`)] : []),
    ...(child === null
      ? [context('Mend the branch by hand; I look again when it moves.')]
      : whatNext(escalation, child, live)),
  ]);
}

/** What a person may click; once the child is given away, what became of that instead. */
function whatNext({ repo, subject, takers }: Escalation, child: number, live: LiveState) {
  const given = [...live.proposals.values()];
  const shown = given.flatMap(proposalBlocks);
  if (given.some(({ proposal }) => proposal.status === 'approved')) return shown;
  const nobody = takers && whyNobody(takers);
  return [
    context(
      'The epic goes on without it. Take the label `needs-intervention` off, or click, and I try again.',
    ),
    ...(nobody ? [context(nobody)] : []),
    actions(tryAgain(repo, subject), ...(takers ? giveTo(repo, child, takers) : [])),
    ...shown,
  ];
}
