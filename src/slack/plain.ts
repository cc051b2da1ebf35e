import type { KnownBlock } from '@slack/types';
import { forTerminal } from '../domain/command.js';
import type { LiveState, MessageContent } from '../domain/message.js';
import { draw } from './views/index.js';

/** A message as lines for a terminal. */
export function drawLines(content: MessageContent, live: LiveState): string[] {
  return draw(content, live).blocks.flatMap(lines);
}

/** A drawn block as lines of text; buttons have no place in a terminal. */
function lines(block: KnownBlock): string[] {
  switch (block.type) {
    case 'header':
      return ['', plain(block.text.text), '─'.repeat(block.text.text.length)];
    case 'section':
      return block.text ? plain(block.text.text).split('\n') : [];
    case 'context':
      return block.elements.flatMap((element) => ('text' in element ? plain(element.text).split('\n') : []));
    case 'divider':
      return [''];
    case 'table':
      return columns(block.rows.map((row) => row.map((cell) => ('text' in cell ? cell.text : ''))));
    default:
      return [];
  }
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Slack's markdown without its marks, and its three escapes undone. */
function plain(text: string): string {
  return forTerminal(text)
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/(^|[\s(])[*_]([^*_\n]+)[*_](?=$|[\s).,·:])/gm, '$1$2')
    .replace(/\u200b/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
