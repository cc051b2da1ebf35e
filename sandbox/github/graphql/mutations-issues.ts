import { addComment } from '../acts/comments.js';
import { closeIssue } from '../acts/issues.js';
import { addLabel } from '../acts/labels.js';
import type { Conversation, StateReason, WorldNode } from '../model.js';
import { mayWrite } from '../world.js';
import { commentFields } from './conversation.js';
import { type Context, type Fields, problem } from './fields.js';
import { issueFields } from './issue.js';
import { allow, given, nodeOf, unknownNode } from './mutation-input.js';
import { nodeFields } from './node.js';

const LONGEST_COMMENT = 65_536;

/** Writes that issues and pull requests take alike. */
export const commentMutations: Fields = {
  addComment: (args: unknown, { world, session }: Context): Fields => {
    const { subjectId, body, clientMutationId = null } = given(args, ['subjectId', 'body']);
    const subject = conversationOf(nodeOf(world, subjectId), subjectId);
    const { repo } = subject;
    if (repo.isArchived || (subject.locked && !mayWrite(repo, session.account)))
      throw problem('FORBIDDEN', 'Unable to create comment because issue is locked.');
    const text = String(body);
    if (text.trim() === '') throw problem('UNPROCESSABLE', 'Body cannot be blank');
    if ([...text].length > LONGEST_COMMENT)
      throw problem('UNPROCESSABLE', `Body is too long (maximum is ${LONGEST_COMMENT} characters)`);
    const comment = addComment(world, subject, { body: text, session });
    const node = commentFields(comment, { subject, viewer: session.account });
    const commentEdge = { __typename: 'IssueCommentEdge', cursor: String(comment.id), node };
    return { clientMutationId, commentEdge, subject: () => nodeFields(subject) };
  },
  addLabelsToLabelable: (args: unknown, { world, session }: Context): Fields => {
    const { labelableId, labelIds, clientMutationId = null } = given(args, ['labelableId', 'labelIds']);
    const subject = conversationOf(nodeOf(world, labelableId), labelableId);
    allow(session, { repo: subject.repo, name: 'AddLabelsToLabelable' });
    const known = [...subject.repo.labels.values()];
    const labels = (labelIds as string[]).map((id) => {
      const label = known.find(({ nodeId }) => nodeId === id);
      if (!label) throw unknownNode(id);
      return label;
    });
    for (const { name } of labels) addLabel(world, subject, { name, session });
    return { clientMutationId, labelable: () => nodeFields(subject) };
  },
  closeIssue: (args: unknown, { world, session }: Context): Fields => {
    const { issueId, stateReason, clientMutationId = null } = given(args, ['issueId', 'stateReason']);
    const issue = nodeOf(world, issueId);
    if (issue.kind !== 'Issue') throw unknownNode(issueId);
    if (issue.author !== session.account) allow(session, { repo: issue.repo, name: 'CloseIssue' });
    const reason = (stateReason ?? 'COMPLETED') as StateReason;
    closeIssue(world, issue, { by: session.account, reason });
    return { clientMutationId, issue: () => issueFields(issue) };
  },
};

function conversationOf(node: WorldNode, id: unknown): Conversation {
  if (node.kind === 'Repository') throw unknownNode(id);
  return node;
}
