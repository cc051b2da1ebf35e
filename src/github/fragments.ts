/** Parts that several documents spread: structure alone, as the documents themselves. */

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
    reopenings: timelineItems(itemTypes: [REOPENED_EVENT], last: 1) {
      nodes { ... on ReopenedEvent { createdAt } }
    }
    links: timelineItems(itemTypes: [CROSS_REFERENCED_EVENT, CONNECTED_EVENT], last: 50) {
      nodes {
        ... on CrossReferencedEvent { createdAt actor { login } source { ...pullLink } }
        ... on ConnectedEvent { subject { ...pullLink } }
      }
    }
  }`;

const pullLink = /* GraphQL */ `
  fragment pullLink on PullRequest {
    number
    isCrossRepository
    createdAt
    author { login }
    repository { id }
  }`;

const pullFacts = /* GraphQL */ `
  fragment pullFacts on PullRequest {
    id
    number
    state
    isDraft
    isCrossRepository
    author { login }
    isMergeQueueEnabled
    isInMergeQueue
    baseRefName
    headRefName
    headRefOid
    mergeable
    mergeStateStatus
    autoMergeRequest { enabledAt }
    reviewDecision
    labels(first: 20) { nodes { name } }
    reviewThreads(first: 100) { nodes { isResolved } }
    statusCheckRollup { state }
    commits(last: 1) { nodes { commit { committedDate } } }
    closingIssuesReferences(first: 20) { nodes { number repository { id } } }
    createdAt
    updatedAt
    closedAt
    mergedAt
  }`;

const pullDetails = /* GraphQL */ `
  fragment pullDetails on PullRequest {
    threads: reviewThreads(first: 100) {
      nodes { id isResolved comments(first: 1) { nodes { createdAt } } }
    }
    comments(last: 50) {
      nodes { id viewerDidAuthor reactionGroups { content reactors { totalCount } } }
    }
    head: commits(last: 1) {
      nodes {
        commit {
          statusCheckRollup {
            contexts(first: 100) {
              nodes {
                ... on CheckRun { name conclusion }
                ... on StatusContext { context state }
              }
            }
          }
        }
      }
    }
  }`;

const labelEvent = /* GraphQL */ `
  fragment labelEvent on LabeledEvent {
    id
    createdAt
    actor { login }
    label { name }
  }`;

export const fragments = { issueFacts, pullLink, labelEvent, pullFacts, pullDetails };
