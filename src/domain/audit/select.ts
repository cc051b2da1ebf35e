import { groupBy } from '../parts.js';
import { type Draft, wordsOf } from './draft.js';
import { distinct } from './locations.js';

/**
 * The findings among all that might be: what details and lists say, each once. What a summary or a plan says again
 * fills gaps of these; it counts for itself only where nothing else is said.
 */
export function selectFindings(drafts: readonly Draft[]): Draft[] {
  const done = new Index(drafts.filter(({ verdict }) => verdict === 'done'));
  const open = drafts.filter(
    (draft) => (draft.verdict === 'bad' || draft.verdict === 'neutral') && !done.find(draft),
  );
  const details = open.filter(({ candidate }) => !candidate.echo);
  const echoes = open.filter(({ candidate }) => candidate.echo);
  const firm = details.filter(({ candidate, verdict }) => candidate.tier !== 'loose' && verdict !== 'done');
  const lists = groupBy(drafts, ({ candidate }) => candidate.among);
  const loose = details.filter(
    (draft) => draft.candidate.tier === 'loose' && (draft.verdict === 'bad' || sharesFate(draft, lists)),
  );
  const main = firm.length > 0 ? firm : loose;
  const settled = drafts.filter(({ verdict }) => verdict === 'done' || verdict === 'good');
  const listed = echoes.filter(({ severity, verdict }) => severity !== null && verdict === 'bad');
  // The list that states severities is the author's own list of findings, wherever it stands.
  const tellsAll = listed.length > 1 && listed.length * 2 > echoes.length && main.every(isUnrated);
  if (main.length === 0) return merged(echoes, []);
  if (tellsAll) return merged(listed, main);
  const missing = echoes.filter((echo) => isOwn(echo) && !settled.some((other) => isSame(other, echo)));
  return merged(
    [...main, ...missing],
    echoes.filter((echo) => !missing.includes(echo)),
  );
}

/** Of a list that tells of defects, every item does, even one that only says what is the case. */
function sharesFate({ candidate, locations }: Draft, lists: ReadonlyMap<number, Draft[]>): boolean {
  if (candidate.among < 0 || (locations.length === 0 && candidate.chain.length > 1)) return false;
  const list = lists.get(candidate.among) ?? [];
  const bad = list.filter(({ verdict }) => verdict === 'bad').length;
  return bad * 2 >= list.length && list.every(({ verdict }) => verdict !== 'good' && verdict !== 'done');
}

/** The form gives it no severity; its prose may. */
function isUnrated({ candidate, severity }: Draft): boolean {
  return candidate.tier !== 'marked' && (severity === null || severity.where === 'from the words');
}

/** A row or item of a summary that says enough to be filed though no detail follows. */
function isOwn({ candidate, severity, id, locations }: Draft): boolean {
  return candidate.tier === 'marked' && severity !== null && (id !== null || locations.length > 0);
}

/** Each once; `hints` only fill gaps. */
function merged(drafts: readonly Draft[], hints: readonly Draft[]): Draft[] {
  const index = new Index();
  for (const draft of drafts) {
    const known = index.find(draft);
    if (known) fill(known, draft);
    else index.add({ ...draft });
  }
  for (const hint of hints) {
    const known = index.find(hint);
    if (known) fill(known, hint);
  }
  return index.all;
}

function fill(known: Draft, other: Draft): void {
  known.severity ??= other.severity;
  known.fix ??= other.fix;
  known.category ??= other.category;
  known.effort ??= other.effort;
  known.id ??= other.id;
  if (known.locations.length === 0) known.locations = other.locations;
  else if (
    known.locations.every(({ line }) => line === null) &&
    other.locations.some(({ path }) => path === known.locations[0]?.path)
  )
    known.locations = distinct([...known.locations, ...other.locations]);
}

/** Finds what was said before without comparing all with all: by name, by place, by the words of the title. */
class Index {
  readonly all: Draft[] = [];
  readonly #byWord = new Map<string, Draft[]>();

  constructor(drafts: readonly Draft[] = []) {
    for (const draft of drafts) this.add(draft);
  }

  add(draft: Draft): void {
    this.all.push(draft);
    for (const key of keysOf(draft)) {
      const list = this.#byWord.get(key);
      // A word that hundreds share tells nothing.
      if (!list) this.#byWord.set(key, [draft]);
      else if (list.length < 40) list.push(draft);
    }
  }

  find(draft: Draft): Draft | undefined {
    for (const key of keysOf(draft)) {
      const same = this.#byWord.get(key)?.find((other) => isSame(other, draft));
      if (same) return same;
    }
    return undefined;
  }
}

function keysOf({ id, words, locations }: Draft): string[] {
  const place = locations[0]?.line ? [`@${locations[0].path}:${locations[0].line}`] : [];
  return [...(id ? [`#${id}`] : []), ...place, ...words];
}

/** The same problem said twice: one name, or nearly the same words and no other place. */
export function isSame(one: Draft, other: Draft): boolean {
  const named = one.id !== null && other.id !== null && /\D/.test(one.id) && /\D/.test(other.id);
  if (named && one.id !== other.id) return false;
  if (named) return true;
  const [a, b] = [one.words, other.words];
  const shared = a.filter((word) => b.includes(word)).length;
  const likeness = shared / Math.max(1, Math.min(a.length, b.length));
  const union = shared / Math.max(1, a.length + b.length - shared);
  const places = samePlaces(one, other);
  if (places === 'other') return false;
  if (places === 'same') return union >= 0.34 || likeness >= 0.6;
  const anEcho = one.candidate.echo !== other.candidate.echo;
  if (anEcho) return likeness >= 0.6 && shared >= 2;
  return union >= 0.75 && shared >= 2 && !tellsOfAnother(one, other);
}

/** Words of a description from which on it tells what it is about, and how many two of one problem share. */
const TELLING = { words: 4, shared: 0.5 };

/** Two details with one title, each with a severity or a text of its own: the same kind of problem in two places. */
function tellsOfAnother(one: Draft, other: Draft): boolean {
  const rated = [one, other].every((draft) => !isUnrated(draft));
  if (rated && one.severity && other.severity && one.severity.value !== other.severity.value) return true;
  const [a, b] = [new Set(wordsOf(one.description)), new Set(wordsOf(other.description))];
  if (Math.min(a.size, b.size) < TELLING.words) return false;
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.min(a.size, b.size) < TELLING.shared;
}

function samePlaces(one: Draft, other: Draft): 'same' | 'other' | 'open' {
  const [a, b] = [one.locations, other.locations];
  if (a.length === 0 || b.length === 0) return 'open';
  const near = a.some(({ path, line }) =>
    b.some(
      (place) => samePath(path, place.path) && (line === null || place.line === null || place.line === line),
    ),
  );
  if (!near) return 'other';
  const exact = a.some(({ path, line }) =>
    b.some((place) => samePath(path, place.path) && line !== null && line === place.line),
  );
  return exact ? 'same' : 'open';
}

function samePath(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}
