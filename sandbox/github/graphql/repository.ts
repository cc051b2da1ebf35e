import type { GraphQLResolveInfo } from 'graphql';
import { compare } from '../history.js';
import type { Branch, Commit, Label, Repo } from '../model.js';
import { rollup } from '../pull-state.js';
import { conversation, permissionOf } from '../world.js';
import { ownerFields } from './actor.js';
import { contextsOf } from './checks.js';
import { connect, type PageArgs } from './connection.js';
import { type Context, type Fields, problem } from './fields.js';
import { issueFields } from './issue.js';
import { type IssuesArgs, issueList, type PullRequestsArgs, pullRequestList } from './lists.js';
import { nodeFields } from './node.js';
import { pullRequestFields } from './pull-request.js';
import { codeownersFields, objectFields } from './tree.js';

const HEADS = 'refs/heads/';

export function repositoryFields(repo: Repo): Fields {
  const { nodeId: id, id: databaseId, name, nameWithOwner, isArchived, isPrivate } = repo;
  const { createdAt, updatedAt, pushedAt } = repo;
  return {
    __typename: 'Repository',
    ...{ id, databaseId, name, nameWithOwner, isArchived, isPrivate, createdAt, updatedAt, pushedAt },
    url: `https://github.com/${nameWithOwner}`,
    ...{ description: null, hasIssuesEnabled: true },
    owner: () => ownerFields(repo.owner),
    viewerPermission: (_: unknown, { session }: Context) => permissionOf(repo, session.account).toUpperCase(),
    primaryLanguage: { name: repo.language },
    defaultBranchRef: () => refFields(repo, `${HEADS}${repo.defaultBranch}`),
    autoMergeAllowed: repo.settings.allowAutoMerge,
    deleteBranchOnMerge: repo.settings.deleteBranchOnMerge,
    mergeQueue: mergeQueueOf(repo),
    object: ({ expression }: { expression?: string | null }) => objectFields(repo, expression ?? 'HEAD'),
    codeowners: ({ refName }: { refName?: string | null }) => codeownersFields(repo, refName ?? 'HEAD'),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refFields(repo, qualifiedName),
    refs: refsOf(repo),
    label: ({ name }: { name: string }) => labelFields(repo.labels.get(name.toLowerCase())),
    labels: (args: PageArgs, _: Context, info: GraphQLResolveInfo) =>
      connect(
        {
          items: [...repo.labels.values()],
          position: ({ name }) => [name, name],
          node: (label) => labelFields(label) as Fields,
        },
        args,
        info,
      ),
    issueOrPullRequest: ({ number }: { number: number }) => {
      const subject = conversation(repo, number);
      return subject ? nodeFields(subject) : unresolved('an issue or pull request', number);
    },
    issue: ({ number }: { number: number }) => {
      const issue = repo.issues.get(number);
      return issue ? issueFields(issue) : unresolved('an Issue', number);
    },
    pullRequest: ({ number }: { number: number }) => {
      const pull = repo.pullRequests.get(number);
      return pull ? pullRequestFields(pull) : unresolved('a PullRequest', number);
    },
    issues: (args: IssuesArgs, _: Context, info: GraphQLResolveInfo) =>
      connect(issueList(repo, args), args, info),
    pullRequests: (args: PullRequestsArgs, _: Context, info: GraphQLResolveInfo) =>
      connect(pullRequestList(repo, args), args, info),
  };
}

function unresolved(what: string, number: number): Error {
  return problem('NOT_FOUND', `Could not resolve to ${what} with the number of ${number}.`);
}

export function labelFields(label: Label | undefined): Fields | null {
  if (!label) return null;
  const { nodeId: id, name, color, description } = label;
  return { __typename: 'Label', id, name, color, description };
}

interface RefsArgs extends PageArgs {
  refPrefix: string;
}

/** As on GitHub, a ref's name in a list is what follows the prefix that was asked for. */
function refsOf(repo: Repo) {
  return (args: RefsArgs, _: Context, info: GraphQLResolveInfo): Fields => {
    const { refPrefix: prefix } = args;
    const items = [...repo.branches.values()].filter(({ name }) => `${HEADS}${name}`.startsWith(prefix));
    const node = (branch: Branch) => branchFields(repo, { branch, prefix });
    return connect({ items, position: ({ name }) => [name, name], node }, args, info);
  };
}

/** Finds a branch by its full name, or by its short one. */
export function refFields(repo: Repo, qualifiedName: string): Fields | null {
  const name = qualifiedName.startsWith(HEADS) ? qualifiedName.slice(HEADS.length) : qualifiedName;
  const branch = repo.branches.get(name);
  return branch ? branchFields(repo, { branch, prefix: HEADS }) : null;
}

function branchFields(repo: Repo, { branch, prefix }: { branch: Branch; prefix: string }): Fields {
  const commit = repo.commits.get(branch.oid);
  const name = `${HEADS}${branch.name}`.slice(prefix.length);
  return {
    __typename: 'Ref',
    ...{ id: branch.nodeId, name, prefix, target: commit ? commitFields(commit) : null },
    compare: ({ headRef }: { headRef: string }) => comparison(repo, branch, headRef),
  };
}

/** What another ref has that this one lacks, and the other way round: `this...other`. */
function comparison(repo: Repo, base: Branch, headRef: string): Fields | null {
  const head = repo.branches.get(headRef.startsWith(HEADS) ? headRef.slice(HEADS.length) : headRef);
  if (!head) return null;
  const { aheadBy, behindBy, status } = compare(repo, { base: base.oid, head: head.oid });
  const id = `CMP_${base.oid}_${head.oid}`;
  return { __typename: 'Comparison', id, aheadBy, behindBy, status: status.toUpperCase() };
}

function mergeQueueOf(repo: Repo) {
  return ({ branch }: { branch?: string | null }): Fields | null => {
    const name = branch ?? repo.defaultBranch;
    if (!repo.settings.mergeQueues.has(name)) return null;
    const url = `https://github.com/${repo.nameWithOwner}/queue/${encodeURIComponent(name)}`;
    return { __typename: 'MergeQueue', id: `MQ_${repo.id}_${name}`, url };
  };
}

export function commitFields(commit: Commit): Fields {
  const { oid, committedAt: committedDate, checks } = commit;
  const state = rollup(checks);
  return {
    __typename: 'Commit',
    ...{ id: `C_${oid}`, oid, committedDate },
    statusCheckRollup: state && {
      __typename: 'StatusCheckRollup',
      ...{ id: `SCR_${oid}`, state, contexts: contextsOf(commit) },
    },
  };
}
