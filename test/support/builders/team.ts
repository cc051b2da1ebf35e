import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import type { MemberRecord } from '../../../src/store/team.js';

type Seat = MemberRecord['accounts'][number];

/** A member of the team: an approver with 300 tasks a day for core, unless told otherwise. */
export function aMember(
  login: 'Snider' | 'bodane',
  {
    account,
    also = [],
    ...more
  }: Partial<Omit<MemberRecord, 'accounts'>> & { account?: Partial<Seat>; also?: Partial<Seat>[] } = {},
): MemberRecord {
  return {
    login,
    approver: true,
    codeOwner: false,
    slackTeamId: sandboxSlack.teamId,
    slackUserId: sandboxSlack.users[login],
    ...more,
    accounts: [account, ...also].map((seat) => ({
      agent: 'jules',
      quota: 300,
      concurrency: 60,
      window: 'rolling-24h',
      tokenVariable: `${login.toUpperCase()}_GITHUB_TOKEN`,
      repos: ['core'],
      ...seat,
    })),
  };
}

/** The seed's team: Snider approves and pays, bodane owns the code and has no repository yet. */
export function aTeam(account: Partial<Seat> = {}): MemberRecord[] {
  return [aMember('Snider', { account }), aMember('bodane', { codeOwner: true, account: { repos: [] } })];
}

/** The same team, where Snider may give 40 tasks a day to Claude as well. */
export function aTeamWithClaude(claude: Partial<Seat> = {}): MemberRecord[] {
  const also = [{ agent: 'claude', quota: 40, concurrency: 5, ...claude }];
  return [aMember('Snider', { also }), aMember('bodane', { codeOwner: true, account: { repos: [] } })];
}
