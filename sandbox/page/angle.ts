import type { Inline } from './text-nodes.js';

/**
 * Reads what stands between `<` and `>`: links, mentions, dates. `parseLabel` reads the words of a link.
 * Undefined for what Slack does not know, which is then shown as it was written.
 */
export function readAngle(inside: string, parseLabel: (label: string) => Inline[]): Inline | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : inside.slice(bar + 1);
  const named = label === undefined ? {} : { name: decodeEntities(label) };
  if (/^@[UW]\w+$/.test(target)) return { kind: 'user', id: target.slice(1), ...named };
  if (/^#C\w+$/.test(target)) return { kind: 'channel', id: target.slice(1), ...named };
  if (target.startsWith('!')) return readCommand(target.slice(1), label);
  if (!/^(https?:|mailto:|tel:)/i.test(target)) return undefined;
  const url = decodeEntities(target);
  const children: Inline[] =
    label === undefined ? [{ kind: 'text', text: url.replace(/^(mailto|tel):/i, '') }] : parseLabel(label);
  return { kind: 'link', url, children };
}

function readCommand(command: string, label: string | undefined): Inline | undefined {
  if (/^(here|channel|everyone)$/.test(command)) return { kind: 'broadcast', range: command };
  const group = /^subteam\^(\w+)$/.exec(command)?.[1];
  if (group) {
    return { kind: 'group', id: group, ...(label ? { name: decodeEntities(label.replace(/^@/, '')) } : {}) };
  }
  const date = /^date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(command);
  if (!date) return label === undefined ? undefined : { kind: 'text', text: decodeEntities(label) };
  const [, seconds, format = '', url] = date;
  return {
    kind: 'date',
    seconds: Number(seconds),
    format: decodeEntities(format),
    fallback: decodeEntities(label ?? ''),
    ...(url ? { url: decodeEntities(url) } : {}),
  };
}

/** Slack escapes these three characters and no others. */
export function decodeEntities(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
