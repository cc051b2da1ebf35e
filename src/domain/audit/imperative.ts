import { neutralTitle } from './neutral.js';
import { phrases } from './phrases.js';

/** Verbs that fixes begin with. */
const VERBS = phrases`
    add|adopt|allow|apply|avoid|batch|bind|block|bound|build|cache|call|cap|catch|centralise|centralize
    |change|check|clarify|clean|close|compare|complete|configure|convert|correct|cover|create|declare
    |delete|deny|deprecate|derive|develop|disable|document|drop|eager-load|enable|encrypt|enforce|ensure
    |escape|expand|explain|expire|expose|extend|extract|fix|force|generate|give|guard|handle|harden|hash
    |implement|improve|include|index|initialise|initialize|inject|introduce|isolate|keep|limit|load|lock
    |log|make|mark|mask|measure|memoise|merge|migrate|mock|monitor|move|normalise|normalize|paginate
    |parse|pass|pin|prevent|protect|provide|quote|raise|read|reduce|refactor|refuse|reject|release
    |remove|rename|replace|require|resolve|restrict|retry|return|review|revoke|rewrite|rotate|run
    |sanitise|sanitize|separate|send|serve|set|share|show|sign|simplify|split|standardise|standardize
    |start|stop|store|stream|switch|take|test|throw|tighten|track|turn|unify|update|upgrade|use|validate
    |verify|wait|wrap|write
  `;
const IMPERATIVE = new RegExp(`^(?:${VERBS})(?![\\w-])(?! of\\b)`);
/** Nouns as well: `test coverage is low` gives no order. */
const NOUN_TOO =
  /^(?:block|build|cache|call|change|check|cover|document|guard|handle|hash|index|limit|load|lock|log|mark|mask|mock|quote|read|release|return|review|share|sign|store|stream|switch|test|use|wait|write)\b(?! (?:a|all|an|each|every|if|its|that|the|their|whether)\b)/;
/** A problem told as a sentence, by its verb: `a session never ends`. */
const CLAUSE =
  /\s(?:is|are|was|were|has|have|had|does|do|did|can|cannot|may|might|must|will|would|never|not|accepts|allows|closes|covers|lacks|leaks|uses|returns|stores|trusts|ignores|fails|throws|exposes|reads|writes|runs|blocks|takes|sends|holds|grows|keeps|contains|depends|requires|needed|missing|flaky|broken|unset)\b/i;
/** A sentence that begins so cannot follow `fix` by itself. */
const OPENING = /^(?:a|after|an|any|before|each|every|if|no|one|some|the|there|two|when|while)\b/i;
/** What only the sentence before would explain, and what is code rather than words. */
const UNCLEAR =
  /\b(?:it|its|them|they|these|those|this|that|one|ones|both|same|here|above|below)\b|^(?:update|upgrade) to\b|[<>{}|$"]|&&|\.\.\./;
/** What a problem asks for when it is named by what is amiss. */
const TURNS: [RegExp, string][] = [
  [/^(?:missing|no|lack of(?: an?)?|absence of|there (?:is|are) no|absent)\s+/i, 'add '],
  [/^(?:unused|dead|redundant|obsolete)\s+/i, 'remove $&'],
  [/^(?:unbounded|unlimited)\s+/i, 'bound '],
  [/^(?:untested)\s+/i, 'test '],
  [/^(?:undocumented)\s+/i, 'document '],
];
/** `The tool must be refactored to use the context`. */
const DEMAND = /^(.{3,}?)\s+(?:must|should|needs? to|has to|have to|ought to)\s+be\s+([a-z]+ed)\b(.*)$/i;
/** What stands in front of a problem and is none of it. */
const LABEL = /^(?:issue|problem|bug|(?:lines?|L)\s*\d+(?:\s*[-–]\s*\d+)?)\s*[:–—-]\s*/i;
const PLAIN = /^[A-Za-z][a-z'’]*(?:-[A-Za-z]?[a-z'’]+)*$/;
/** `Overly Permissive Port Exposure`: most words of a heading in capitals. */
const CAPITALISED = /^[A-Z][a-z'’]+(?:-[A-Z]?[a-z'’]+)*$/;

const SENTENCE_END = /(?<!\b(?:e\.g|i\.e))[.;:](?=\s|$)|,\s(?=and\b)/;

/** The first sentence of a fix, when it is an order that can stand alone and has at most `longest` characters. */
export function orderOfFix(fix: string | null, longest: number): string | null {
  const first = (fix ?? '').split('\n')[0] ?? '';
  const sentence = first.replace(/^[\s\d.)*-]+/, '').split(SENTENCE_END)[0] ?? '';
  const bare = lowered(neutralTitle(sentence));
  const stands = isOrder(bare) && !UNCLEAR.test(bare) && bare.split(' ').length >= 3;
  return stands && bare.length <= longest ? bare : null;
}

/** A problem as the order to end it: `Missing rate limit` → `add rate limit`. */
export function orderOfProblem(title: string): string {
  const bare = withoutHeadingCapitals(neutralTitle(title).replace(LABEL, '')) || 'the finding';
  if (isOrder(lowered(bare))) return lowered(bare);
  const turn = TURNS.find(([pattern]) => pattern.test(bare));
  if (turn && !CLAUSE.test(bare.split(/\s[–—(-]|[:;,]/)[0] ?? ''))
    return bare.replace(turn[0], (m) => turn[1].replace('$&', m.toLowerCase()));
  const demand = DEMAND.exec(bare);
  const verb = demand ? baseOf((demand[2] ?? '').toLowerCase()) : null;
  if (verb) return `${verb} ${lowered(demand?.[1] ?? '')}${demand?.[3] ?? ''}`;
  return `fix ${OPENING.test(bare) && CLAUSE.test(bare) ? 'that ' : ''}${lowered(bare)}`;
}

function isOrder(bare: string): boolean {
  return IMPERATIVE.test(bare) && !(NOUN_TOO.test(bare) && CLAUSE.test(bare));
}

/** `refactored` → `refactor`, `capped` → `cap`. */
function baseOf(participle: string): string | null {
  const stem = participle.slice(0, -2);
  return [stem, `${stem}e`, stem.slice(0, -1)].find((verb) => IMPERATIVE.test(verb) && whole(verb)) ?? null;
}

function whole(verb: string): boolean {
  return IMPERATIVE.exec(verb)?.[0] === verb;
}

/** Names and abbreviations keep their capitals. */
function lowered(text: string): string {
  return /^\p{Lu}[\p{Ll}'’-]*(?=\s|$|,)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

const MOSTLY = 0.7;
const FOREIGN = /[À-ɏ]|\b(?:aus|bei|das|der|des|die|du|el|im|la|las|les|los|mit|nach|und|von)\b/u;

/** English alone: other languages have capitals that mean something. */
function withoutHeadingCapitals(title: string): string {
  const words = title.split(' ');
  const long = words.filter((word) => word.length > 3 && PLAIN.test(word));
  const capitals = long.filter((word) => CAPITALISED.test(word));
  const isHeading = capitals.length >= 2 && capitals.length >= long.length * MOSTLY;
  if (!isHeading || FOREIGN.test(title)) return title;
  return words.map((word) => (CAPITALISED.test(word) ? word.toLowerCase() : word)).join(' ');
}
