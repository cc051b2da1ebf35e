import { decodeEntities, readAngle } from './angle.js';
import { emojiGlyph } from './emoji.js';
import type { Inline, TextBlock } from './text-nodes.js';

export interface MrkdwnOptions {
  /** Bare addresses become links; Slack does so unless a text object is `verbatim`. */
  links?: boolean;
  /** `@here` and `#general` as plain words become mentions; likewise. */
  mentions?: boolean;
}

interface Hit {
  node: Inline;
  end: number;
}

/** Reads Slack's mrkdwn: fenced code first, then quotes line by line, then what is inside a line. */
export function parseMrkdwn(text: string, options: MrkdwnOptions = {}): TextBlock[] {
  const blocks: TextBlock[] = [];
  let from = 0;
  for (const fence of text.matchAll(/```([\s\S]+?)```/g)) {
    blocks.push(...parseLines(text.slice(from, fence.index), options));
    blocks.push({ kind: 'pre', text: plainAngles(fence[1] ?? '').replace(/^\n|\n$/g, '') });
    from = fence.index + fence[0].length;
  }
  blocks.push(...parseLines(text.slice(from), options));
  return blocks;
}

/** A text object's own rules: `verbatim` turns off what Slack would find in it by itself. */
export function parseTextObject(text: { type: string; text: string; verbatim?: boolean }): TextBlock[] {
  if (text.type === 'plain_text') return [{ kind: 'paragraph', children: parsePlain(text.text) }];
  const auto = text.verbatim !== true;
  return parseMrkdwn(text.text, { links: auto, mentions: auto });
}

/** plain_text knows emoji and line breaks and nothing else. */
export function parsePlain(text: string): Inline[] {
  return scan(text, [emoji, lineBreak], (raw) => raw);
}

function parseLines(text: string, options: MrkdwnOptions): TextBlock[] {
  const trimmed = text.replace(/^\n|\n$/g, '');
  if (trimmed.trim() === '') return [];
  const blocks: TextBlock[] = [];
  let run: string[] = [];
  let quoted = false;
  const flush = () => {
    const joined = run.join('\n');
    run = [];
    if (joined !== '') {
      blocks.push({ kind: quoted ? 'quote' : 'paragraph', children: parseInline(joined, options) });
    }
  };
  let restIsQuoted = false;
  for (const line of trimmed.split('\n')) {
    const mark = /^(?:>>>|(?:&gt;){3}|>|&gt;) ?/.exec(line)?.[0];
    const isQuote = restIsQuoted || mark !== undefined;
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    run.push(restIsQuoted || mark === undefined ? line : line.slice(mark.length));
    if (mark?.replace(/&gt;/g, '>').startsWith('>>>')) restIsQuoted = true;
  }
  flush();
  return blocks;
}

/** Reads what may stand inside a line; line breaks become nodes. */
export function parseInline(text: string, options: MrkdwnOptions = {}): Inline[] {
  const matchers: Matcher[] = [
    codeSpan,
    (source, at) => angle(source, at, options),
    (source, at) => styled(source, at, options),
    emoji,
    lineBreak,
  ];
  if (options.links) matchers.push(bareLink);
  if (options.mentions) matchers.push(broadcastWord, channelWord);
  return scan(text, matchers, decodeEntities);
}

type Matcher = (source: string, at: number) => Hit | undefined;

function scan(source: string, matchers: readonly Matcher[], decode: (raw: string) => string): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: decode(plain) });
    plain = '';
  };
  let at = 0;
  while (at < source.length) {
    const hit = firstHit(source, at, matchers);
    if (hit) {
      flush();
      nodes.push(hit.node);
      at = hit.end;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function firstHit(source: string, at: number, matchers: readonly Matcher[]): Hit | undefined {
  // Most characters can start nothing: look before trying every matcher.
  if (!/[`<*_~:\nh@#]/.test(source[at] ?? '')) return undefined;
  for (const matcher of matchers) {
    const hit = matcher(source, at);
    if (hit) return hit;
  }
  return undefined;
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function lineBreak(source: string, at: number): Hit | undefined {
  return source[at] === '\n' ? { node: { kind: 'break' }, end: at + 1 } : undefined;
}

function codeSpan(source: string, at: number): Hit | undefined {
  const match = matchAt(/`([^`\n]+)`/y, source, at);
  return match
    ? { node: { kind: 'code', text: plainAngles(match[1] ?? '') }, end: at + match[0].length }
    : undefined;
}

function emoji(source: string, at: number): Hit | undefined {
  const match = matchAt(/:([a-z0-9+_'-]+):(?::skin-tone-[2-6]:)?/y, source, at);
  const name = match?.[1];
  const glyph = name && emojiGlyph(name);
  return match && name && glyph
    ? { node: { kind: 'emoji', name, glyph }, end: at + match[0].length }
    : undefined;
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** `*bold*` only where it starts a word and ends one, on one line, as Slack has it. */
function styled(source: string, at: number, options: MrkdwnOptions): Hit | undefined {
  const mark = source[at];
  if (mark !== '*' && mark !== '_' && mark !== '~') return undefined;
  const before = source[at - 1];
  const after = source[at + 1];
  if (isWord(before) || before === mark || after === undefined || /\s/.test(after) || after === mark) {
    return undefined;
  }
  const close = closingMark(source, at + 1, mark);
  if (close === undefined) return undefined;
  const children = parseInline(source.slice(at + 1, close), options);
  return { node: { kind: MARKS[mark], children }, end: close + 1 };
}

function closingMark(source: string, from: number, mark: string): number | undefined {
  for (let at = from; at < source.length && source[at] !== '\n'; at += 1) {
    const character = source[at];
    if (character === '`' || character === '<') {
      const opaque = matchAt(/`[^`\n]+`|<[^<>\n]+>/y, source, at);
      at += Math.max((opaque?.[0].length ?? 0) - 1, 0);
      continue;
    }
    if (character !== mark || at === from || /\s/.test(source[at - 1] ?? ' ')) continue;
    const after = source[at + 1];
    if (!isWord(after) && after !== mark) return at;
  }
  return undefined;
}

/** `<…>`: links, mentions, dates. */
function angle(source: string, at: number, options: MrkdwnOptions): Hit | undefined {
  const match = matchAt(/<([^<>\n]+)>/y, source, at);
  if (!match) return undefined;
  const node = readAngle(match[1] ?? '', (label) =>
    parseInline(label, { ...options, links: false, mentions: false }),
  );
  return node && { node, end: at + match[0].length };
}

function bareLink(source: string, at: number): Hit | undefined {
  if (isWord(source[at - 1])) return undefined;
  const match = matchAt(/https?:\/\/[^\s<>|*~`]*[^\s<>|*~`.,;:!?)\]'"]/y, source, at);
  if (!match) return undefined;
  const url = decodeEntities(match[0]);
  return { node: { kind: 'link', url, children: [{ kind: 'text', text: url }] }, end: at + match[0].length };
}

function broadcastWord(source: string, at: number): Hit | undefined {
  const match = isWord(source[at - 1]) ? null : matchAt(/@(here|channel|everyone)\b/y, source, at);
  return match
    ? { node: { kind: 'broadcast', range: match[1] ?? '' }, end: at + match[0].length }
    : undefined;
}

/** `#general`; a number after `#` is an issue, not a channel. */
function channelWord(source: string, at: number): Hit | undefined {
  const match = isWord(source[at - 1]) ? null : matchAt(/#([a-z][a-z0-9_-]*)/y, source, at);
  const name = match?.[1];
  return match && name ? { node: { kind: 'channel', id: name, name }, end: at + match[0].length } : undefined;
}

/** In code, a link that a client wrapped in angle brackets shows as its address or label alone. */
function plainAngles(code: string): string {
  return decodeEntities(
    code.replace(/<(https?:[^<>|\n]+)(?:\|([^<>\n]+))?>/g, (_, url, label) => label ?? url),
  );
}
