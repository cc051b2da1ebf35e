import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/client.js';
import { accounts, actions, members } from '../../db/schema.js';
import type { Approver } from '../domain/approval.js';
import type { Account } from '../domain/budget.js';
import { LIVE, SPENT } from '../domain/ledger.js';

export interface MemberRecord extends Approver {
  slackTeamId: string | null;
  slackUserId: string | null;
  /** At most one with each agent. */
  accounts: (Omit<Account, 'id' | 'member'> & { tokenVariable: string | null })[];
}

/** Makes members and accounts what the team file says. One that left keeps its history and loses its rights. */
export async function saveTeam(db: Db, team: readonly MemberRecord[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(members).set({ approver: false, codeOwner: false, slackTeamId: null, slackUserId: null });
    await tx.update(accounts).set({ active: false });
    // GitHub tells no upper from lower case in a login: another spelling is no other account with a quota of its own.
    const known = new Map(
      (await tx.select({ login: members.login }).from(members)).map(({ login }) => [
        login.toLowerCase(),
        login,
      ]),
    );
    for (const { login: spelt, approver, codeOwner, slackTeamId, slackUserId, accounts: seats } of team) {
      const login = known.get(spelt.toLowerCase()) ?? spelt;
      const person = { approver, codeOwner, slackTeamId, slackUserId };
      await tx
        .insert(members)
        .values({ login, ...person })
        .onConflictDoUpdate({ target: members.login, set: person });
      for (const account of seats) {
        const seat = { ...account, repos: [...account.repos], active: true };
        await tx
          .insert(accounts)
          .values({ memberLogin: login, ...seat })
          .onConflictDoUpdate({ target: [accounts.memberLogin, accounts.agent], set: seat });
      }
    }
  });
}

export async function findMember(
  db: Db,
  slack: { teamId: string; userId: string },
): Promise<Approver | null> {
  const [row] = await db
    .select()
    .from(members)
    .where(and(eq(members.slackTeamId, slack.teamId), eq(members.slackUserId, slack.userId)));
  return row ? { login: row.login, approver: row.approver, codeOwner: row.codeOwner } : null;
}

/** Whose token an account acts with: the variable's name, or null for the bot's own. */
export async function accountToken(db: Db, accountId: number): Promise<string | null> {
  const [row] = await db
    .select({ tokenVariable: accounts.tokenVariable })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  return row?.tokenVariable ?? null;
}

/** Whose token a child's agent listens to: that of the account which paid for it last, or null for the bot's own. */
export async function childToken(db: Db, repoId: number, child: number): Promise<string | null> {
  const [row] = await db
    .select({ tokenVariable: accounts.tokenVariable })
    .from(actions)
    .innerJoin(accounts, eq(accounts.id, actions.accountId))
    .where(
      and(
        eq(actions.repoId, repoId),
        eq(actions.issueNumber, child),
        inArray(actions.status, [...LIVE, ...SPENT]),
      ),
    )
    .orderBy(desc(actions.id))
    .limit(1);
  return row?.tokenVariable ?? null;
}
