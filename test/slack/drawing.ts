import type { KnownBlock } from '@slack/types';
import { expect } from 'vitest';
import { checkMessageBlocks, messageTextLimit, textLength } from '../../sandbox/slack/blocks.js';
import type { LiveState, MessageContent } from '../../src/domain/message.js';
import type { Drawn } from '../../src/slack/views/blocks.js';
import { draw } from '../../src/slack/views/index.js';

/** Draws, and fails when Slack would refuse the message, read a mention out of it or show half a character. */
export function drawSafely(content: MessageContent, live: LiveState): Drawn {
  const drawn = draw(content, live);
  expect(checkMessageBlocks(drawn.blocks)).toEqual([]);
  expect(textLength(drawn.blocks)).toBeLessThanOrEqual(messageTextLimit);
  expect(drawn.text.length).toBeGreaterThan(0);
  expect(drawn.text.length).toBeLessThanOrEqual(4_000);
  expect(dangers(drawn)).toEqual([]);
  return drawn;
}

interface TextObject {
  type: string;
  text: string;
  verbatim?: boolean;
}

/** Every text object of a value, wherever it stands. */
function textsIn(value: unknown): TextObject[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'text' in value && typeof value.text === 'string' ? [value as TextObject] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}

/** The only thing in angle brackets that we write ourselves. */
const DATES = /<!date\^\d+\^(?:\{date_short_pretty\} )?\{time\}\|(?:\d{4}-\d\d-\d\d )?\d\d:\d\d UTC>/g;

function dangers({ text, blocks }: Drawn): string[] {
  const texts = textsIn(blocks);
  const markdown = [text, ...texts.filter(({ type }) => type === 'mrkdwn').map((one) => one.text)];
  return [
    ...markdown
      .filter((one) => /[<>]|&(?!(?:amp|lt|gt);)/.test(one.replace(DATES, '')))
      .map((one) => `unescaped: ${one}`),
    ...[text, ...texts.map((one) => one.text)]
      .filter((one) => /\p{Surrogate}/u.test(one))
      .map((one) => `half a character: ${one}`),
    // Without `verbatim`, Slack makes pings and links of @here, #general and web addresses.
    ...texts
      .filter(({ type, verbatim }) => type === 'mrkdwn' && verbatim !== true)
      .map((one) => `not verbatim: ${one.text}`),
  ];
}

/** A drawn message as its reader meets it, for snapshots: `[button]{what it does = what it carries}`. */
export function outline({ text, blocks }: Drawn): string {
  return [`“${text}”`, ...blocks.map(outlineBlock)].join('\n');
}

function outlineBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `# ${block.text.text}`;
    case 'section':
      return block.text?.text ?? '';
    case 'context':
      return block.elements.map((element) => `  (${'text' in element ? element.text : ''})`).join('\n');
    case 'divider':
      return '---';
    case 'actions':
      return block.elements.map((element) => (element.type === 'button' ? buttonOf(element) : '?')).join(' ');
    case 'table':
      return block.rows
        .map((row) => row.map((cell) => ('text' in cell ? cell.text : '')).join(' | '))
        .join('\n');
    default:
      return block.type;
  }
}

function buttonOf(button: {
  text: { text: string };
  action_id?: string;
  value?: string;
  style?: string;
}): string {
  const style = button.style ? `${button.style} ` : '';
  return `[${style}${button.text.text}]{${button.action_id} = ${button.value}}`;
}
