import type { Finding } from './audit/finding.js';
import { shortened, titleScope } from './audit/issue.js';
import { neutralTitle } from './audit/neutral.js';
import { isAuditTitle } from './title.js';

/** As many characters as GitHub takes. */
const LONGEST = 256;
/** What a title may begin with: the kinds of findings, and those of commits. Anything else before a colon is a word. */
const FORM =
  /^(security|quality|performance|testing|docs|feat|fix|perf|refactor|test|chore|style|build|ci|revert)(\([^()]*\))?(!?):\s*(.*)$/iu;

/** A person's title in the form of every issue: `type(scope): …`, kept where it is there and completed where it is not. */
export function completed(text: string, finding: Finding): string {
  const bare = neutralTitle(text);
  return FORM.test(bare) ? bare : `${finding.type.value}${titleScope(finding)}: ${bare}`;
}

/** Why a person's title cannot be an issue's, in words; null when it can. */
export function titleFault(text: string, finding: Finding): string | null {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text.trim())) return 'A title is one line without control characters.';
  const title = completed(text, finding);
  if (!FORM.exec(title)?.[4]) return 'A title needs words of its own behind its type.';
  if (title.length > LONGEST)
    return `A title has at most ${LONGEST} characters; with its type this one has ${title.length}.`;
  // It would be read, and made into issues, once more.
  return isAuditTitle(title) ? 'With “[Audit]” it would be taken for an audit; leave that out.' : null;
}

/** The kind that a title names, in lower case, or null. */
export function typeIn(title: string): string | null {
  return FORM.exec(neutralTitle(title))?.[1]?.toLowerCase() ?? null;
}

/** The title of a finding that was filed anew: its words stay, what stands before them follows. */
export function retitled(title: string, finding: Finding, filed: { type: boolean; scope: boolean }): string {
  if (!filed.type && !filed.scope) return title;
  const [, type = '', scope = '', bang = '', words = title] = FORM.exec(title) ?? [];
  const prefix = `${filed.type ? finding.type.value : type}${filed.scope ? titleScope(finding) : scope}${bang}: `;
  return prefix + shortened(words, LONGEST - prefix.length);
}
