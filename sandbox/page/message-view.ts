import { drawBlocks } from './blocks.js';
import { type Child, h } from './dom.js';
import { emojiGlyph } from './emoji.js';
import { icon } from './icons.js';
import { parseMrkdwn } from './mrkdwn.js';
import { type Surface, userName } from './surface.js';
import { drawTextBlocks } from './text-view.js';
import type { Row } from './thread-model.js';
import { ago, fullTime, timeOfDay } from './times.js';
import type { Message } from './wire.js';

export interface MessageFrame {
  surface: Surface;
  /** What went wrong with the last click in it. */
  problem: string | undefined;
  /** Undefined inside the thread itself. */
  openThread?: () => void;
}

/** A message with everything around it. */
export function drawMessage({ message, replies, follows }: Row, frame: MessageFrame): HTMLElement {
  const { surface, problem, openThread } = frame;
  const time = drawTime(message, surface);
  const gutter = follows
    ? h('div', { class: 'gutter gutter-time' }, time)
    : h('div', { class: 'gutter' }, avatar(message.userName, message.isBot));
  return h(
    'article',
    {
      class: `message${follows ? ' follows' : ''}${message.ephemeral ? ' ephemeral' : ''}`,
      'aria-label': `${message.userName}, ${timeOfDay(new Date(message.at), surface.viewpoint.zone)}`,
      'data-testid': 'message',
      'data-ts': message.ts,
      'data-ephemeral': String(message.ephemeral),
      'data-focus': surface.key,
      tabindex: -1,
    },
    gutter,
    h(
      'div',
      { class: 'message-body' },
      message.ephemeral && h('div', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
      follows ? h('span', { class: 'sr-only' }, message.userName) : drawHead(message, time),
      ...drawContent(message, surface),
      problem !== undefined && h('p', { class: 'message-problem', role: 'alert' }, icon('warning'), problem),
      drawReactions(message, surface),
      openThread && replies.length > 0 && drawRepliesBar(replies, surface, openThread),
    ),
  );
}

function drawHead(message: Message, time: HTMLElement): HTMLElement {
  return h(
    'div',
    { class: 'message-head' },
    h('span', { class: 'message-name' }, message.userName),
    message.isBot && h('span', { class: 'badge' }, 'APP'),
    time,
  );
}

function drawTime({ at }: Message, { viewpoint }: Surface): HTMLElement {
  const when = new Date(at);
  return h(
    'time',
    { class: 'message-time', datetime: at, title: fullTime(when, viewpoint.zone) },
    timeOfDay(when, viewpoint.zone),
  );
}

/** Blocks take the place of the text, which is then for notifications and screen readers alone. */
function drawContent(message: Message, surface: Surface): Child[] {
  const edited = message.edited && h('span', { class: 'edited' }, '(edited)');
  const files = message.files.map((file) => drawFile(file));
  if (message.blocks.length > 0) return [drawBlocks(message.blocks, surface), ...files, edited];
  const text = h('div', { class: 'text', 'data-testid': 'message-text' });
  text.append(drawTextBlocks(parseMrkdwn(message.text, { links: true }), surface));
  if (edited) (text.lastElementChild ?? text).append(' ', edited);
  return [text, ...files];
}

function drawFile({ title, mimetype, url }: Message['files'][number]): HTMLElement {
  const isOwn = url.startsWith('/') || url.startsWith(location.origin);
  if (!mimetype.startsWith('image/') || !isOwn) return h('p', { class: 'file' }, title);
  return h(
    'figure',
    { class: 'block-image' },
    h('figcaption', {}, title),
    h('img', { src: url, alt: title, class: 'block-picture', loading: 'lazy' }),
  );
}

function drawReactions({ reactions }: Message, { workspace }: Surface): Child {
  if (reactions.length === 0) return undefined;
  const pills = reactions.map(({ name, users }) =>
    h(
      'span',
      {
        class: 'reaction',
        title: `${users.map((id) => userName(workspace, id)).join(', ')} reacted with :${name}:`,
      },
      `${emojiGlyph(name) ?? `:${name}:`} ${users.length}`,
    ),
  );
  return h('div', { class: 'reactions' }, ...pills);
}

function drawRepliesBar(replies: readonly Message[], surface: Surface, open: () => void): HTMLElement {
  const last = replies.at(-1);
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  return h(
    'button',
    {
      type: 'button',
      class: 'replies',
      onclick: open,
      'data-testid': 'thread-open',
      'data-focus': `${surface.key}/thread`,
    },
    icon('thread'),
    h('span', { class: 'replies-count' }, count),
    last &&
      h('span', { class: 'replies-last' }, `Last reply ${ago(new Date(last.at), surface.viewpoint.now)}`),
  );
}

/** A square with the first letter, in a colour that follows from the name. */
export function avatar(name: string, isBot: boolean): HTMLElement {
  const square = h('span', { class: `avatar${isBot ? ' avatar-bot' : ''}`, 'aria-hidden': 'true' });
  square.textContent = (name[0] ?? '?').toUpperCase();
  square.style.setProperty('--hue', String(hueOf(name)));
  return square;
}

/** Degrees on the colour wheel, the same for the same text. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return hash % 360;
}
