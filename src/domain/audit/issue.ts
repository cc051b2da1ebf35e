import { folderOf, typesOf } from './classify.js';
import type { Finding, FindingType, Location } from './finding.js';
import { orderOfFix, orderOfProblem } from './imperative.js';
import { asCode, neutralise } from './neutral.js';
import { fold } from './words.js';

const LONGEST_TITLE = 80;

/** `type(scope): short imperative description`, from the fix when that is short and clear, else from the problem. */
export function issueTitle(finding: Finding): string {
  const prefix = `${finding.type.value}${titleScope(finding)}: `;
  const longest = LONGEST_TITLE - prefix.length;
  const words = orderOfFix(finding.fix, longest) ?? orderOfProblem(finding.title);
  // With it, the issue would be taken for an audit, and made into issues once more.
  return prefix + shortened(words.replace(/\[(audit)\]/gi, '($1)'), longest);
}

/** The `(scope)` of its title; what concerns many places is named after none of them. */
export function titleScope({ scope, locations }: Finding): string {
  const name = scope.value === 'framework' ? '' : scopeName(locations);
  return name ? `(${name})` : '';
}

function scopeName([first]: readonly Location[]): string {
  if (!first) return '';
  const file = first.path.split('/').at(-1) ?? '';
  const name = folderOf(first.path) || file.replace(/(?<=.)\..*$/, '');
  return fold(name)
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 24);
}

/** Cut at a word where it is too long. */
export function shortened(text: string, longest: number): string {
  const bare = text.replace(/[\s.,:;–—-]+$/u, '');
  if (bare.length <= longest) return bare;
  const cut = bare.slice(0, longest - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).replace(/[\s.,:;–—-]+$/u, '')}…`;
}

/** Severity, types, complexity, scope, the repository's language when it is known, and `audit`. */
export function labelsOf(finding: Finding, language: string | null): string[] {
  const spoken = language?.trim().toLowerCase().replace(/\s+/g, '-');
  return [
    finding.severity.value,
    ...typesOf(finding.category, finding.type.value),
    `complexity:${finding.complexity.value}`,
    finding.scope.value,
    ...(spoken ? [`lang:${spoken}`] : []),
    'audit',
  ];
}

/** The issues around one: the audit, and the framework issue or its members, by number. */
export interface Relatives {
  audit: number;
  /** The framework issue that solves the pattern to which this finding belongs. */
  framework?: number | null;
  /** For a framework issue: the issues that validate it. */
  members?: readonly number[];
}

/** The body of the issue for one finding. Nothing in it that came from the audit can ping, link or close. */
export function issueBody(finding: Finding, { audit, framework, members = [] }: Relatives): string {
  const title = neutralise(finding.title);
  const said = neutralise(finding.description);
  const parts = [
    `Parent audit: #${audit}`,
    ...(framework ? [`Solved at its root by: #${framework}`] : []),
    ...(members.length > 0 ? [`Validated by: ${members.map((member) => `#${member}`).join(', ')}`] : []),
    '## Finding',
    said.startsWith(title) ? said : [title, said].filter(Boolean).join('\n\n'),
    '## Location',
    finding.locations.length > 0
      ? finding.locations
          .map(({ path, line }) => `- ${asCode(line === null ? path : `${path}:${line}`)}`)
          .join('\n')
      : 'The audit names no file.',
    '## Fix',
    finding.fix ? neutralise(finding.fix) : 'The audit proposes none.',
    '## Acceptance criteria',
    criteriaOf(finding)
      .map((one) => `- [ ] ${one}`)
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const PROOFS: Record<FindingType, string> = {
  security: 'A test shows that the weakness is closed, and fails without the change',
  quality: 'Tests cover the changed behaviour, or show that it stays as it was',
  performance: 'A measurement before and after shows the gain',
  testing: 'The new tests fail when the code they cover is broken',
  docs: 'What is written agrees with the code',
};

function criteriaOf({ locations, type, scope }: Finding): string[] {
  const [first] = locations;
  const where = first && scope.value === 'single-file' ? ` in ${asCode(first.path)}` : '';
  return [
    `The problem described above no longer exists${where}`,
    ...(locations.length > 1 ? ['Every place listed above is covered'] : []),
    PROOFS[type.value],
    'All checks pass',
  ];
}
