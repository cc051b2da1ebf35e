import type {
  DataTableBlock,
  RawNumberElement,
  RawTextElement,
  RichTextBlock,
  TableBlock,
} from '@slack/types';
import { freshId, h } from './dom.js';
import { readRichText } from './rich-text.js';
import type { Surface } from './surface.js';
import { drawInline } from './text-view.js';

type Cell = RichTextBlock | RawTextElement | RawNumberElement;

/** A table block: its first row is the head. Wide ones scroll by themselves. */
export function drawTable(block: TableBlock, surface: Surface): HTMLElement {
  const [head = [], ...body] = block.rows;
  const look = (column: number) => {
    const settings = block.column_settings?.[column];
    return `align-${settings?.align ?? 'left'}${settings?.is_wrapped ? ' wrapped' : ''}`;
  };
  const row = (tag: 'th' | 'td', cells: Cell[]) =>
    h(
      'tr',
      {},
      ...cells.map((cell, column) =>
        h(tag, { class: look(column), scope: tag === 'th' && 'col' }, drawCell(cell, surface)),
      ),
    );
  const table = h('table', {}, h('thead', {}, row('th', head)));
  table.append(h('tbody', {}, ...body.map((cells) => row('td', cells))));
  return scrolling(table, 'Table');
}

/** A data table: caption, row headers, and pages of `page_size` rows. */
export function drawDataTable(block: DataTableBlock, surface: Surface): HTMLElement {
  const [head = [], ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const header = block.row_header_column_index ?? 0;
  const body = h('tbody');
  const captionId = freshId('caption');
  const table = h(
    'table',
    { 'aria-labelledby': captionId },
    h('thead', {}, h('tr', {}, ...head.map((cell) => h('th', { scope: 'col' }, drawCell(cell, surface))))),
    body,
  );
  const cellsOf = (cells: Cell[]) =>
    h(
      'tr',
      {},
      ...cells.map((cell, column) =>
        column === header
          ? h('th', { scope: 'row' }, drawCell(cell, surface))
          : h('td', { class: cell.type === 'raw_number' && 'align-right' }, drawCell(cell, surface)),
      ),
    );
  const turnTo = (page: number) =>
    body.replaceChildren(...rows.slice(page * size, (page + 1) * size).map(cellsOf));
  turnTo(0);
  const caption = h('div', { class: 'table-caption', id: captionId }, block.caption);
  return h('div', {}, caption, scrolling(table, block.caption), pager(Math.ceil(rows.length / size), turnTo));
}

function pager(pages: number, turnTo: (page: number) => void): HTMLElement | undefined {
  if (pages < 2) return undefined;
  let page = 0;
  const where = h('span', { 'aria-live': 'polite' }, `Page 1 of ${pages}`);
  const step = (by: number) => () => {
    page = Math.min(Math.max(page + by, 0), pages - 1);
    turnTo(page);
    where.textContent = `Page ${page + 1} of ${pages}`;
  };
  return h(
    'div',
    { class: 'pager' },
    h('button', { type: 'button', class: 'btn btn-small', onclick: step(-1) }, 'Previous'),
    where,
    h('button', { type: 'button', class: 'btn btn-small', onclick: step(1) }, 'Next'),
  );
}

function drawCell(cell: Cell, surface: Surface): Node {
  if (cell.type !== 'rich_text') return document.createTextNode(cell.text);
  const fragment = document.createDocumentFragment();
  for (const part of readRichText(cell)) {
    if ('children' in part) fragment.append(drawInline(part.children, surface));
    else if (part.kind === 'list') {
      fragment.append(h('ul', {}, ...part.items.map((item) => h('li', {}, drawInline(item, surface)))));
    } else if (part.kind === 'pre') fragment.append(h('pre', {}, part.text));
  }
  return fragment;
}

/** What scrolls must be reachable by keyboard. */
function scrolling(table: HTMLElement, label: string): HTMLElement {
  return h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
}
