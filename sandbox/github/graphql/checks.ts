import type { GraphQLResolveInfo } from 'graphql';
import type { CheckRun, Commit } from '../model.js';
import { connect, type PageArgs } from './connection.js';
import type { Context, Fields } from './fields.js';

/** A commit's checks one by one. Here all are check runs of apps. */
export function contextsOf(commit: Commit) {
  const { checks } = commit;
  const node = (check: CheckRun) => checkFields(commit, check);
  return (args: PageArgs, _: Context, info: GraphQLResolveInfo): Fields =>
    connect({ items: checks, position: (check) => [checks.indexOf(check), 0], node }, args, info);
}

/** For which pull request; for none, none is required. */
interface RequiredArgs {
  pullRequestId?: string | null;
  pullRequestNumber?: number | null;
}

/** What the seed lays out started with the commit and ended at once. */
function checkFields({ oid, committedAt, checks }: Commit, check: CheckRun): Fields {
  const { name, status, conclusion } = check;
  const index = checks.indexOf(check);
  return {
    __typename: 'CheckRun',
    ...{ id: `CR_${oid}_${index}`, name, status, conclusion, detailsUrl: null },
    startedAt: status === 'QUEUED' ? null : (check.startedAt ?? committedAt),
    completedAt: status === 'COMPLETED' ? (check.completedAt ?? committedAt) : null,
    checkSuite: { __typename: 'CheckSuite', id: `CS_${oid}`, workflowRun: null },
    isRequired: ({ pullRequestId, pullRequestNumber }: RequiredArgs) =>
      !check.isOptional && (pullRequestId ?? pullRequestNumber ?? null) !== null,
  };
}
