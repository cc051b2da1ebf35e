/** What an issue's title says by its form alone: `type(scope)!: description`. The words after it steer nothing. */
export interface TitleFacts {
  type: string | null;
  scope: string | null;
  /** False for `feat(...)`: a feature is never dispatched without a person's click. */
  dispatchable: boolean;
}

const PREFIX = /^([a-z][a-z0-9-]*)(?:\(([^()]*)\))?!?:\s/i;
/**
 * Sloppier than the form, since a feature that slips through is dispatched without a click: `✨feat:x`, `[feat] x`,
 * `1. feat(x): y`, `WIP: [MCP] feat(x): y`. What may stand before it is a number, a word in brackets, or a draft's mark.
 */
const BEFORE = /(?:[^\p{L}\p{N}]|\p{N}+[.):\s]|\[[^\]]*\]|\b(?:wip|draft|re|todo)\b\s*[:-])*/u;
const FEATURE = new RegExp(`^${BEFORE.source}feat(?:ure)?s?\\s*[([{:!/\\])}]`, 'iu');

/** Rule of the flow: `feat(...)` waits for the code owner. */
export function parseTitle(title: string): TitleFacts {
  const match = PREFIX.exec(title.trim());
  const type = match?.[1]?.toLowerCase() ?? null;
  const scope = match?.[2]?.trim() || null;
  // Without what nobody sees, which would tear the word apart.
  const visible = title.normalize('NFKC').replace(/\p{Cf}/gu, '');
  return { type, scope, dispatchable: !FEATURE.test(visible) };
}

/** An audit is titled `[Audit] …` or `audit: …` (the seed's own test is case-sensitive on neither form's words). */
export function isAuditTitle(title: string): boolean {
  return /\[audit\]/i.test(title) || /^\s*audit(?:\([^()]*\))?:/i.test(title);
}

const INSIDERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];

/** Whether an author belongs to the team, by GitHub's own word on who wrote it. */
export function isInsider(authorAssociation: string): boolean {
  return INSIDERS.includes(authorAssociation);
}

/**
 * An epic's issue: labelled `agentic` or `epic`, or titled `epic(theme): …` by one of the team. Anybody may give an issue
 * a title, and nobody from outside a label.
 */
export function isEpicIssue(issue: {
  title: string;
  labels: readonly string[];
  authorAssociation: string;
}): boolean {
  const named = parseTitle(issue.title).type === 'epic' && isInsider(issue.authorAssociation);
  return named || issue.labels.includes('epic') || issue.labels.includes('agentic');
}
