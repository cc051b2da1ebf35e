import type { TextObject } from '@slack/types';
import { h, outsideLink } from './dom.js';
import { parsePlain, parseTextObject } from './mrkdwn.js';
import { channelName, type TextScope, userName } from './surface.js';
import { type Inline, plainText, type TextBlock } from './text-nodes.js';
import { fullTime, slackDate } from './times.js';

/** Draws a text object as Slack shows it. */
export function drawText(text: TextObject, scope: TextScope): DocumentFragment {
  return drawTextBlocks(parseTextObject(text), scope);
}

/** For buttons, labels and titles: one line, emoji and nothing else. */
export function plainLine(text: { text: string } | undefined): string {
  const nodes = parsePlain(text?.text ?? '');
  return nodes
    .map((node) => (node.kind === 'emoji' ? node.glyph : node.kind === 'text' ? node.text : ' '))
    .join('');
}

export function drawTextBlocks(blocks: readonly TextBlock[], scope: TextScope): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...blocks.map((block) => drawTextBlock(block, scope)));
  return fragment;
}

function drawTextBlock(block: TextBlock, scope: TextScope): HTMLElement {
  switch (block.kind) {
    case 'paragraph':
      return h('p', {}, drawInline(block.children, scope));
    case 'heading':
      return h(
        'p',
        { class: `md-heading md-h${Math.min(block.level, 3)}` },
        drawInline(block.children, scope),
      );
    case 'quote':
      return h('blockquote', {}, drawInline(block.children, scope));
    case 'pre':
      return h('pre', {}, h('code', {}, block.text));
    case 'rule':
      return h('hr');
    case 'table':
      return drawTextTable(block.rows, scope);
    case 'list':
      return drawList(block, scope);
  }
}

function drawList(list: Extract<TextBlock, { kind: 'list' }>, scope: TextScope): HTMLElement {
  const items = list.items.map((item) => {
    const isTask = /^[☐☑] /.test(plainText(item.slice(0, 1)));
    return h('li', { class: isTask && 'task' }, drawInline(item, scope));
  });
  const look = { class: `indent-${Math.min(list.indent, 8)}` };
  return list.ordered ? h('ol', { ...look, start: list.start }, ...items) : h('ul', look, ...items);
}

function drawTextTable(rows: Inline[][][], scope: TextScope): HTMLElement {
  const [head = [], ...body] = rows;
  const cells = (tag: 'th' | 'td', row: Inline[][]) =>
    h('tr', {}, ...row.map((cell) => h(tag, {}, drawInline(cell, scope))));
  const table = h('table', {}, h('thead', {}, cells('th', head)));
  table.append(h('tbody', {}, ...body.map((row) => cells('td', row))));
  return h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' }, table);
}

export function drawInline(nodes: readonly Inline[], scope: TextScope): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...nodes.map((node) => drawNode(node, scope)));
  return fragment;
}

const TAGS = { bold: 'strong', italic: 'em', strike: 's', underline: 'u' } as const;

function drawNode(node: Inline, scope: TextScope): Node {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text);
    case 'break':
      return h('br');
    case 'code':
      return h('code', {}, node.text);
    case 'emoji':
      return h(
        'span',
        { class: 'emoji', role: 'img', 'aria-label': `${node.name} emoji`, title: `:${node.name}:` },
        node.glyph,
      );
    case 'link':
      return outsideLink(node.url, drawInline(node.children, scope));
    case 'date':
      return drawDate(node, scope);
    case 'user':
    case 'channel':
    case 'group':
    case 'broadcast':
      return drawMention(node, scope);
    default:
      return h(TAGS[node.kind], {}, drawInline(node.children, scope));
  }
}

function drawMention(
  node: Extract<Inline, { kind: 'user' | 'channel' | 'group' | 'broadcast' }>,
  { workspace }: TextScope,
): Node {
  if (node.kind === 'user') return h('span', { class: 'mention' }, `@${userName(workspace, node.id)}`);
  if (node.kind === 'group') return h('span', { class: 'mention' }, `@${node.name ?? node.id}`);
  if (node.kind === 'broadcast') return h('span', { class: 'mention mention-all' }, `@${node.range}`);
  const name = channelName(workspace, node.id);
  // A plain `#word` that names no channel is only a word.
  if (!name && node.id === node.name) return document.createTextNode(`#${node.name}`);
  return h('span', { class: 'mention' }, `#${name ?? node.name ?? 'private-channel'}`);
}

function drawDate(node: Extract<Inline, { kind: 'date' }>, { viewpoint }: TextScope): Node {
  const at = new Date(node.seconds * 1000);
  const filled = slackDate(node.seconds, node.format, viewpoint);
  if (filled === undefined) return document.createTextNode(node.fallback);
  const time = h('time', { datetime: at.toISOString(), title: fullTime(at, viewpoint.zone) }, filled);
  return node.url ? outsideLink(node.url, time) : time;
}
