import type { Fields } from '../blocks/rules.js';
import { SlackError } from '../slack-error.js';
import { type DeskUser, sandboxSlack } from '../workspace.js';
import { count, type Method, paged, text, userOf } from './arguments.js';

/** `auth.test`, `team.info`, `bots.info` and the `users.*` methods. */
export const userMethods: Record<string, Method> = {
  'api.test': (_, args) => ({ args }),

  'auth.test': () => ({
    url: `https://${sandboxSlack.teamDomain}.slack.com/`,
    team: sandboxSlack.teamName,
    user: sandboxSlack.botName,
    team_id: sandboxSlack.teamId,
    user_id: sandboxSlack.botUserId,
    bot_id: sandboxSlack.botId,
    is_enterprise_install: false,
  }),

  'team.info': () => ({
    team: { id: sandboxSlack.teamId, name: sandboxSlack.teamName, domain: sandboxSlack.teamDomain },
  }),

  'bots.info': (state, args) => {
    if (text(args, 'bot') !== sandboxSlack.botId) throw new SlackError('bot_not_found');
    return {
      bot: {
        id: sandboxSlack.botId,
        app_id: sandboxSlack.appId,
        user_id: sandboxSlack.botUserId,
        name: state.user(sandboxSlack.botUserId)?.realName,
        deleted: false,
      },
    };
  },

  'users.info': (state, args) => ({ user: userToApi(userOf(state, args)) }),

  'users.list': (state, args) => {
    const { page, next } = paged(state.users, args, count(args, 'limit', { fallback: 1000, max: 1000 }));
    return { members: page.map(userToApi), response_metadata: { next_cursor: next } };
  },
};

function userToApi(user: DeskUser): Fields {
  return {
    id: user.id,
    team_id: sandboxSlack.teamId,
    name: user.name.toLowerCase(),
    real_name: user.realName,
    deleted: user.deleted,
    is_bot: user.isBot,
    is_app_user: false,
    tz: 'Europe/London',
    tz_offset: 0,
    ...(user.deleted
      ? {}
      : { is_admin: false, is_owner: false, is_restricted: user.isRestricted, is_ultra_restricted: false }),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      team: sandboxSlack.teamId,
      ...(user.isBot ? { api_app_id: sandboxSlack.appId, bot_id: sandboxSlack.botId } : {}),
    },
  };
}
