import type { Escalation } from '../../domain/message.js';
import { actions, context, type Drawn, drawn, section } from './blocks.js';
import { tryAgain } from './try-again.js';
import { escaped, issue } from './words.js';

/** A person has to look: the one message of the bot that calls somebody by name, and only those of the team file. */
export function escalationView({ repo, subject, epic, child, why, tried, call }: Escalation): Drawn {
  const about = child === null ? '' : ` for #${child}`;
  const within = epic === null || epic === subject ? '' : ` · epic #${epic}`;
  const who = call.map((user) => `<@${user}> `).join('');
  return drawn(`${issue(repo, subject)} needs a person: ${why}`, [
    section(`🖐️ ${who}*${issue(repo, subject)}*${about} needs a person: ${escaped(why)}${within}`),
    ...(tried.length > 0 ? [context(`Tried: ${tried.map(escaped).join(' · ')}`)] : []),
    context(
      child === null
        ? 'Mend the branch by hand; I look again when it moves.'
        : 'The epic goes on without it. Take the label `needs-intervention` off, or click, and I try again.',
    ),
    ...(child === null ? [] : [actions(tryAgain(repo, subject))]),
  ]);
}
