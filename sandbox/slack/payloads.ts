import type { Fields } from './blocks/rules.js';
import { stateValues } from './inputs.js';
import { toApi } from './messages.js';
import type { DeskState, Message, View } from './state.js';
import { viewToApi } from './views.js';
import { type DeskChannel, type DeskUser, sandboxSlack } from './workspace.js';

/** What Slack sends to an app, field by field. */

const common = (user: DeskUser): Fields => ({
  token: 'sandbox-verification-token',
  team: { id: sandboxSlack.teamId, domain: sandboxSlack.teamDomain },
  user: {
    id: user.id,
    username: user.name.toLowerCase(),
    name: user.name.toLowerCase(),
    team_id: sandboxSlack.teamId,
  },
  api_app_id: sandboxSlack.appId,
  enterprise: null,
  is_enterprise_install: false,
});

export function commandPayload(
  { user, channel }: { user: DeskUser; channel: DeskChannel },
  { text, triggerId, responseUrl }: { text: string; triggerId: string; responseUrl: string },
): Record<string, string> {
  return {
    token: 'sandbox-verification-token',
    team_id: sandboxSlack.teamId,
    team_domain: sandboxSlack.teamDomain,
    channel_id: channel.id,
    channel_name: channel.directWith ? 'directmessage' : channel.name,
    user_id: user.id,
    user_name: user.name.toLowerCase(),
    command: '/epic',
    text,
    api_app_id: sandboxSlack.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

export interface Pressed {
  user: DeskUser;
  action: Fields;
  triggerId: string;
}

export function messageActionPayload(
  state: DeskState,
  { message, responseUrl }: { message: Message; responseUrl: string },
  { user, action, triggerId }: Pressed,
): Fields {
  const isEphemeral = message.onlyFor !== undefined;
  const channel = state.channel(message.channel);
  return {
    type: 'block_actions',
    ...common(user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: isEphemeral,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    trigger_id: triggerId,
    channel: { id: message.channel, name: channel?.directWith ? 'directmessage' : channel?.name },
    ...(isEphemeral ? {} : { message: toApi(state, message, { metadata: true }) }),
    state: { values: stateValues(message.blocks, message.values) },
    response_url: responseUrl,
    actions: [action],
  };
}

export function viewActionPayload(view: View, { user, action, triggerId }: Pressed): Fields {
  return {
    type: 'block_actions',
    ...common(user),
    container: { type: 'view', view_id: view.id },
    trigger_id: triggerId,
    view: viewWithState(view),
    actions: [action],
  };
}

export function submissionPayload(view: View, { user, triggerId }: Omit<Pressed, 'action'>): Fields {
  return {
    type: 'view_submission',
    ...common(user),
    trigger_id: triggerId,
    view: viewWithState(view),
    response_urls: [],
  };
}

export function closedPayload(
  view: View,
  { user, isCleared }: { user: DeskUser; isCleared: boolean },
): Fields {
  return { type: 'view_closed', ...common(user), view: viewWithState(view), is_cleared: isCleared };
}

export function homeOpenedPayload(state: DeskState, user: DeskUser): Fields {
  const view = state.home(user.id);
  const eventTs = state.nextTs();
  return {
    token: 'sandbox-verification-token',
    team_id: sandboxSlack.teamId,
    context_team_id: sandboxSlack.teamId,
    api_app_id: sandboxSlack.appId,
    type: 'event_callback',
    event_id: state.nextId('Ev'),
    event_time: Math.floor(state.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: sandboxSlack.teamId,
        user_id: sandboxSlack.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event: {
      type: 'app_home_opened',
      user: user.id,
      channel: state.directChannel(user).id,
      tab: 'home',
      event_ts: eventTs,
      ...(view ? { view: viewWithState(view) } : {}),
    },
  };
}

const viewWithState = (view: View): Fields => ({
  ...viewToApi(view),
  state: { values: stateValues(view.content.blocks, view.values) },
});
