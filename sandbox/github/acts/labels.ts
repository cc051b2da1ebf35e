import { makeEvent, makeLabel } from '../make.js';
import type { Conversation, Label, Repo, Session } from '../model.js';
import type { World } from '../world.js';

/** What GitHub gives a label that was born by being used. */
const GREY = 'ededed';

/** Finds a repository's label, whatever its case, or makes it in grey, as GitHub silently does. */
function labelOf(world: World, repo: Repo, name: string): Label {
  const known = repo.labels.get(name.toLowerCase());
  return known ?? makeLabel(world, repo, { name, color: GREY, description: null });
}

/** Adds a label; one that is there already stays as it is, and nothing is recorded or told. */
export function addLabel(
  world: World,
  subject: Conversation,
  { name, session }: { name: string; session: Session },
): void {
  const label = labelOf(world, subject.repo, name);
  if (subject.labels.includes(label)) return;
  subject.labels.push(label);
  makeEvent(world, subject, { type: 'LabeledEvent', actor: session.account, createdAt: world.now(), label });
  world.emit({ type: 'labeled', subject, label, session });
}

/** Answers whether the label was there to be removed. */
export function removeLabel(
  world: World,
  subject: Conversation,
  { name, session }: { name: string; session: Session },
): boolean {
  const label = subject.labels.find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (!label) return false;
  subject.labels = subject.labels.filter((other) => other !== label);
  makeEvent(world, subject, {
    type: 'UnlabeledEvent',
    actor: session.account,
    createdAt: world.now(),
    label,
  });
  world.emit({ type: 'unlabeled', subject, label, session });
  return true;
}
