import { HttpProblem } from '../http.js';
import type { DeskState, Message, View } from './state.js';
import { type DeskChannel, type DeskUser, sandboxSlack, slackbotId } from './workspace.js';

/*
 * What a request to the control API names. Each answers it, or throws an HttpProblem that says what there
 * is instead.
 */

/** A person, by id or name. */
export function findUser(state: DeskState, idOrName = 'Snider'): DeskUser {
  const people = state.users.filter((each) => each.id !== slackbotId && each.id !== sandboxSlack.botUserId);
  const user = state.user(idOrName);
  if (user && people.includes(user)) return user;
  throw new HttpProblem(404, `There is no user ${idOrName}; there are ${names(people)}.`);
}

/** A channel, by id or name. */
export function findChannel(state: DeskState, idOrName = 'epics'): DeskChannel {
  const channel = state.channel(idOrName);
  if (channel) return channel;
  throw new HttpProblem(404, `There is no channel ${idOrName}; there are ${names(state.channels)}.`);
}

const names = (all: { name: string }[]): string => all.map((each) => each.name).join(', ');

/** A message that the user sees. */
export function seenMessage(
  state: DeskState,
  user: DeskUser,
  { channel, ts }: { channel: DeskChannel; ts: string | undefined },
): Message {
  if (!ts) throw new HttpProblem(400, 'A click needs the ts of a message, or the view_id of a view.');
  const message = state.message(channel.id, ts);
  if (message && (message.onlyFor ?? user.id) === user.id) return message;
  const where = `#${channel.name}`;
  throw new HttpProblem(404, `${user.name} sees no message ${ts} in ${where}; it may have been deleted.`);
}

/** A view of the user's. */
export function ownView(state: DeskState, user: DeskUser, id: string): View {
  const view = state.views.get(id);
  if (view?.user === user.id) return view;
  throw new HttpProblem(404, `${user.name} has no view ${id} open; it may have been closed.`);
}

/** The modal on top of the user's stack: the only one that can be seen. */
export function topModal(state: DeskState, user: DeskUser, id: string): View {
  const view = ownView(state, user, id);
  const top = state.modals(user.id).at(-1);
  if (view === top) return view;
  throw new HttpProblem(400, `The view ${id} is not the modal on top${top ? `; that is ${top.id}` : ''}.`);
}

/** Refuses a user who cannot type in a channel. */
export function requireMember(user: DeskUser, channel: DeskChannel): void {
  if (channel.isArchived) throw new HttpProblem(400, `#${channel.name} is archived: nobody can type there.`);
  if (channel.members.includes(user.id)) return;
  throw new HttpProblem(400, `${user.name} is not in #${channel.name}.`);
}
