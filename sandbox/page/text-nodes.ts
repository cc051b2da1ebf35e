/**
 * Formatted text as a tree. mrkdwn, markdown and rich_text are all read into it, so that there is one way
 * to draw text, and drawing never has to look at anybody's markup.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'underline'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; children: Inline[] }
  | { kind: 'user'; id: string; name?: string }
  | { kind: 'channel'; id: string; name?: string }
  | { kind: 'group'; id: string; name?: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; seconds: number; format: string; fallback: string; url?: string }
  | { kind: 'emoji'; name: string; glyph: string }
  | { kind: 'break' };

export type TextBlock =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'pre'; text: string }
  | { kind: 'list'; ordered: boolean; indent: number; start: number; items: Inline[][] }
  | { kind: 'table'; rows: Inline[][][] }
  | { kind: 'rule' };

/** The same text with no markup at all, for labels and titles. */
export function plainText(nodes: readonly Inline[]): string {
  return nodes.map(plainInline).join('');
}

function plainInline(node: Inline): string {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'emoji':
      return node.glyph;
    case 'break':
      return ' ';
    case 'user':
    case 'group':
      return `@${node.name ?? node.id}`;
    case 'channel':
      return `#${node.name ?? node.id}`;
    case 'broadcast':
      return `@${node.range}`;
    case 'date':
      return node.fallback;
    default:
      return plainText(node.children);
  }
}
