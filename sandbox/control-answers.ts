import type {
  DeliveryAnswer,
  MessagesAnswer,
  ShownMessage,
  ShownView,
  ViewsAnswer,
  WorkspaceAnswer,
} from './control-types.js';
import { isRecord } from './slack/blocks/rules.js';
import type { Acknowledgement } from './slack/delivery.js';
import type { SlackDesk } from './slack/desk.js';
import { stateValues } from './slack/inputs.js';
import type { Change, Message, View } from './slack/state.js';
import { type DeskChannel, type DeskUser, sandboxSlack, slackbotId } from './slack/workspace.js';

/** What the control API says of the desk. */

export function workspaceAnswer({ state }: SlackDesk): WorkspaceAnswer {
  const bot = state.user(sandboxSlack.botUserId);
  return {
    ok: true,
    team: { id: sandboxSlack.teamId, name: sandboxSlack.teamName },
    bot: { userId: sandboxSlack.botUserId, name: bot?.realName ?? sandboxSlack.botName },
    users: state.users.map(({ id, name, realName, isBot, isRestricted, deleted }) => ({
      id,
      name,
      realName,
      isBot,
      isRestricted,
      deleted,
    })),
    channels: state.channels.map(({ id, name, isArchived, members, directWith }) => ({
      id,
      name,
      isArchived,
      botIsMember: members.includes(sandboxSlack.botUserId),
      ...(directWith ? { directWith } : {}),
    })),
  };
}

/** A channel's messages as one user sees them: others' ephemeral ones and direct messages left out. */
export function messagesAnswer(
  desk: SlackDesk,
  { user, channel }: { user: DeskUser; channel: DeskChannel },
): MessagesAnswer {
  const reads = channel.members.includes(user.id);
  const seen = desk.state.messages.filter((each) => each.channel === channel.id && isSeenBy(each, user));
  return { ok: true, channel: channel.id, messages: reads ? seen.map((each) => shown(desk, each)) : [] };
}

const isSeenBy = (message: Message, user: DeskUser): boolean =>
  message.onlyFor === undefined || message.onlyFor === user.id;

function shown({ state }: SlackDesk, message: Message): ShownMessage {
  const author = state.user(message.user);
  return {
    ts: message.ts,
    channel: message.channel,
    user: message.user,
    userName: author?.realName ?? message.user,
    isBot: author?.isBot === true || message.user === slackbotId,
    text: message.text,
    blocks: message.blocks,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ephemeral: message.onlyFor !== undefined,
    edited: message.editedTs !== undefined,
    reactions: message.reactions,
    files: message.files.flatMap((id) => {
      const file = state.files.get(id);
      return file ? [{ id, title: file.title, mimetype: file.mimetype, url: `/files/${id}` }] : [];
    }),
    at: message.at.toISOString(),
  };
}

export function viewsAnswer({ state }: SlackDesk, user: DeskUser): ViewsAnswer {
  const stack = state.modals(user.id).map(shownView);
  const home = state.home(user.id);
  return { ok: true, user: user.id, modal: stack.at(-1) ?? null, stack, home: home ? shownView(home) : null };
}

function shownView(view: View): ShownView {
  const { title, submit, close, callback_id, private_metadata, blocks } = view.content;
  return {
    id: view.id,
    type: view.type,
    hash: view.hash,
    callback_id: String(callback_id ?? ''),
    private_metadata: String(private_metadata ?? ''),
    ...({ title, submit, close } as Pick<ShownView, 'title' | 'submit' | 'close'>),
    blocks,
    values: stateValues(blocks, view.values),
    errors: view.errors,
  };
}

/**
 * Lets a person do something and waits for what comes of it: the first change of a kind in `waitFor`, for
 * three real seconds after the acknowledgement at most. A `response_action` that shows something is one.
 */
export async function deliveryAnswer(
  desk: SlackDesk,
  user: DeskUser,
  { act, waitFor }: { act: () => Promise<Acknowledgement>; waitFor: Change['kind'][] },
): Promise<DeliveryAnswer> {
  const brought = new Set<Message>();
  let notice = (): void => {};
  const noticed = new Promise<void>((resolve) => {
    notice = resolve;
  });
  const stop = desk.state.onChange((change) => {
    if (change.message && isSeenBy(change.message, user)) brought.add(change.message);
    if (waitFor.includes(change.kind)) notice();
  });
  try {
    const ack = await act();
    if (!ack.error && waitFor.length > 0 && !answersWithView(ack)) await atMost(3000, noticed);
    const kept = [...brought].filter((each) => desk.state.messages.includes(each));
    return {
      ok: ack.error === undefined,
      status: ack.status,
      ack: ack.body,
      messages: kept.map((each) => shown(desk, each)),
      views: viewsAnswer(desk, user),
      ...(ack.error ? { error: ack.error } : {}),
    };
  } finally {
    stop();
  }
}

const answersWithView = ({ body }: Acknowledgement): boolean =>
  isRecord(body) && ['errors', 'update', 'push'].includes(String(body.response_action));

function atMost(milliseconds: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
