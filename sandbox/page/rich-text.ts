import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import { emojiGlyph } from './emoji.js';
import { type Inline, plainText, type TextBlock } from './text-nodes.js';

/** Reads a rich_text block into the tree that mrkdwn is read into too. */
export function readRichText(block: RichTextBlock): TextBlock[] {
  const ordinals = new Map<number, number>();
  return block.elements.map((element) => readPart(element, ordinals));
}

function readPart(part: RichTextBlockElement, ordinals: Map<number, number>): TextBlock {
  switch (part.type) {
    case 'rich_text_quote':
      return { kind: 'quote', children: part.elements.flatMap(readElement) };
    case 'rich_text_preformatted':
      return { kind: 'pre', text: part.elements.map(sourceText).join('') };
    case 'rich_text_list': {
      const indent = part.indent ?? 0;
      const items = part.elements.map((item) => item.elements.flatMap(readElement));
      // An ordered list that is interrupted by a deeper one goes on counting.
      const start = (ordinals.get(indent) ?? 0) + 1;
      ordinals.set(indent, start + items.length - 1);
      for (const deeper of ordinals.keys()) if (deeper > indent) ordinals.delete(deeper);
      return { kind: 'list', ordered: part.style === 'ordered', indent, start, items };
    }
    default:
      ordinals.clear();
      return { kind: 'paragraph', children: part.elements.flatMap(readElement) };
  }
}

/** In code, line breaks stay what they are. */
function sourceText(element: RichTextElement): string {
  if (element.type === 'text') return element.text;
  return element.type === 'link' ? (element.text ?? element.url) : plainText(readBare(element));
}

function readElement(element: RichTextElement): Inline[] {
  let nodes = readBare(element);
  const style = element.style ?? {};
  if (style.code) nodes = [{ kind: 'code', text: plainText(nodes) }];
  for (const [name, kind] of STYLES) if (style[name]) nodes = [{ kind, children: nodes }];
  return nodes;
}

const STYLES = [
  ['bold', 'bold'],
  ['italic', 'italic'],
  ['strike', 'strike'],
  ['underline', 'underline'],
] as const;

function readBare(element: RichTextElement): Inline[] {
  switch (element.type) {
    case 'text':
      return withBreaks(element.text);
    case 'link':
      return [{ kind: 'link', url: element.url, children: withBreaks(element.text ?? element.url) }];
    case 'user':
      return [{ kind: 'user', id: element.user_id }];
    case 'channel':
      return [{ kind: 'channel', id: element.channel_id }];
    case 'usergroup':
      return [{ kind: 'group', id: element.usergroup_id }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: element.range }];
    case 'emoji':
      return [readEmoji(element.name)];
    case 'date':
      return [
        {
          kind: 'date',
          seconds: element.timestamp,
          format: element.format,
          fallback: element.fallback ?? '',
          ...(element.url ? { url: element.url } : {}),
        },
      ];
    case 'color':
      return [{ kind: 'text', text: element.value }];
    case 'team':
      return [{ kind: 'text', text: `@${element.team_id}` }];
  }
}

function readEmoji(name: string): Inline {
  const glyph = emojiGlyph(name);
  return glyph ? { kind: 'emoji', name, glyph } : { kind: 'text', text: `:${name}:` };
}

function withBreaks(text: string): Inline[] {
  return text
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index > 0 ? [{ kind: 'break' } as const] : []),
      ...(line === '' ? [] : [{ kind: 'text', text: line } as const]),
    ]);
}
