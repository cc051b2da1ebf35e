import type { components } from '@octokit/openapi-types';
import type { PullRequest, Session } from '../model.js';
import { askMergeable, askMergeState } from '../pull-state.js';
import { mayWrite, type World } from '../world.js';
import { userBody } from './bodies.js';
import { pullBody } from './issue-bodies.js';

/** A pull request alone: with its counts, and with what GitHub has worked out about merging it. */
export function fullPullBody(
  world: World,
  api: string,
  { pull, session }: { pull: PullRequest; session: Session },
): components['schemas']['pull-request'] {
  const { files, mergedBy, repo } = pull;
  const mergeable = askMergeable(world, pull);
  const remarks = pull.threads.flatMap(({ comments }) => comments);
  const { labels, ...listed } = pullBody(api, { pull, session });
  return {
    ...listed,
    labels: labels.map((label) => ({ ...label, description: label.description || null })),
    user: userBody(api, pull.author),
    head: { ...listed.head, user: userBody(api, pull.isFork ? pull.author : repo.owner) },
    base: { ...listed.base, user: userBody(api, repo.owner) },
    state: pull.state === 'OPEN' ? 'open' : 'closed',
    ...{ draft: pull.isDraft, merged: pull.state === 'MERGED' },
    mergeable: mergeable === 'UNKNOWN' ? null : mergeable === 'MERGEABLE',
    mergeable_state: askMergeState(world, pull).toLowerCase(),
    merged_by: mergedBy && userBody(api, mergedBy),
    ...{ comments: pull.comments.length, review_comments: remarks.length, commits: pull.commits.length },
    maintainer_can_modify: pull.isFork && mayWrite(repo, session.account),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}
