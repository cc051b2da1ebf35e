/** The GraphQL documents of these tests. Each must be valid against GitHub's schema by every rule. */
export const DOCUMENTS = {
  repositories: `query Repositories($login: String!, $after: String, $first: Int!, $direction: OrderDirection!) {
    rateLimit { cost limit remaining resetAt nodeCount used }
    repositoryOwner(login: $login) {
      login
      repositories(first: $first, after: $after, orderBy: { field: NAME, direction: $direction }) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id databaseId name nameWithOwner isArchived isPrivate viewerPermission updatedAt pushedAt
          primaryLanguage { name }
          defaultBranchRef { name target { oid } }
          issues(states: OPEN) { totalCount }
          pullRequests(states: OPEN) { totalCount }
        }
      }
    }
  }`,

  issues: `query Issues($name: String!, $first: Int, $last: Int, $after: String, $before: String,
      $labels: [String!], $orderBy: IssueOrder, $filterBy: IssueFilters) {
    repository(owner: "dappcore", name: $name) {
      issues(first: $first, last: $last, after: $after, before: $before, states: OPEN, labels: $labels,
          orderBy: $orderBy, filterBy: $filterBy) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { number }
      }
    }
  }`,

  issue: `query Issue($number: Int!) {
    repository(owner: "dappcore", name: "core") {
      issue(number: $number) {
        id databaseId number title body state stateReason createdAt updatedAt closedAt lastEditedAt locked url
        author { login } authorAssociation
        labels(first: 20) { nodes { name } }
        assignees(first: 5) { nodes { login } }
        comments(last: 10) {
          totalCount
          nodes {
            id databaseId createdAt viewerDidAuthor author { login } body
            reactionGroups { content reactors { totalCount } }
          }
        }
        reactionGroups { content reactors { totalCount } }
        timelineItems(first: 50, itemTypes: [LABELED_EVENT, UNLABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT,
            CROSS_REFERENCED_EVENT, CONNECTED_EVENT, DISCONNECTED_EVENT]) {
          nodes {
            __typename
            ... on LabeledEvent { id createdAt actor { login } label { name } }
            ... on ClosedEvent { createdAt actor { login } stateReason }
            ... on CrossReferencedEvent {
              createdAt willCloseTarget isCrossRepository source { __typename ... on PullRequest { number } }
            }
          }
        }
        parent { number repository { nameWithOwner } }
        subIssuesSummary { total completed percentCompleted }
        issueDependenciesSummary { blockedBy totalBlockedBy }
        blockedBy(first: 10) { nodes { number state repository { nameWithOwner } } }
        closedByPullRequestsReferences(first: 10, includeClosedPrs: true) { nodes { number } }
      }
    }
  }`,

  pullRequests: `query PullRequests {
    repository(owner: "dappcore", name: "core") {
      pullRequests(first: 10, states: OPEN, orderBy: { field: CREATED_AT, direction: ASC }) {
        nodes {
          id number title state isDraft createdAt updatedAt closedAt mergedAt baseRefName headRefName headRefOid
          mergeable mergeStateStatus autoMergeRequest { enabledAt } additions deletions changedFiles
          author { login } isCrossRepository reviewDecision
          reviewThreads(first: 10) { totalCount nodes { id isResolved isOutdated path line } }
          files(first: 10) { nodes { path } }
          closingIssuesReferences(first: 10) { nodes { number } }
          statusCheckRollup { state }
          commits(last: 1) { nodes { commit { oid committedDate statusCheckRollup { state } } } }
        }
      }
    }
  }`,

  refs: `query Refs {
    repository(owner: "dappcore", name: "core") {
      refs(refPrefix: "refs/heads/epic/", first: 100) { totalCount nodes { name prefix target { oid } } }
      ref(qualifiedName: "refs/heads/epic/118-mcp-daemon") { name target { oid } }
      missing: ref(qualifiedName: "refs/heads/nowhere") { name }
      label(name: "Jules") { name color }
    }
  }`,

  nodes: `query Nodes($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Repository { nameWithOwner }
      ... on Issue { number }
      ... on PullRequest { number headRefOid }
    }
  }`,

  viewer: 'query Viewer { viewer { login } }',
  unbounded: '{ repository(owner: "dappcore", name: "core") { issues { nodes { number } } } }',
  tooMany: '{ repository(owner: "dappcore", name: "core") { issues(first: 101) { totalCount } } }',
  tooManyNodes: `query TooManyNodes($n: Int = 100) {
    repository(owner: "dappcore", name: "core") {
      issues(first: $n) { ...More }
    }
  }
  fragment More on IssueConnection {
    nodes { comments(first: 100) { nodes { reactions(first: 100) { totalCount } } } }
  }`,
  priced: `query Priced {
    rateLimit { cost nodeCount }
    repository(owner: "dappcore", name: "core") {
      issues(first: 100) { nodes { labels(first: 50) { nodes { name } } comments(last: 10) { nodes { id } } } }
    }
  }`,
  unmodelledField: '{ repository(owner: "dappcore", name: "core") { stargazerCount } }',
  unmodelledArgument: `{
    repository(owner: "dappcore", name: "core") { refs(refPrefix: "refs/heads/", first: 1, query: "x") { totalCount } }
  }`,
  nowhere: '{ repository(owner: "dappcore", name: "nowhere") { id } }',
  noIssue: '{ repository(owner: "dappcore", name: "core") { id issue(number: 321) { id } } }',
};
