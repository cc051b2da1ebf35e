import type { Candidate, Context } from './candidate.js';
import { type Contents, contentsOf, type Field, type Labels, linesIn, linesOf } from './fields.js';
import type { Heading } from './heading.js';
import { plainText } from './inline.js';
import { itemCandidates, standsAlone } from './items.js';
import { solePlace } from './locations.js';
import { type Section, sectionLines } from './outline.js';
import { paragraphCandidates } from './paragraphs.js';
import { rowCandidates } from './rows.js';
import { judgeText } from './verdict.js';
import { roleOf } from './words.js';

/** More than anybody files: what comes after is not looked at. */
export const MOST_CANDIDATES = 1_000;
/** Labels that make a part a finding; a date or an author does not. */
const TELLING = new Set(['severity', 'location', 'fix', 'problem', 'impact', 'score', 'evidence']);

interface Part {
  section: Section;
  contents: Contents;
  /** Contents with the parts below it that are mere fields. */
  fields: Field[];
}

/** Gathers everything in a report that may be a finding, in its order. */
export class Walk {
  readonly candidates: Candidate[] = [];
  readonly #parts = new Map<Section, Part>();
  readonly #known = new Map<Section, { key: string; isFinding: boolean }>();
  readonly #labels: Labels;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  visit(section: Section, context: Context): void {
    if (this.candidates.length > MOST_CANDIDATES) return;
    const { heading } = section;
    if (heading.role === 'good') return;
    if (!heading.group && this.#isFinding(section, context)) {
      this.candidates.push(this.#ofSection(section, context));
      return;
    }
    const numbered = section.children.filter((child) => isCounted(child.heading)).length;
    const inner = { ...within(context, heading), counted: numbered > 1 };
    this.#readBlocks(section, inner);
    for (const child of section.children) this.visit(child, inner);
  }

  #part(section: Section): Part {
    const known = this.#parts.get(section);
    if (known) return known;
    const contents = contentsOf(section.blocks, this.#labels);
    const fields = [...contents.fields];
    for (const child of section.children) {
      const name = isField(child, section) ? child.heading.field : null;
      if (name) fields.push({ name, label: child.heading.text, lines: linesIn(child.blocks) });
    }
    const part = { section, contents, fields };
    this.#parts.set(section, part);
    return part;
  }

  /** Whether a part is one finding; asked again from above, it answers from memory. */
  #isFinding(section: Section, context: Context): boolean {
    const known = this.#known.get(section);
    const isPlaced = context.role === 'findings' || context.group !== null;
    const key = `${isPlaced}${context.counted}`;
    if (known?.key === key) return known.isFinding;
    const isFinding = this.#judge(section, { ...context, isPlaced });
    this.#known.set(section, { key, isFinding });
    return isFinding;
  }

  #judge(section: Section, context: Context & { isPlaced: boolean }): boolean {
    const { heading } = section;
    if (section.depth === 0 || heading.text === '') return false;
    const { facts } = heading;
    const { isPlaced } = context;
    const { contents, fields } = this.#part(section);
    if (contents.fields.filter(({ name }) => name === 'problem').length > 1) return false;
    const telling = new Set(fields.filter(({ name }) => TELLING.has(name)).map(({ name }) => name));
    const others = section.children.filter((child) => !isField(child, section));
    if (others.some((child) => this.#holdsFindings(child, context))) return false;
    if (hasRows(section) || this.#holdsParagraphs(section, context)) return false;
    const standing = contents.items.filter((item) => standsAlone(item, this.#labels)).length;
    // A number among findings makes a finding of `Signature verification`, too, whatever its name sounds like.
    const counts = isPlaced && facts.numbered && context.counted;
    if (!counts && telling.size < 2 && (heading.role !== 'plain' || heading.field !== null)) return false;
    if (telling.size > (section.depth === 1 ? 1 : 0)) return telling.size > 1 || standing < 2;
    if (facts.severity || facts.id || facts.named) return section.depth > 1 || section.children.length === 0;
    if (others.length > 0 || section.depth === 1) return false;
    const mostStand = (standing > 0 && standing * 2 >= contents.items.length) || isTopic(heading, contents);
    if (isPlaced) return !mostStand && (facts.numbered || hasText(section, contents));
    return !mostStand && contents.lines.length > 0 && !isListed(contents);
  }

  /** A part that is, or holds, findings of its own, so that the part around it is no finding. */
  #holdsFindings(section: Section, context: Context): boolean {
    const { role, group } = section.heading;
    if (role === 'good' || role === 'admin' || role === 'echo') return false;
    if (role === 'findings' || group) return section.blocks.length + section.children.length > 0;
    if (hasRows(section) || this.#isFinding(section, context)) return true;
    return section.children.some((child) => this.#holdsFindings(child, context));
  }

  /** Paragraphs that begin like findings, one after another. */
  #holdsParagraphs(section: Section, context: Context): boolean {
    let count = 0;
    for (const block of section.blocks)
      if (block.kind === 'paragraph') count += paragraphCandidates(block, context, this.#labels).length;
    return count > 1;
  }

  #ofSection(section: Section, context: Context): Candidate {
    const { contents, fields } = this.#part(section);
    const { facts, raw } = section.heading;
    const isMarked =
      facts.severity || facts.id || facts.named || fields.some(({ name }) => TELLING.has(name));
    const isPlaced = context.role === 'findings' || context.group !== null;
    const deeper = section.children.filter((child) => !isField(child, section)).flatMap(sectionLines);
    return {
      start: section.start,
      among: -1,
      head: linesOf(raw)[0] ?? [],
      lines: [...contents.body, ...deeper],
      fields,
      checked: null,
      tier: isMarked ? 'marked' : isPlaced ? 'placed' : 'loose',
      echo: context.role === 'echo' && !(facts.severity && fields.some(({ name }) => name === 'location')),
      group: context.group,
      chain: context.chain,
      file: context.file,
    };
  }

  #readBlocks(section: Section, context: Context): void {
    let intro = '';
    for (const block of section.blocks) {
      if (block.kind === 'paragraph') intro = block.text;
      if (block.kind === 'list' && !praises(intro))
        this.candidates.push(...itemCandidates(block, context, this.#labels));
      if (block.kind === 'table') this.candidates.push(...rowCandidates(block, context));
      if (block.kind === 'paragraph')
        this.candidates.push(...paragraphCandidates(block, context, this.#labels));
      if (block.kind !== 'paragraph') intro = '';
    }
  }
}

/** A line above a list that tells that all of it is well: `The following are fine:`. */
function praises(intro: string): boolean {
  if (!/[:：]\s*$/.test(intro.trim())) return false;
  const verdict = judgeText(plainText(intro));
  return verdict === 'good' || verdict === 'done' || roleOf(plainText(intro)) === 'good';
}

function within(context: Context, { text, role, group }: Heading): Context {
  const chain = text === '' ? context.chain : [...context.chain, text];
  const own = role === 'plain' || role === 'good' ? context.role : role;
  return {
    role: context.role === 'echo' ? 'echo' : own,
    group: group ?? context.group,
    chain,
    file: solePlace(text) ?? context.file,
    counted: false,
  };
}

/** A heading such as `Impact` that only labels a text of the part above it. */
function isField(child: Section, parent: Section): boolean {
  const { field, role } = child.heading;
  if (role === 'findings' && child.depth > 6) return false;
  return field !== null && child.children.length === 0 && (role === 'plain' || parent.depth > 1);
}

function isCounted({ facts, role }: Heading): boolean {
  return facts.numbered && role === 'plain';
}

function hasRows(section: Section): boolean {
  return section.blocks.some(
    (block) =>
      block.kind === 'table' &&
      rowCandidates(block, { role: 'plain', group: null, chain: [], file: null, counted: false }).length > 0,
  );
}

/** A few words that name no defect above a mere list: the items are the matters. */
function isTopic({ text, facts }: Heading, { items, lines, fields }: Contents): boolean {
  const isShort = !facts.numbered && facts.title.split(' ').length <= 3;
  return isShort && items.length > 0 && lines.length + fields.length === 0 && judgeText(text) !== 'bad';
}

function hasText(section: Section, contents: Contents): boolean {
  return section.blocks.length > 0 && (contents.lines.length > 0 || contents.items.length > 0);
}

/** A list with at most a sentence before it: its items are the matters, not the heading. */
function isListed(contents: Contents): boolean {
  return contents.items.length > 1 && contents.lines.length <= 1;
}
