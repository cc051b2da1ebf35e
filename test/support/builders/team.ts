import { sandboxSlack } from '../../../sandbox/slack/desk.js';
import type { MemberRecord } from '../../../src/store/budget.js';

/** A member of the team: an approver with 300 tasks a day for core, unless told otherwise. */
export function aMember(
  login: 'Snider' | 'bodane',
  {
    account,
    ...more
  }: Partial<Omit<MemberRecord, 'account'>> & { account?: Partial<MemberRecord['account']> } = {},
): MemberRecord {
  return {
    login,
    approver: true,
    codeOwner: false,
    slackTeamId: sandboxSlack.teamId,
    slackUserId: sandboxSlack.users[login],
    ...more,
    account: {
      agent: 'jules',
      quota: 300,
      concurrency: 60,
      window: 'rolling-24h',
      tokenVariable: `${login.toUpperCase()}_GITHUB_TOKEN`,
      repos: ['core'],
      ...account,
    },
  };
}

/** The seed's team: Snider approves and pays, bodane owns the code and has no repository yet. */
export function aTeam(account: Partial<MemberRecord['account']> = {}): MemberRecord[] {
  return [aMember('Snider', { account }), aMember('bodane', { codeOwner: true, account: { repos: [] } })];
}
