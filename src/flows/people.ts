import type { Approver } from '../domain/approval.js';
import { findMember } from '../store/team.js';
import type { Context } from './context.js';

/** Who asks: a user of Slack, or whoever sits at the terminal of the machine that runs the bot. */
export type Asker = { slackTeam: string; slackUser: string } | 'operator';

/** The member behind a request, asked of Slack anew: a deleted, restricted or foreign user decides nothing. */
export async function memberBehind({ db, chat }: Context, asker: Asker): Promise<Approver | null> {
  if (asker === 'operator') return { login: 'operator', approver: true, codeOwner: true };
  const { slackTeam, slackUser } = asker;
  const member = await findMember(db, { teamId: slackTeam, userId: slackUser });
  if (!member) return null;
  const person = await chat.person(slackUser);
  return person?.mayDecide && person.teamId === slackTeam ? member : null;
}
