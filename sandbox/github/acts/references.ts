import { makeEvent } from '../make.js';
import type { Account, Conversation } from '../model.js';
import { conversation, type World } from '../world.js';

/** Fenced and inline code, in which GitHub looks for no references. */
const CODE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|(?![\s\S]))|(`+)[\s\S]*?\2(?!`)/gm;
/** `#12`, and `owner/repo#12`; not in the middle of a word, of a path or of `&#12;`. */
const REFERENCE = /(?<![\w&/#.-])([\w.-]+\/[\w.-]+)?#(\d{1,9})\b/g;

/**
 * Leaves a cross-reference on all that a text refers to, in the repository itself or in another: GitHub makes one
 * for texts of every kind, comments too, once for each pair of source and target. Its actor is whoever wrote.
 */
export function noteReferences(
  world: World,
  source: Conversation,
  { text, actor }: { text: string; actor: Account },
): void {
  for (const [, place, number] of text.replace(CODE, ' ').matchAll(REFERENCE)) {
    const repo = place ? world.repo(place) : source.repo;
    const target = repo && conversation(repo, Number(number));
    if (!target || target === source) continue;
    const known = target.events.some(
      (event) => event.type === 'CrossReferencedEvent' && event.source === source,
    );
    if (known) continue;
    const about = { actor, createdAt: world.now(), source, willCloseTarget: false };
    makeEvent(world, target, { type: 'CrossReferencedEvent', ...about });
  }
}
