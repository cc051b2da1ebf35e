import { type Child, h } from './dom.js';
import { icon } from './icons.js';
import { parseMarkdown } from './markdown.js';
import { hueOf } from './message-view.js';
import { ZONE } from './store.js';
import type { TextScope } from './surface.js';
import { drawTextBlocks } from './text-view.js';
import { fullTime, shortDay, timeOfDay } from './times.js';
import type { WorldComment, WorldEvent, WorldIssue, WorldPullRequest } from './wire.js';
import { eventInWords, progressOf } from './world-model.js';

/** How a row of the world stands in the list. */
export interface RowFrame {
  isFresh: boolean;
  scope: TextScope;
  /** Makes the row: what is always seen, and what is drawn when it is opened. */
  wrap: (summary: HTMLElement, fill: () => HTMLElement) => HTMLElement;
}

export function drawIssue(issue: WorldIssue, frame: RowFrame): HTMLElement {
  const isOpen = issue.state === 'OPEN';
  const progress = progressOf(issue.body);
  const summary = h(
    'summary',
    { 'data-focus': `issue/${issue.number}/${issue.title}` },
    h(
      'span',
      { class: isOpen ? 'state-open' : 'state-closed', title: issue.state.toLowerCase() },
      icon(isOpen ? 'issue' : 'done'),
    ),
    h(
      'span',
      { class: 'item-words' },
      h('span', { class: 'item-title' }, issue.title),
      h('span', { class: 'item-number' }, ` #${issue.number}`),
      frame.isFresh && h('span', { class: 'fresh' }, 'changed'),
      labelsAndReactions(issue),
      progress.all > 0 && drawProgress(progress),
    ),
  );
  return frame.wrap(summary, () => drawIssueDetails(issue, frame.scope));
}

function labelsAndReactions({ labels, reactions }: WorldIssue): Child {
  if (labels.length + reactions.length === 0) return undefined;
  return h(
    'span',
    { class: 'labels' },
    ...labels.map(drawLabel),
    reactions.length > 0 && drawReactions(reactions),
  );
}

function drawLabel(name: string): HTMLElement {
  const label = h('span', { class: 'label' }, name);
  label.style.setProperty('--hue', String(hueOf(name)));
  return label;
}

const REACTIONS: Record<string, string> = {
  thumbs_up: '👍',
  thumbs_down: '👎',
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  hooray: '🎉',
  confused: '😕',
  heart: '❤️',
  rocket: '🚀',
  eyes: '👀',
};

function drawReactions(reactions: readonly string[]): HTMLElement {
  const glyphs = reactions.map((name) => REACTIONS[name.toLowerCase()] ?? name);
  return h('span', { class: 'world-reactions', title: reactions.join(', ').toLowerCase() }, glyphs.join(' '));
}

function drawProgress({ done, all }: { done: number; all: number }): HTMLElement {
  const words = `${done} of ${all} done`;
  return h(
    'span',
    { class: 'progress' },
    h('progress', { value: done, max: all, 'aria-label': words }),
    words,
  );
}

function drawIssueDetails(issue: WorldIssue, scope: TextScope): HTMLElement {
  return h(
    'div',
    { class: 'item-details' },
    issue.body.trim() !== '' &&
      h(
        'div',
        { class: 'text world-body', tabindex: 0, role: 'region', 'aria-label': 'Body' },
        drawTextBlocks(parseMarkdown(issue.body), scope),
      ),
    ...timeline(issue, scope),
  );
}

/** Comments and events in the order in which they came. */
function timeline({ comments, events }: WorldIssue, scope: TextScope): HTMLElement[] {
  const entries = [
    ...comments.map((comment) => ({ at: comment.createdAt, draw: () => drawComment(comment, scope) })),
    ...events.map((event) => ({ at: event.createdAt, draw: () => drawEvent(event) })),
  ];
  return entries.sort((a, b) => a.at.localeCompare(b.at)).map(({ draw }) => draw());
}

function drawComment(comment: WorldComment, scope: TextScope): HTMLElement {
  return h(
    'div',
    { class: 'world-comment', 'data-testid': 'world-comment' },
    h(
      'div',
      { class: 'world-comment-head' },
      h('strong', {}, comment.author),
      ' commented ',
      moment(comment.createdAt),
    ),
    h('div', { class: 'text' }, drawTextBlocks(parseMarkdown(comment.body), scope)),
    comment.reactions.length > 0 && drawReactions(comment.reactions),
  );
}

function drawEvent(event: WorldEvent): HTMLElement {
  return h(
    'p',
    { class: 'world-event', 'data-testid': 'world-event' },
    h('strong', {}, event.actor),
    ` ${eventInWords(event)} `,
    moment(event.createdAt),
  );
}

function moment(iso: string): HTMLElement {
  const at = new Date(iso);
  const day = shortDay(at, ZONE).split(' ').slice(1, 3).join(' ');
  return h(
    'time',
    { datetime: iso, title: fullTime(at, ZONE), class: 'muted' },
    `${day}, ${timeOfDay(at, ZONE)}`,
  );
}

export function drawPull(pull: WorldPullRequest, frame: RowFrame): HTMLElement {
  const state = pull.state.toLowerCase();
  const summary = h(
    'summary',
    { 'data-focus': `pull/${pull.number}/${pull.title}` },
    h('span', { class: `state-${state}`, title: state }, icon('pull')),
    h(
      'span',
      { class: 'item-words' },
      h('span', { class: 'item-title' }, pull.title),
      h('span', { class: 'item-number' }, ` #${pull.number}`),
      frame.isFresh && h('span', { class: 'fresh' }, 'changed'),
      h('span', { class: 'branches' }, h('code', {}, pull.base), ' ← ', h('code', {}, pull.head)),
    ),
  );
  const links = pull.linkedIssues.map((number) => `#${number}`).join(', ');
  return frame.wrap(summary, () =>
    h(
      'div',
      { class: 'item-details' },
      h('p', {}, `${state} · by ${pull.author}${links ? ` · for ${links}` : ''}`),
    ),
  );
}
