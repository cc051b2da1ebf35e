import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import { escaped } from './words.js';

/** A drawn message: `text` is the notification and what a screen reader reads. */
export interface Drawn {
  text: string;
  blocks: KnownBlock[];
}

/** Slack's limits, and a budget of our own below the size at which messages begin to fail. */
const LIMITS = { header: 150, section: 3_000, button: 75, value: 2_000, blocks: 50, characters: 10_000 };

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, LIMITS.header), emoji: true } };
}

/** Markdown of our own making; `verbatim`, so that Slack turns no `@here` or `#name` of third-party text into a ping. */
export function section(...lines: string[]): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cut(lines.join('\n'), LIMITS.section), verbatim: true },
  };
}

export function context(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(text, LIMITS.section), verbatim: true }] };
}

export const divider: DividerBlock = { type: 'divider' };

export function actions(...elements: Button[]): ActionsBlock {
  return { type: 'actions', elements };
}

export function button(
  text: string,
  id: string,
  more: { value: string; style?: 'primary' | 'danger' },
): Button {
  return {
    type: 'button',
    text: { type: 'plain_text', text: cut(text, LIMITS.button), emoji: true },
    action_id: id,
    value: cut(more.value, LIMITS.value),
    ...(more.style ? { style: more.style } : {}),
  };
}

/** Keeps a message inside Slack's limits: what does not fit any more is left out, and the last line says so. */
export function drawn(plain: string, blocks: readonly KnownBlock[]): Drawn {
  // Slack reads mentions out of this text too.
  const text = escaped(plain);
  const kept: KnownBlock[] = [];
  let size = 0;
  for (const block of blocks) {
    size += JSON.stringify(block).length;
    if (kept.length >= LIMITS.blocks - 1 || size > LIMITS.characters) {
      const rest = context('… there is more than one message holds; ask for one repository at a time.');
      return { text, blocks: [...kept, rest] };
    }
    kept.push(block);
  }
  return { text, blocks: kept };
}

export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half of a surrogate pair would be refused.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
