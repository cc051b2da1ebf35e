import type { BudgetAnswer } from '../../domain/report.js';
import { actionId } from '../ids.js';
import { actions, button, context, type Drawn, drawn, header, section } from './blocks.js';
import { bar, escaped, moment, plural } from './words.js';

/** `/epic budget`: the pool and what is left by member. */
export function budgetView(budget: BudgetAnswer): Drawn {
  const text = `${budget.left} of ${budget.quota} tasks left`;
  const members = budget.members.map((member) => {
    const reserved = member.reserved > 0 ? ` · ${member.reserved} reserved` : '';
    const connected =
      member.repos === 0
        ? ' · no repository connected'
        : ` · ${plural(member.repos, 'repository', 'repositories')}`;
    const frees =
      member.freesAt && member.left === 0 ? ` · next free ${moment(new Date(member.freesAt))}` : '';
    return `*${escaped(member.member)}* (${escaped(member.agent)}) · ${member.left} of ${member.quota} left · ${member.used} used${reserved} · ${member.inFlight} in flight${connected}${frees}`;
  });
  return drawn(text, [
    header('Budget'),
    section(`*${text}*`, budgetLine(budget)),
    section(...(members.length > 0 ? members : ['No account is in the team file yet.'])),
    context(
      'Counted from the ledger of dispatches, tasks that were started outside the bot among them. Unused tasks do not roll over.',
    ),
    actions(button('Refresh', actionId('refresh'), { value: 'budget' })),
  ]);
}

export function budgetLine({ quota, used, reserved, left }: BudgetAnswer): string {
  const held = reserved > 0 ? ` · ${reserved} reserved` : '';
  return `${bar(used + reserved, quota)} ${used} used${held} · ${left} of ${quota} left`;
}
