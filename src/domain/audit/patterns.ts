import type { Finding, Severity } from './finding.js';
import { SEVERITIES } from './finding.js';
import { fold } from './words.js';

/** Several findings that one change at their root would solve. */
export interface Pattern {
  /** The framework issue, as a finding of its own. */
  finding: Finding;
  members: Finding[];
}

/** Fewer are chance. */
const LEAST = 3;
const ALIKE = 0.6;
const EMPTY = new Set(
  'the a an of in on for to and or with is are be by from at as it its this that all each every where when not should must use add der die das und mit le la les de du des el los las y en'.split(
    ' ',
  ),
);

/** Findings that want the same in three or more places of the code, each pattern with its members. */
export function patternsOf(findings: readonly Finding[]): Pattern[] {
  const groups: { words: Set<string>; members: Finding[] }[] = [];
  for (const finding of findings) {
    const words = wishWords(finding);
    if (words.size === 0 || finding.locations.length === 0) continue;
    const group = groups.find(({ words: theirs }) => alike(words, theirs));
    if (group) group.members.push(finding);
    else groups.push({ words, members: [finding] });
  }
  return groups
    .filter(({ members }) => new Set(members.map(folderOfFirst)).size >= LEAST)
    .map(({ members }) => ({ finding: frameworkOf(members), members }));
}

function frameworkOf(members: Finding[]): Finding {
  const [first] = members as [Finding, ...Finding[]];
  const severity = worst(members);
  return {
    ...first,
    severity: { value: severity, why: `the worst of its ${members.length} findings` },
    scope: { value: 'framework', why: `${members.length} findings want the same` },
    complexity: { value: 'large', why: 'it changes a pattern, not a place' },
    locations: members.flatMap(({ locations }) => locations),
    description: `${members.length} findings of the audit want the same:\n\n${members.map(({ title }) => title).join('\n')}`,
    sureness: Math.min(...members.map(({ sureness }) => sureness)),
    doubts: ['That these are one pattern was seen by their words alone.'],
  };
}

function worst(members: readonly Finding[]): Severity {
  return (
    SEVERITIES.find((severity) => members.some((member) => member.severity.value === severity)) ?? 'medium'
  );
}

/** What is wanted, without the names of the place: these differ within a pattern. */
function wishWords({ fix, title, locations }: Finding): Set<string> {
  const own = new Set(locations.flatMap(({ path }) => fold(path).split(/[^\p{L}\p{N}]+/u)));
  const sentence = (fix ?? title).split(/\n|[.;](?=\s|$)/)[0] ?? '';
  const words = fold(sentence.replace(/\S*[/\\]\S*/g, ' ')).match(/[\p{L}\p{N}+_-]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !EMPTY.has(word) && !own.has(word)).slice(0, 24));
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  return shared / (one.size + other.size - shared) >= ALIKE;
}

function folderOfFirst({ locations }: Finding): string {
  return locations[0]?.path.split('/').slice(0, -1).join('/') ?? '';
}
