/**
 * Every GraphQL document of the project. They select structure alone: a test parses each of them and fails on a field
 * that holds somebody's text (bodies, comment and review text, commit messages). The one exception is `epicBodies`,
 * whose answer goes to the checklist parser and nowhere else.
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
              id
              number
              state
              isDraft
              baseRefName
              headRefName
              headRefOid
              mergeable
              mergeStateStatus
              autoMergeRequest { enabledAt }
              reviewDecision
              reviewThreads(first: 100) { nodes { isResolved } }
              statusCheckRollup { state }
              closingIssuesReferences(first: 20) { nodes { number repository { id } } }
              createdAt
              updatedAt
              closedAt
              mergedAt
            }
          }
        }
      }
    }`,

  epicBodies: /* GraphQL */ `
    query EpicBodies($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on Issue {
          id
          body
        }
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
} as const;

const issueFacts = /* GraphQL */ `
  fragment issueFacts on Issue {
    id
    number
    title
    state
    authorAssociation
    createdAt
    updatedAt
    closedAt
    lastEditedAt
    labels(first: 50) { nodes { name } }
    blockedBy(first: 20) { nodes { number state repository { nameWithOwner } } }
    reactionGroups { content reactors { totalCount } }
    timelineItems(itemTypes: [LABELED_EVENT], last: 20) {
      nodes { ...labelEvent }
    }
    links: timelineItems(itemTypes: [CROSS_REFERENCED_EVENT, CONNECTED_EVENT], last: 20) {
      nodes {
        ... on CrossReferencedEvent { source { ...pullLink } }
        ... on ConnectedEvent { subject { ...pullLink } }
      }
    }
  }`;

const pullLink = /* GraphQL */ `
  fragment pullLink on PullRequest {
    number
    isCrossRepository
    repository { id }
  }`;

const labelEvent = /* GraphQL */ `
  fragment labelEvent on LabeledEvent {
    id
    createdAt
    actor { login }
    label { name }
  }`;

export type DocumentName = keyof typeof documents;

/** A document with the fragments that it spreads. */
export function documentText(name: DocumentName): string {
  const parts: string[] = [documents[name]];
  if (parts[0]?.includes('...issueFacts')) parts.push(issueFacts, pullLink);
  if (parts.some((part) => part.includes('...labelEvent'))) parts.push(labelEvent);
  return parts.join('\n');
}
