import { schema as published } from '@octokit/graphql-schema';
import { buildSchema, extendSchema, parse } from 'graphql';

/** What github.com has and the published package lacks: issue dependencies. */
const DEPENDENCIES = parse(`
  extend type Issue {
    blockedBy(after: String, before: String, first: Int, last: Int): IssueConnection!
    blocking(after: String, before: String, first: Int, last: Int): IssueConnection!
    issueDependenciesSummary: IssueDependenciesSummary!
  }
  type IssueDependenciesSummary {
    blockedBy: Int!
    blocking: Int!
    totalBlockedBy: Int!
    totalBlocking: Int!
  }
`);

/** They are valid by assumption: checking them takes longer than everything else. */
const ASSUMED = { assumeValid: true, assumeValidSDL: true };

/** Without its default a given merge method can be told from none; a merge queue takes no method. */
const idl = published.idl.replaceAll(
  'mergeMethod: PullRequestMergeMethod = MERGE',
  'mergeMethod: PullRequestMergeMethod',
);

/** GitHub's schema. Documents that are meant for github.com are valid against it. */
export const schema = extendSchema(buildSchema(idl, ASSUMED), DEPENDENCIES, ASSUMED);
