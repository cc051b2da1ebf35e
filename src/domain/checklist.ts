import type { ListItem, Nodes, Paragraph, Root } from 'mdast';
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

function readTasks(markdown: string): (ChecklistItem & { task: ListItem })[] {
  // Blanked, not cut out: the places of all that follows stay as they are.
  const tree = fromMarkdown(
    markdown.replace(TOO_DEEP, (line) => ' '.repeat(line.length)),
    {
      extensions: [gfm()],
      mdastExtensions: [gfmFromMarkdown()],
    },
  );
  const items: (ChecklistItem & { task: ListItem })[] = [];
  const seen = new Set<string>();
  let phase = { number: 1, name: '' };
  let heading: string | null = null;
  for (const node of tree.children) {
    const text = headingText(node);
    if (text !== null) {
      heading = text;
      phase = phaseOf(text) ?? phase;
    }
    for (const task of tasksIn(node)) {
      const reference = leadingReference(task);
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

/** A heading, or a paragraph that is bold from end to end and so serves as one. */
function headingText(node: Root['children'][number]): string | null {
  const isBold =
    node.type === 'paragraph' && node.children.length === 1 && node.children[0]?.type === 'strong';
  return node.type === 'heading' || isBold ? plainText(node).trim() : null;
}

function phaseOf(heading: string): { number: number; name: string } | null {
  const match = PHASE.exec(heading);
  return match ? { number: Number(match[1]), name: (match[2] ?? '').trim() } : null;
}

function* tasksIn(node: Nodes): Generator<ListItem> {
  if (node.type === 'listItem' && typeof node.checked === 'boolean') yield node;
  if ('children' in node) for (const child of node.children) yield* tasksIn(child);
}

function leadingReference(task: ListItem): Pick<ChecklistItem, 'ref' | 'repo' | 'number'> | null {
  const first = task.children[0];
  if (first?.type !== 'paragraph') return null;
  const text = leadingText(first);
  const match = LEAD.exec(text) ?? URL.exec(text);
  const number = Number(match?.groups?.number);
  if (!match || !Number.isSafeInteger(number)) return null;
  const repo = match.groups?.repo ?? null;
  return { ref: `${repo ?? ''}#${number}`, repo, number };
}

/** The words a task begins with: emphasis and links are seen through, a link by its address. */
function leadingText(paragraph: Paragraph): string {
  const parts: string[] = [];
  for (const child of paragraph.children) {
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
