import { folderOf, typesOf } from './classify.js';
import type { Finding, FindingType, Location } from './finding.js';
import { asCode, neutralise, neutralTitle } from './neutral.js';
import { phrases } from './phrases.js';
import { fold } from './words.js';

const LONGEST_TITLE = 80;
const VERBS = phrases`
    add|allow|apply|avoid|batch|bind|block|bound|build|cache|call|cap|catch|change|check|clean|close
    |compare|configure|convert|correct|cover|create|declare|delete|deny|derive|disable|document|drop
    |eager-load|enable|encrypt|enforce|ensure|escape|explain|expire|extract|fix|force|generate|give
    |guard|handle|hash|implement|improve|include|index|initialise|initialize|inject|introduce|keep
    |limit|load|lock|log|make|mark|mask|measure|memoise|merge|migrate|mock|move|normalise|normalize
    |paginate|parse|pass|pin|prevent|protect|provide|quote|raise|read|reduce|refactor|refuse|reject
    |release|remove|rename|replace|reject|require|restrict|retry|return|revoke|rewrite|rotate|run
    |sanitise|sanitize|send|serve|set|share|show|sign|simplify|split|start|stop|store|stream|switch
    |take|test|throw|tighten|turn|unify|update|upgrade|use|validate|verify|wait|wrap|write
  `;
const IMPERATIVE = new RegExp(`^(?:${VERBS})\\b`);
/** What a problem asks for when it is named by what is amiss. */
const TURNS: [RegExp, string][] = [
  [/^(?:missing|no|lack of(?: an?)?|absence of|there (?:is|are) no|absent)\s+/i, 'add '],
  [/^(?:unused|dead|redundant|obsolete)\s+/i, 'remove $&'],
  [/^(?:unbounded|unlimited)\s+/i, 'bound '],
  [/^(?:untested)\s+/i, 'test '],
  [/^(?:undocumented)\s+/i, 'document '],
];

/** A problem told as a sentence, by its verb: `a session never ends`. */
const CLAUSE =
  /\s(?:is|are|was|were|has|have|had|does|do|did|can|cannot|may|might|must|will|would|never|not|accepts|allows|lacks|leaks|uses|returns|stores|trusts|ignores|fails|throws|exposes|reads|writes|runs|blocks|takes|sends|holds|grows|keeps|contains|depends|requires)\b/i;

/** `type(scope): short imperative description`, from the fix when that is short and clear, else from the problem. */
export function issueTitle(finding: Finding): string {
  const prefix = `${finding.type.value}${titleScope(finding)}: `;
  const wish = wishOf(finding.fix, LONGEST_TITLE - prefix.length) ?? turned(finding.title);
  return prefix + shortened(wish, LONGEST_TITLE - prefix.length);
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

/** The first sentence of the fix, when it is an order that tells enough and fits. */
function wishOf(fix: string | null, longest: number): string | null {
  const first = (fix ?? '').split('\n')[0] ?? '';
  const sentence = first.replace(/^[\s\d.)*-]+/, '').split(/[.;:](?=\s|$)|,\s(?=and\b)/)[0] ?? '';
  const bare = lowered(neutralTitle(sentence));
  const words = bare.split(' ').length;
  return IMPERATIVE.test(bare) && words >= 3 && bare.length <= longest ? bare : null;
}

function turned(title: string): string {
  const bare = neutralTitle(title) || 'the finding';
  if (IMPERATIVE.test(lowered(bare))) return lowered(bare);
  for (const [pattern, order] of TURNS)
    if (pattern.test(bare)) return bare.replace(pattern, (match) => order.replace('$&', match.toLowerCase()));
  return `fix ${CLAUSE.test(bare) ? 'that ' : ''}${lowered(bare)}`;
}

/** Names and abbreviations keep their capitals. */
function lowered(text: string): string {
  return /^\p{Lu}[\p{Ll}'’-]*(?=\s|$|,)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
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
