import type { Candidate, Context } from './candidate.js';
import { contentsOf, fieldsOfItem, type Labels, linesIn, linesOf, splitLabels } from './fields.js';
import { plain } from './inline.js';
import { afterLeadingPlace, locationsIn } from './locations.js';
import type { Block, Item } from './markdown.js';
import { groupOf, readTitle } from './titles.js';
import { roleOf } from './words.js';

const MOST_ITEMS = 2_000;
const TELLING = new Set(['severity', 'location', 'fix', 'impact', 'score', 'problem']);

/** An item that begins like a matter of its own: with a bold title, a severity, a place, or a box. */
export function standsAlone(item: Item, labels: Labels): boolean {
  if (item.checked !== null) return true;
  const [line = []] = linesIn(item.blocks.slice(0, 1));
  if (fieldsOfItem(item, labels).length > 0) return false;
  const facts = readTitle(plain(line));
  return Boolean(
    facts.severity || facts.id || facts.flagged || line[0]?.strong || afterLeadingPlace(plain(line)) !== null,
  );
}

/** The items of a list as candidates; an item that only names a group stands for those within it. */
export function itemCandidates(
  { items, start }: { items: readonly Item[]; start: number },
  context: Context,
  labels: Labels,
): Candidate[] {
  return items
    .slice(0, MOST_ITEMS)
    .flatMap((item) => candidatesOf(item, context, labels))
    .map((candidate) => ({ ...candidate, among: candidate.among < 0 ? start : candidate.among }));
}

function candidatesOf(item: Item, context: Context, labels: Labels): Candidate[] {
  if (context.role === 'admin') return [];
  const [first, ...rest] = item.blocks;
  if (first?.kind === 'heading')
    return [ofItem(item, { ...first, kind: 'paragraph' }, { context, labels, rest })];
  if (first?.kind !== 'paragraph') return [];
  const [line = []] = linesOf(first.text);
  const text = plain(line);
  const lists = rest.filter((block) => block.kind === 'list');
  const nested = lists.flatMap((list) => list.items);
  const bare = text.replace(/:\s*$/, '');
  if (nested.length > 0) {
    const role = roleOf(bare);
    if (role === 'good') return [];
    const group = groupOf(bare);
    if (group || role === 'findings' || isGroup(bare, nested, labels)) {
      const inner = { role: role !== 'findings' || context.role === 'echo' ? context.role : role };
      const deeper = { ...context, ...inner, group: group ?? context.group, chain: [...context.chain, bare] };
      return itemCandidates({ items: nested, start: item.start }, deeper, labels);
    }
  }
  return [ofItem(item, first, { context, labels, rest })];
}

/** Several matters of their own under a few words: the words name their kind. */
function isGroup(text: string, nested: Item[], labels: Labels): boolean {
  const facts = readTitle(text);
  if (facts.severity || facts.id || text.length > 60 || /[.!?]$/.test(text)) return false;
  if (locationsIn(linesOf(text)[0] ?? []).length > 0) return false;
  const [line = []] = linesIn(nested[0]?.blocks ?? []);
  if (nested.length === 1) {
    // One alone is a matter of its own when it names a place first, or its severity and a place.
    const isRated = readTitle(plain(line)).severity !== null && locationsIn(line).length > 0;
    return afterLeadingPlace(plain(line)) !== null || (isRated && standsAlone(nested[0] as Item, labels));
  }
  return nested.every((item) => standsAlone(item, labels) && item.checked !== true);
}

function ofItem(
  item: Item,
  first: Extract<Block, { kind: 'paragraph' }>,
  { context, labels, rest }: { context: Context; labels: Labels; rest: Block[] },
): Candidate {
  const lines = linesOf(first.text);
  const split = splitLabels(lines[0] ?? [], labels);
  const leads = /[\p{L}\p{N}]/u.test(plain(split.before));
  const own = leads ? split.fields : fieldsOfItem(item, labels);
  const problem = own.find(({ name }) => name === 'problem' || name === 'title');
  const after = contentsOf([{ ...first, text: first.text.slice(first.text.indexOf('\n') + 1) }], labels);
  const below = contentsOf(rest, labels);
  const fields = [...own, ...(own.length === 0 && lines.length > 1 ? after.fields : []), ...below.fields];
  const head = leads ? split.before : (problem?.lines[0] ?? lines[0] ?? []);
  const facts = readTitle(plain(head));
  const isMarked = facts.severity || facts.id || fields.some(({ name }) => TELLING.has(name));
  const isPlaced =
    facts.flagged ||
    (lines[0]?.[0]?.strong && locationsIn(lines[0]).length > 0) ||
    context.role === 'findings' ||
    context.file !== null ||
    context.group ||
    item.checked !== null ||
    afterLeadingPlace(plain(head)) !== null;
  return {
    start: item.start,
    among: -1,
    head,
    lines: [...lines.slice(1), ...below.body],
    fields: fields.filter((field) => leads || field !== problem),
    checked: item.checked,
    tier: isMarked ? 'marked' : isPlaced ? 'placed' : 'loose',
    echo: context.role === 'echo',
    group: context.group,
    chain: context.chain,
    file: context.file,
  };
}
