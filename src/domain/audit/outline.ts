import { type Field, labelsIn, linesIn, linesOf } from './fields.js';
import { Heading } from './heading.js';
import { readInline } from './inline.js';
import type { Block } from './markdown.js';
import { bareWords } from './words.js';

/** A heading with what stands below it. */
export interface Section {
  heading: Heading;
  depth: number;
  start: number;
  blocks: Block[];
  children: Section[];
}

const NONE: ReadonlySet<string> = new Set();
/** Bold lines serve as headings below all real ones; those that name a part of the report above the others. */
const BOLD_PART = 7;
const BOLD = 8;
/** Where so many texts begin in so many ways, none of them is a label. */
const MOST_LABELS = 500;

/** The parts of a document, by its headings and by bold lines that serve as such. */
export function readOutline(blocks: readonly Block[]): Section {
  const root: Section = { heading: new Heading(''), depth: 0, start: 0, blocks: [], children: [] };
  const open = [root];
  for (const block of blocks.every(({ kind }) => kind === 'quote') ? unquoted(blocks) : blocks) {
    const above = open.at(-1);
    // Below the heading `Severity` the word `High` is a value, no heading.
    const isValue = above !== undefined && above.blocks.length === 0 && above.heading.field !== null;
    const { heading, rest } =
      isValue && block.kind === 'paragraph'
        ? { heading: null, rest: block }
        : headingOf(block, above ?? root);
    if (heading) {
      while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
      open.at(-1)?.children.push(heading);
      open.push(heading);
    }
    if (rest) open.at(-1)?.blocks.push(rest);
  }
  return root;
}

function unquoted(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => (block.kind === 'quote' ? block.blocks : [block]));
}

function headingOf(block: Block, above: Section): { heading: Section | null; rest: Block | null } {
  if (block.kind === 'heading') {
    const { text, depth, start } = block;
    return { heading: { heading: new Heading(text), depth, start, blocks: [], children: [] }, rest: null };
  }
  if (block.kind !== 'paragraph') return { heading: null, rest: block };
  const end = block.text.indexOf('\n');
  const first = end < 0 ? block.text : block.text.slice(0, end);
  const named = new Heading(first);
  const depth = first.length > 300 ? null : boldDepth(named, end < 0, above);
  if (depth === null) return { heading: null, rest: block };
  const heading = { heading: named, depth, start: block.start, blocks: [], children: [] };
  const rest = end < 0 ? null : { ...block, text: block.text.slice(end + 1), start: block.start + end + 1 };
  return { heading, rest };
}

/** How deep a paragraph stands as a heading, or null when it is text. */
function boldDepth(heading: Heading, alone: boolean, above: Section): number | null {
  const { raw, text } = heading;
  const mayBeBold = /^[^\p{L}\p{N}]*(?:\*\*|__)/u.test(raw);
  // A line that is nothing but the name of a part, as in reports without any markup.
  const mayBeBare =
    alone &&
    /^[\p{Lu}\p{Extended_Pictographic}*_]/u.test(raw) &&
    text.length < 40 &&
    !/[.!?]$|:\s*\S/.test(text);
  if (!mayBeBold && !mayBeBare) return null;
  const runs = readInline(raw);
  const isBold =
    runs.every((run) => run.strong || !/[\p{L}\p{N}]/u.test(run.text)) && runs.some((run) => run.strong);
  const isNamed = heading.role !== 'plain' || heading.group !== null;
  if (isBold && heading.field === null) return isNamed ? BOLD_PART : BOLD;
  if (isBold && isNamed && alone && (!/:\s*$/.test(text) || opensPart(heading, above))) return BOLD_PART;
  return mayBeBare && isNamed ? BOLD_PART : null;
}

/** `Issues:` in bold is the label of a finding, or the heading of several; where it stands tells which. */
function opensPart({ role, text }: Heading, above: Section): boolean {
  if (above.depth === BOLD_PART && above.heading.role !== 'plain') return true;
  const isLabelled = above.blocks.some(
    (block) =>
      block.kind === 'paragraph' &&
      labelsIn(linesOf(block.text.slice(0, 300))[0] ?? [], NONE).some(isOfFinding),
  );
  return role === 'findings' && /s:\s*$/i.test(text) && !isLabelled;
}

function isOfFinding({ name }: Field): boolean {
  return name === 'severity' || name === 'location' || name === 'score';
}

/** What the report repeats in front of its texts, in bold and with a colon: labels in its own words. */
export function repeatedLabels(section: Section): Set<string> {
  const seen = new Map<string, number>();
  const count = (text: string) => {
    if (seen.size > MOST_LABELS || !/^[^\p{L}\p{N}]{0,4}(?:\*\*|__)/u.test(text)) return;
    const [line = []] = linesOf(text.slice(0, 300));
    const strong = line[0]?.strong ? line[0].text : '';
    const hasColon = /:\s*$/.test(strong) || /^\s*:/.test(line[1]?.text ?? '');
    if (!strong || !hasColon || labelsIn(line, NONE).length > 0) return;
    const label = bareWords(strong);
    seen.set(label, (seen.get(label) ?? 0) + 1);
  };
  const visit = (blocks: readonly Block[]) => {
    for (const block of blocks) {
      if (block.kind === 'paragraph') count(block.text);
      if (block.kind === 'list') for (const item of block.items) visit(item.blocks);
    }
  };
  for (const part of allSections(section)) visit(part.blocks);
  return new Set([...seen].filter(([, times]) => times > 1).map(([label]) => label));
}

export function* allSections(section: Section): Generator<Section> {
  yield section;
  for (const child of section.children) yield* allSections(child);
}

/** Everything below a heading, its parts' headings included, as lines. */
export function sectionLines(section: Section) {
  return [section, ...section.children].flatMap((part) => linesIn(part.blocks));
}
