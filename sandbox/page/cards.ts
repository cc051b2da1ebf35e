import type {
  AlertBlock,
  Button,
  CardBlock,
  CarouselBlock,
  ContainerBlock,
  PlanBlock,
  TaskCardBlock,
} from '@slack/types';
import { h, outsideLink } from './dom.js';
import { drawElement, drawImage } from './elements.js';
import { readRichText } from './rich-text.js';
import type { Surface } from './surface.js';
import { drawText, drawTextBlocks, plainLine } from './text-view.js';

/** Slack's newer blocks, each drawn plainly: a box with what it holds. */
export function drawAlert(block: AlertBlock, surface: Surface): HTMLElement {
  const level = block.level ?? 'default';
  return h('div', { class: `alert alert-${level} text`, role: 'note' }, drawText(block.text, surface));
}

export function drawCard(block: CardBlock, surface: Surface): HTMLElement {
  const words = [
    block.title && h('div', { class: 'card-title text' }, drawText(block.title, surface)),
    block.subtitle && h('div', { class: 'card-subtitle text' }, drawText(block.subtitle, surface)),
    block.body && h('div', { class: 'text' }, drawText(block.body, surface)),
  ];
  const buttons = (block.actions ?? []).map((element: Button) =>
    drawElement({ element, blockId: block.block_id ?? '', dispatches: true }, surface),
  );
  return h(
    'div',
    { class: 'card' },
    block.hero_image && drawImage(block.hero_image, 'card-hero'),
    h(
      'div',
      { class: 'card-head' },
      block.icon && drawImage(block.icon, 'context-image'),
      h('div', {}, ...words),
    ),
    buttons.length > 0 && h('div', { class: 'actions' }, ...buttons),
  );
}

export function drawCarousel(block: CarouselBlock, surface: Surface): HTMLElement {
  const cards = block.elements.map((card) => drawCard(card, surface));
  return h('div', { class: 'carousel', tabindex: 0, role: 'group', 'aria-label': 'Cards' }, ...cards);
}

/** `inside` is the container's child blocks, drawn. */
export function drawContainer(block: ContainerBlock, inside: HTMLElement, surface: Surface): HTMLElement {
  const title = block.rich_text_title
    ? h('div', { class: 'text' }, drawTextBlocks(readRichText(block.rich_text_title), surface))
    : h('strong', {}, plainLine(block.title));
  const subtitle =
    block.subtitle && h('div', { class: 'card-subtitle text' }, drawText(block.subtitle, surface));
  if (!block.is_collapsible) return h('div', { class: 'card' }, title, subtitle, inside);
  const summary = h('summary', {}, title, subtitle);
  return h('details', { class: 'card', open: block.default_collapsed !== true }, summary, inside);
}

const TASK_MARKS = { pending: '○', in_progress: '◐', complete: '●', error: '✕' };

export function drawTaskCard(block: TaskCardBlock, surface: Surface): HTMLElement {
  const { title, status, details, output, sources = [] } = block;
  const mark = h('span', { class: `task-${status}`, title: status.replace('_', ' ') }, TASK_MARKS[status]);
  const parts = [details, output].filter((part) => part !== undefined);
  return h(
    'div',
    { class: 'card' },
    h('div', { class: 'card-title' }, mark, ` ${title}`),
    ...parts.map((part) => h('div', { class: 'text' }, drawTextBlocks(readRichText(part), surface))),
    ...sources.map((source) => outsideLink(source.url, source.text)),
  );
}

export function drawPlan(block: PlanBlock, surface: Surface): HTMLElement {
  const tasks = (block.tasks ?? []).map((task) => drawTaskCard(task as TaskCardBlock, surface));
  return h('div', { class: 'card' }, h('div', { class: 'card-title' }, block.title), ...tasks);
}
