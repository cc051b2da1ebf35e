/** The pieces of text that views share. Text of third parties enters a view through `escaped` alone. */
import { isInsider } from '../../domain/title.js';

/** Slack's own rule: these three characters and no others. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** At most `length` characters of plain text, the last one a `…` when something was left out. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half of a surrogate pair would be refused.
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The same for markdown: never within an escape or a date, whose rest would show. */
export function cutMarkdown(text: string, length: number): string {
  if (text.length <= length) return text;
  const part = text.slice(0, length - 1).replace(/(?:[\ud800-\udbff]|&[a-z]*|<[^>]*)$/, '');
  return `${part}…`;
}

/** Characters that turn the direction of reading, and so let a title show other words than it holds. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** A title as it may stand in a line of markdown: escaped, on one line, its formatting characters harmless. */
export function title(text: string, length = 90): string {
  const flat = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(TURNS, '')
    .trim();
  // A zero-width space keeps *, _, ~ and ` from opening a format that would swallow the words behind it.
  return escaped(cut(flat, length)).replace(/[*_~`]/g, (mark) => `\u200b${mark}`);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `core #118` for `dappcore/core` and 118. */
export function issue(repo: string, number: number): string {
  return `${escaped(repo.slice(repo.indexOf('/') + 1))} #${number}`;
}

const WIDTH = 10;

/** A bar that phones draw too: `▰▰▰▱▱▱▱▱▱▱`. Anything begun shows, and only the whole is full. */
export function bar(done: number, total: number): string {
  const share = total === 0 ? 0 : done / total;
  const full =
    share >= 1 ? WIDTH : Math.min(WIDTH - 1, share > 0 ? Math.max(1, Math.round(share * WIDTH)) : 0);
  return '▰'.repeat(full) + '▱'.repeat(WIDTH - full);
}

/** How long ago, in the words of a person. */
export function ago(at: string | null, now: Date): string {
  if (at === null) return 'never read yet';
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  if (minutes < 1) return 'as of just now';
  if (minutes < 60) return `as of ${minutes} min ago`;
  return minutes < 48 * 60
    ? `as of ${plural(Math.floor(minutes / 60), 'hour')} ago`
    : `as of ${Math.floor(minutes / 1440)} days ago`;
}

/** A moment that Slack shows in the reader's own zone. */
export function moment(at: Date): string {
  const fallback = `${at.toISOString().slice(11, 16)} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1_000)}^{time}|${fallback}>`;
}

/** The same with its day. */
export function dayAndTime(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1_000)}^{date_short_pretty} {time}|${fallback}>`;
}

/** Whoever is not of the team wrote what the agent or the bot will read: the approver should know. Empty for insiders. */
export function fromOutside(authorAssociation = 'OWNER'): string {
  return isInsider(authorAssociation) ? '' : ` · ⚠️ written from outside (${authorAssociation.toLowerCase()})`;
}
