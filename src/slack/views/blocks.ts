import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import { cut, cutMarkdown, escaped } from './words.js';

/** A drawn message: `text` is the notification and what a screen reader reads. */
export interface Drawn {
  text: string;
  blocks: KnownBlock[];
}

/** Slack's limits, and a budget of our own below the characters at which messages begin to fail. */
const LIMITS = {
  text: 4_000,
  header: 150,
  section: 3_000,
  button: 75,
  value: 2_000,
  blocks: 50,
  characters: 10_000,
};

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(text, LIMITS.header), emoji: true } };
}

/** Markdown of our own making; `verbatim`, so that Slack turns no `@here` or `#name` of third-party text into a ping. */
export function section(...lines: string[]): SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cutMarkdown(lines.join('\n'), LIMITS.section), verbatim: true },
  };
}

/** A section with a list: its head and foot stand, and items past `most` or past what fits are counted instead. */
export function listed(
  head: string,
  items: readonly string[],
  { most = items.length, foot = [] }: { most?: number; foot?: readonly string[] } = {},
): SectionBlock {
  const kept = items.slice(0, most);
  const lines = () => [head, ...kept, ...more(items.length - kept.length), ...foot];
  while (kept.length > 0 && lines().join('\n').length > LIMITS.section) kept.pop();
  return section(...lines());
}

/** What a list ends with when `count` of its lines are left out. */
export function more(count: number): string[] {
  return count > 0 ? [`… and ${count} more`] : [];
}

export function context(text: string): ContextBlock {
  return {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: cutMarkdown(text, LIMITS.section), verbatim: true }],
  };
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

/**
 * Keeps a message inside Slack's limits: blocks that do not fit any more are left out, and a line says so. The
 * `tail`, a message's last buttons and lines, always stands.
 */
export function drawn(plain: string, blocks: readonly KnownBlock[], tail: readonly KnownBlock[] = []): Drawn {
  // Slack reads mentions out of this text too.
  const text = cutMarkdown(escaped(plain), LIMITS.text);
  if (room(tail)(blocks)) return { text, blocks: [...blocks, ...tail] };
  const fits = room([REST, ...tail]);
  const end = blocks.findIndex((block) => !fits([block]));
  return { text, blocks: [...blocks.slice(0, end), REST, ...tail] };
}

const REST = context('… there is more than one message holds; ask for one repository at a time.');

/** Takes groups of blocks into a message that holds `taken` already; false for one that does not fit any more. */
export function room(taken: readonly KnownBlock[]): (group: readonly KnownBlock[]) => boolean {
  let count = taken.length;
  let size = textLength(taken);
  return (group) => {
    const longer = size + textLength(group);
    if (count + group.length > LIMITS.blocks || longer > LIMITS.characters) return false;
    count += group.length;
    size = longer;
    return true;
  };
}

/** Characters that a reader sees. */
function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, field]) =>
      sum + (name === 'text' && typeof field === 'string' ? field.length : textLength(field)),
    0,
  );
}
