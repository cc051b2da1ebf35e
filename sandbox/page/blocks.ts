import type {
  ActionsBlock,
  AnyBlock,
  ContextActionsBlock,
  ContextBlock,
  ImageBlock,
  ImageElement,
  InputBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import { drawAlert, drawCard, drawCarousel, drawContainer, drawPlan, drawTaskCard } from './cards.js';
import { type Child, freshId, h } from './dom.js';
import { drawElement, drawImage } from './elements.js';
import { parseMarkdown } from './markdown.js';
import { readRichText } from './rich-text.js';
import type { Surface } from './surface.js';
import { drawDataTable, drawTable } from './tables.js';
import { drawText, drawTextBlocks, plainLine } from './text-view.js';

/** Draws blocks one below the other. */
export function drawBlocks(blocks: readonly AnyBlock[], surface: Surface): HTMLElement {
  return h('div', { class: 'blocks' }, ...blocks.map((block) => drawBlock(block, surface)));
}

function drawBlock(block: AnyBlock, surface: Surface): HTMLElement {
  const drawn = drawKnownBlock(block as KnownBlock, surface);
  drawn.classList.add('block', `block-${block.type.replaceAll('_', '-')}`);
  if (block.block_id) drawn.dataset.blockId = block.block_id;
  return drawn;
}

function drawKnownBlock(block: KnownBlock, surface: Surface): HTMLElement {
  switch (block.type) {
    case 'header':
      return h('h3', {}, plainLine(block.text));
    case 'section':
      return drawSection(block, surface);
    case 'context':
      return drawContext(block, surface);
    case 'actions':
    case 'context_actions':
      return drawActions(block, surface);
    case 'divider':
      return h('hr');
    case 'image':
      return drawImageBlock(block);
    case 'input':
      return drawInputBlock(block, surface);
    case 'rich_text':
      return h('div', { class: 'text' }, drawTextBlocks(readRichText(block), surface));
    case 'markdown':
      return h('div', { class: 'text' }, drawTextBlocks(parseMarkdown(block.text), surface));
    case 'table':
      return drawTable(block, surface);
    case 'data_table':
      return drawDataTable(block, surface);
    default:
      return drawCardLike(block, surface);
  }
}

function drawCardLike(block: KnownBlock, surface: Surface): HTMLElement {
  switch (block.type) {
    case 'alert':
      return drawAlert(block, surface);
    case 'card':
      return drawCard(block, surface);
    case 'carousel':
      return drawCarousel(block, surface);
    case 'container':
      return drawContainer(block, drawBlocks(block.child_blocks, surface), surface);
    case 'task_card':
      return drawTaskCard(block, surface);
    case 'plan':
      return drawPlan(block, surface);
    default:
      return h('p', { class: 'unknown' }, `(a ${block.type} block: not shown here)`);
  }
}

function drawSection(block: SectionBlock, surface: Surface): HTMLElement {
  const words = h('div', { class: 'section-words text' });
  if (block.text) words.append(h('div', {}, drawText(block.text, surface)));
  if (block.fields) {
    const fields = block.fields.map((field) =>
      h('div', { class: 'section-field' }, drawText(field, surface)),
    );
    words.append(h('div', { class: 'section-fields' }, ...fields));
  }
  const accessory =
    block.accessory &&
    drawElement({ element: block.accessory, blockId: block.block_id ?? '', dispatches: true }, surface);
  return h(
    'div',
    { class: 'section' },
    words,
    accessory && h('div', { class: 'section-accessory' }, accessory),
  );
}

function drawContext(block: ContextBlock, surface: Surface): HTMLElement {
  const parts = block.elements.map((element): Child => {
    if (element.type === 'image') return drawImage(element, 'context-image');
    return h('span', { class: 'text' }, drawText(element, surface));
  });
  return h('div', { class: 'context' }, ...parts);
}

function drawActions(block: ActionsBlock | ContextActionsBlock, surface: Surface): HTMLElement {
  const elements = block.elements.map((element) =>
    drawElement({ element, blockId: block.block_id ?? '', dispatches: true }, surface),
  );
  return h('div', { class: 'actions' }, ...elements);
}

function drawImageBlock(block: ImageBlock): HTMLElement {
  const picture = drawImage(block as unknown as ImageElement, 'block-picture');
  return h('figure', {}, block.title && h('figcaption', {}, plainLine(block.title)), picture);
}

function drawInputBlock(block: InputBlock, surface: Surface): HTMLElement {
  const blockId = block.block_id ?? '';
  const labelId = freshId('label');
  const element = drawElement(
    { element: block.element, blockId, dispatches: block.dispatch_action === true, labelledBy: labelId },
    surface,
  );
  const label = h('div', { class: 'input-label', id: labelId }, plainLine(block.label));
  if (block.optional) label.append(h('span', { class: 'optional' }, ' (optional)'));
  // A click on the words goes to the field, as with a label; radio groups and menus need it by id instead.
  label.addEventListener('click', () => element.focus());
  const error = surface.errors[blockId];
  const wrap = h('div', { class: error ? 'input has-error' : 'input' }, label, element);
  if (error) {
    const errorId = freshId('error');
    element.setAttribute('aria-invalid', 'true');
    element.setAttribute('aria-describedby', errorId);
    wrap.append(h('p', { class: 'input-error', id: errorId }, error));
  }
  if (block.hint) wrap.append(h('p', { class: 'input-hint' }, plainLine(block.hint)));
  return wrap;
}
