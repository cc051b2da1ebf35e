import { disableAutoMerge, enableAutoMerge } from '../acts/auto-merge.js';
import { mergePullRequest, updateBranch } from '../acts/merge.js';
import { enqueue } from '../acts/queue.js';
import { ActRefused } from '../acts/refused.js';
import { resolveThread, unresolveThread } from '../acts/reviews.js';
import type { MergeMethod, PullRequest, ReviewThread } from '../model.js';
import { actorFields } from './actor.js';
import { type Context, type Fields, problem } from './fields.js';
import { allow, given, nodeOf, pullOf, unknownNode } from './mutation-input.js';
import { commentMutations } from './mutations-issues.js';
import { pullRequestFields } from './pull-request.js';
import { threadFields } from './review.js';

/** An input that has the pull request's id, and maybe the head that the caller has seen. */
const PULL = ['pullRequestId', 'expectedHeadOid'];

/** The writes of GraphQL that concern pull requests, and the others that `gh` and the bot use. */
export const mutations: Fields = {
  ...commentMutations,
  resolveReviewThread: threadMutation('ResolveReviewThread', resolveThread),
  unresolveReviewThread: threadMutation('UnresolveReviewThread', unresolveThread),
  enablePullRequestAutoMerge: (args: unknown, context: Context) => {
    const input = given(args, [...PULL, 'mergeMethod']);
    const method = input.mergeMethod as MergeMethod | undefined;
    return onPull(context, { name: 'EnablePullRequestAutoMerge', input }, (pull) =>
      enableAutoMerge(context.world, pull, { ...wish(context, input), method }),
    );
  },
  disablePullRequestAutoMerge: (args: unknown, context: Context) => {
    const input = given(args, ['pullRequestId']);
    return onPull(context, { name: 'DisablePullRequestAutoMerge', input }, (pull) => {
      if (!pull.autoMerge) throw new ActRefused('invalid', "Can't disable auto-merge for this pull request");
      disableAutoMerge(context.world, pull, { by: context.session.account });
    });
  },
  enqueuePullRequest: (args: unknown, context: Context) => {
    const input = given(args, PULL);
    const answer = onPull(context, { name: 'EnqueuePullRequest', input }, (pull) =>
      enqueue(context.world, pull, wish(context, input)),
    );
    const id = `MQE_${input.pullRequestId}`;
    return { ...answer, mergeQueueEntry: { __typename: 'MergeQueueEntry', id, state: 'QUEUED' } };
  },
  mergePullRequest: (args: unknown, context: Context) => {
    const input = given(args, [...PULL, 'mergeMethod']);
    const method = input.mergeMethod as MergeMethod | undefined;
    return onPull(context, { name: 'MergePullRequest', input }, (pull) =>
      mergePullRequest(context.world, pull, { ...wish(context, input), method }),
    );
  },
  updatePullRequestBranch: (args: unknown, context: Context) => {
    const input = given(args, PULL);
    return onPull(context, { name: 'UpdatePullRequestBranch', input }, (pull) =>
      updateBranch(context.world, pull, wish(context, input)),
    );
  },
};

type Input = Record<string, unknown>;

function wish({ session }: Context, input: Input) {
  return { by: session.account, expectedHead: input.expectedHeadOid as string | undefined };
}

/** Does something to the pull request that the input names, for somebody who may write. */
function onPull(
  context: Context,
  { name, input }: { name: string; input: Input },
  act: (pull: PullRequest) => unknown,
): Fields {
  const pull = pullOf(nodeOf(context.world, input.pullRequestId), input.pullRequestId);
  allow(context.session, { repo: pull.repo, name });
  attempt(() => act(pull));
  const { clientMutationId = null } = input;
  return {
    clientMutationId,
    actor: actorFields(context.session.account),
    pullRequest: pullRequestFields(pull),
  };
}

function threadMutation(name: string, act: typeof resolveThread) {
  return (args: unknown, { world, session }: Context): Fields => {
    const { threadId, clientMutationId = null } = given(args, ['threadId']);
    const found = findThread(
      [...world.repos.values()].flatMap((repo) => [...repo.pullRequests.values()]),
      threadId,
    );
    if (!found) throw unknownNode(threadId);
    allow(session, { repo: found.pull.repo, name });
    act(world, found.pull, { thread: found.thread, by: session.account });
    return { clientMutationId, thread: threadFields(found.thread) };
  };
}

function findThread(
  pulls: PullRequest[],
  id: unknown,
): { pull: PullRequest; thread: ReviewThread } | undefined {
  for (const pull of pulls) {
    const thread = pull.threads.find(({ nodeId }) => nodeId === id);
    if (thread) return { pull, thread };
  }
  return undefined;
}

function attempt(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    throw error instanceof ActRefused ? problem('UNPROCESSABLE', error.message) : error;
  }
}
