import type { Heading, ListItem, Nodes, Paragraph, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** One child of an epic, as its checklist names it. */
export interface ChecklistItem {
  /** `#n`, or `owner/repo#n` for an issue of another repository. */
  ref: string;
  /** `owner/repo`, or null for the epic's own repository. */
  repo: string | null;
  number: number;
  checked: boolean;
  /** From the heading `Phase N: name` above it; a checklist without such headings is one phase, 1. */
  phase: number;
  phaseName: string;
  /** The nearest heading above it, as it stands, or null. */
  heading: string | null;
}

const LEAD = /^(?:(?<repo>[\w.-]+\/[\w.-]+))?#(?<number>[1-9]\d{0,8})(?![\w])/;
const URL =
  /^https?:\/\/[^/\s]+\/(?<repo>[\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(?<number>[1-9]\d{0,8})(?![\w/])/;
/** Lists or quotes begun so often in one line are nobody's checklist, and cost the parser its stack and minutes. */
const TOO_DEEP = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){20}.*$/gm;
const PHASE = /^phase\s+(\d{1,3})\b[\s:.–—-]*(.*)$/i;

/**
 * The children of an epic: task-list items whose text begins with an issue reference. Nothing inside code, and no
 * task without a leading reference, is a child. A child named twice counts where it stands first.
 */
export function parseChecklist(markdown: string): ChecklistItem[] {
  return readTasks(markdown).map(({ task: _, ...item }) => item);
}

/**
 * The body with one child's box ticked: one character is another, every other stays as it was. Null when no open box
 * names the child, ticked ones included.
 */
export function tick(markdown: string, child: { ref: string }): string | null {
  const item = readTasks(markdown).find(({ ref, checked }) => !checked && ref === child.ref);
  const start = item?.task.children[0]?.position?.start.offset;
  if (start === undefined) return null;
  // The paragraph begins after the box, so the box is the last one before it.
  const box = markdown.lastIndexOf('[', start - 1);
  if (!/^\[\s\]/.test(markdown.slice(box, box + 3))) return null;
  return `${markdown.slice(0, box + 1)}x${markdown.slice(box + 2)}`;
}

/** Where in the text the last child ends, of one phase or of all; null when there is none. */
export function endOfChildren(markdown: string, phase: number | null): number | null {
  const last = readTasks(markdown).findLast((item) => phase === null || item.phase === phase);
  return last?.task.position?.end.offset ?? null;
}

/**
 * What costs more than the length of a text, such as `*a_` again and again: only where something begins is it read.
 * A table holds no task, with or without being one.
 */
const INLINE = [
  ...['attention', 'strikethrough', 'labelStartImage', 'labelStartLink', 'labelEnd', 'codeText', 'htmlText'],
  ...['autolink', 'wwwAutolink', 'protocolAutolink', 'emailAutolink', 'characterReference'],
  ...['gfmFootnoteCall', 'gfmPotentialFootnoteCall', 'table'],
];
const GFM = gfm();
const FROM_GFM = gfmFromMarkdown();
/** Without what looks for addresses in every text. */
const BLOCKS_FROM_GFM = FROM_GFM.filter((extension) => !extension.transforms);
/** A title of GitHub's has 256 characters, and an address some more. */
const LONGEST_LEAD = 1_000;
/** It begins no block, and is blank to whatever stands behind it. */
const NO_BLOCK = '\u00A0';

function readTasks(markdown: string): (ChecklistItem & { task: ListItem })[] {
  // Blanked, not cut out: the places of all that follows stay as they are.
  const blanked = markdown.replace(TOO_DEEP, (line) => ' '.repeat(line.length));
  const extensions = [GFM, { disable: { null: INLINE } }];
  const tree = fromMarkdown(blanked, { extensions, mdastExtensions: BLOCKS_FROM_GFM });
  const items: (ChecklistItem & { task: ListItem })[] = [];
  const seen = new Set<string>();
  let phase = { number: 1, name: '' };
  let heading: string | null = null;
  for (const node of tree.children) {
    const text = headingText(node, blanked);
    if (text !== null) {
      heading = text;
      phase = phaseOf(text) ?? phase;
    }
    for (const task of tasksIn(node)) {
      const reference = leadingReference(task, blanked);
      if (!reference || seen.has(reference.ref)) continue;
      seen.add(reference.ref);
      items.push({
        ...reference,
        checked: task.checked === true,
        phase: phase.number,
        phaseName: phase.name,
        heading,
        task,
      });
    }
  }
  return items;
}

/** The styled words of a heading or paragraph, from its beginning. */
function inline(node: Heading | Paragraph, markdown: string): Paragraph['children'] {
  const first = node.children[0]?.position?.start.offset;
  const end = node.children.at(-1)?.position?.end.offset;
  if (first === undefined || end === undefined) return [];
  const text = markdown.slice(first, Math.min(end, first + LONGEST_LEAD)).replace(/\s*[\r\n]+\s*/g, ' ');
  const [paragraph] = fromMarkdown(NO_BLOCK + text, {
    extensions: [GFM],
    mdastExtensions: FROM_GFM,
  }).children;
  if (paragraph?.type !== 'paragraph') return [];
  return paragraph.children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
}

/** A heading, or a paragraph that is bold from end to end and so serves as one. */
function headingText(node: Root['children'][number], markdown: string): string | null {
  if (node.type === 'heading') return inline(node, markdown).map(plainText).join('').trim();
  if (node.type !== 'paragraph' || !/^(?:\*\*|__)/.test(plainText(node).trimStart())) return null;
  const [bold, ...others] = inline(node, markdown);
  return bold?.type === 'strong' && others.length === 0 ? plainText(bold).trim() : null;
}

function phaseOf(heading: string): { number: number; name: string } | null {
  const match = PHASE.exec(heading);
  return match ? { number: Number(match[1]), name: (match[2] ?? '').trim() } : null;
}

function* tasksIn(node: Nodes): Generator<ListItem> {
  if (node.type === 'listItem' && typeof node.checked === 'boolean') yield node;
  if ('children' in node) for (const child of node.children) yield* tasksIn(child);
}

function leadingReference(
  task: ListItem,
  markdown: string,
): Pick<ChecklistItem, 'ref' | 'repo' | 'number'> | null {
  const first = task.children[0];
  if (first?.type !== 'paragraph') return null;
  const bare = plainText(first).trimStart();
  // Most begin with it, and markup begins with none of a reference's characters.
  const text = /^[A-Za-z0-9.#-]/.test(bare) ? bare : leadingText(inline(first, markdown));
  const match = LEAD.exec(text) ?? URL.exec(text);
  const number = Number(match?.groups?.number);
  if (!match || !Number.isSafeInteger(number)) return null;
  const repo = match.groups?.repo ?? null;
  return { ref: `${repo ?? ''}#${number}`, repo, number };
}

/** The words a task begins with: emphasis and links are seen through, a link by its address. */
function leadingText(children: Paragraph['children']): string {
  const parts: string[] = [];
  for (const child of children) {
    if (child.type === 'inlineCode' || child.type === 'image' || child.type === 'html') break;
    if (child.type === 'link') parts.push(URL.test(child.url) ? child.url : plainText(child), ' ');
    else parts.push(plainText(child));
  }
  return parts.join('').trimStart();
}

function plainText(node: Nodes): string {
  if (node.type === 'inlineCode') return '';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(plainText).join('') : '';
}
