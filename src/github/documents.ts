import { fragments } from './fragments.js';

/**
 * Every GraphQL document of the project. They select structure alone: a test parses each of them and fails on a field
 * that holds somebody's text (bodies, comment and review text, commit messages). The one exception is `bodies`,
 * whose answer goes to the parsers of checklists and of findings, and nowhere else.
 */
export const documents = {
  repositories: /* GraphQL */ `
    query Repositories($owner: String!, $after: String) {
      repositoryOwner(login: $owner) {
        repositories(first: 100, after: $after, orderBy: { field: NAME, direction: ASC }) {
          pageInfo { hasNextPage endCursor }
          nodes {
            id
            name
            nameWithOwner
            isArchived
            autoMergeAllowed
            owner { login }
            primaryLanguage { name }
            defaultBranchRef { name }
          }
        }
      }
    }`,

  issues: /* GraphQL */ `
    query Issues(
      $ids: [ID!]!
      $first: Int!
      $after: String
      $states: [IssueState!]
      $since: DateTime
      $direction: OrderDirection!
    ) {
      nodes(ids: $ids) {
        ... on Repository {
          id
          issues(
            first: $first
            after: $after
            states: $states
            filterBy: { since: $since }
            orderBy: { field: UPDATED_AT, direction: $direction }
          ) {
            pageInfo { hasNextPage endCursor }
            nodes { ...issueFacts }
          }
        }
      }
    }`,

  issue: /* GraphQL */ `
    query Issue($owner: String!, $repo: String!, $number: Int!) {
      repository(owner: $owner, name: $repo) {
        id
        issue(number: $number) { ...issueFacts }
      }
    }`,

  issuesById: /* GraphQL */ `
    query IssuesById($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on Issue {
          repository { id }
          ...issueFacts
        }
      }
    }`,

  pullRequests: /* GraphQL */ `
    query PullRequests(
      $ids: [ID!]!
      $first: Int!
      $after: String
      $states: [PullRequestState!]
      $direction: OrderDirection!
    ) {
      nodes(ids: $ids) {
        ... on Repository {
          id
          refs(refPrefix: "refs/heads/epic/", first: 100) {
            nodes { prefix name target { oid } }
          }
          pullRequests(first: $first, after: $after, states: $states, orderBy: { field: UPDATED_AT, direction: $direction }) {
            pageInfo { hasNextPage endCursor }
            nodes {
              ...pullFacts
            }
          }
        }
      }
    }`,

  bodies: /* GraphQL */ `
    query Bodies($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on Issue {
          id
          body
        }
      }
    }`,

  labels: /* GraphQL */ `
    query Labels($owner: String!, $repo: String!, $after: String) {
      repository(owner: $owner, name: $repo) {
        labels(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { name }
        }
      }
    }`,

  ownIssues: /* GraphQL */ `
    query OwnIssues($owner: String!, $repo: String!) {
      repository(owner: $owner, name: $repo) {
        issues(first: 100, orderBy: { field: CREATED_AT, direction: DESC }) {
          nodes { number title viewerDidAuthor }
        }
      }
    }`,

  conditions: /* GraphQL */ `
    query Conditions($owner: String!, $repo: String!, $label: String!) {
      repository(owner: $owner, name: $repo) {
        isArchived
        hasIssuesEnabled
        viewerPermission
        autoMergeAllowed
        label(name: $label) { name }
        workflows: object(expression: "HEAD:.github/workflows") { ... on Tree { entries { name } } }
        codeowners { errors { line kind } }
        defaultBranchRef { target { ... on Commit { statusCheckRollup { state } } } }
      }
    }`,

  linkLook: /* GraphQL */ `
    query LinkLook($owner: String!, $repo: String!, $number: Int!) {
      repository(owner: $owner, name: $repo) {
        issue(number: $number) { databaseId parent { number repository { nameWithOwner } } }
      }
    }`,

  dispatchLook: /* GraphQL */ `
    query DispatchLook($owner: String!, $repo: String!, $number: Int!) {
      repository(owner: $owner, name: $repo) {
        issue(number: $number) {
          state
          title
          lastEditedAt
          labels(first: 100) { nodes { name } }
          comments(last: 100) { nodes { id viewerDidAuthor } }
          timelineItems(itemTypes: [LABELED_EVENT], last: 50) {
            nodes { ...labelEvent }
          }
        }
      }
    }`,

  pullLook: /* GraphQL */ `
    query PullLook($owner: String!, $repo: String!, $number: Int!) {
      repository(owner: $owner, name: $repo) {
        id
        pullRequest(number: $number) {
          ...pullFacts
          ...pullDetails
        }
      }
    }`,

  pullDetails: /* GraphQL */ `
    query PullDetails($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on PullRequest {
          id
          ...pullDetails
        }
      }
    }`,

  branchLook: /* GraphQL */ `
    query BranchLook($owner: String!, $repo: String!, $branch: String!, $into: String!) {
      repository(owner: $owner, name: $repo) {
        branch: ref(qualifiedName: $branch) { target { oid } }
        into: ref(qualifiedName: $into) { compare(headRef: $branch) { aheadBy } }
      }
    }`,

  resolveThread: /* GraphQL */ `
    mutation ResolveThread($id: ID!) {
      resolveReviewThread(input: { threadId: $id }) { thread { id isResolved } }
    }`,

  armAutoMerge: /* GraphQL */ `
    mutation ArmAutoMerge($id: ID!, $head: GitObjectID!, $strategy: PullRequestMergeMethod) {
      enablePullRequestAutoMerge(input: { pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $strategy }) {
        pullRequest { id }
      }
    }`,

  enqueue: /* GraphQL */ `
    mutation Enqueue($id: ID!, $head: GitObjectID!) {
      enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) {
        mergeQueueEntry { id }
      }
    }`,
} as const;

export type DocumentName = keyof typeof documents;

/** A document with the fragments that it spreads. */
export function documentText(name: DocumentName): string {
  const parts: string[] = [documents[name]];
  for (const part of parts) {
    for (const [fragment, text] of Object.entries(fragments)) {
      if (part.includes(`...${fragment}`) && !parts.includes(text)) parts.push(text);
    }
  }
  return parts.join('\n');
}
