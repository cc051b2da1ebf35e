/** The pretend workspace: who works there, which channels it has, and the app's credentials. */
export const sandboxSlack = {
  botToken: 'xoxb-sandbox-bot-token',
  appToken: 'xapp-sandbox-app-token',
  signingSecret: 'sandbox-signing-secret',
  teamId: 'T0DAPPCORE',
  teamName: 'dappcore',
  teamDomain: 'dappcore-sandbox',
  appId: 'A0EPICAPP1',
  botId: 'B0EPICBOT1',
  botUserId: 'U0EPICBOT1',
  botName: 'epic',
  /** #epics, where the bot is. */
  channel: 'C0EPICS001',
  channels: { epics: 'C0EPICS001', general: 'C0GENERAL1', 'old-archive': 'C0ARCHIVE1' },
  /** `passer-by` is a full member of the workspace who may approve nothing. */
  users: { Snider: 'U0SNIDER01', bodane: 'U0BODANE01', 'passer-by': 'U0PASSERBY' },
  scopes: [
    'commands',
    'chat:write',
    'users:read',
    'files:read',
    'files:write',
    'channels:read',
    'channels:history',
    'im:history',
    'im:write',
    'reactions:read',
    'reactions:write',
  ],
} as const;

/** Slackbot's id, who tells a user that a command failed. */
export const slackbotId = 'USLACKBOT';

export interface DeskUser {
  id: string;
  name: string;
  realName: string;
  isBot: boolean;
  isRestricted: boolean;
  deleted: boolean;
}

export interface DeskChannel {
  id: string;
  name: string;
  isArchived: boolean;
  /** Ids, the bot's among them where it is a member. */
  members: string[];
  /** A direct message between the bot and this user. */
  directWith?: string;
}

/** The users as they are at the start, the bot and Slackbot included. */
export function seedUsers(): DeskUser[] {
  const person = (id: string, name: string): DeskUser => ({
    id,
    name,
    realName: name,
    isBot: false,
    isRestricted: false,
    deleted: false,
  });
  return [
    ...Object.entries(sandboxSlack.users).map(([name, id]) => person(id, name)),
    { ...person(sandboxSlack.botUserId, sandboxSlack.botName), realName: 'Epic Orchestrator', isBot: true },
    { ...person(slackbotId, 'slackbot'), realName: 'Slackbot' },
  ];
}

/** The channels at the start: the bot is in #epics, was in #old-archive, and never joined #general. */
export function seedChannels(): DeskChannel[] {
  const people: string[] = Object.values(sandboxSlack.users);
  const withBot = [...people, sandboxSlack.botUserId];
  const { epics, general, 'old-archive': archive } = sandboxSlack.channels;
  return [
    { id: epics, name: 'epics', isArchived: false, members: withBot },
    { id: general, name: 'general', isArchived: false, members: people },
    { id: archive, name: 'old-archive', isArchived: true, members: withBot },
  ];
}
