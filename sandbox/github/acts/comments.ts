import { makeComment } from '../make.js';
import type { Account, Comment, Conversation, Reaction, Session } from '../model.js';
import type { World } from '../world.js';
import { noteReferences } from './references.js';

export function addComment(
  world: World,
  subject: Conversation,
  { body, session }: { body: string; session: Session },
): Comment {
  const comment = makeComment(world, subject, { author: session.account, body, createdAt: world.now() });
  noteReferences(world, subject, { text: body, actor: session.account });
  world.emit({ type: 'commented', subject, comment, session });
  return comment;
}

/** Reacts to an issue, a pull request or a comment; a second reaction of the same kind changes nothing. */
export function addReaction(
  world: World,
  target: { reactions: Reaction[] },
  { content, user }: { content: Reaction['content']; user: Account },
): void {
  const known = target.reactions.some((other) => other.content === content && other.user === user);
  if (!known) target.reactions.push({ content, user, createdAt: world.now() });
}
