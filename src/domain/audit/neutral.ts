/** Breaks what GitHub would act on, and nobody sees it. */
const BREAK = '\u200B';
const CODE = /`[^`\n]{1,2000}`/g;
/** Whatever stands in front: behind a `_` or a digit, GitHub sees an address all the same. */
const ADDRESS = /(?:(?:https?|ftp):\/\/|www\.)[^\s<>`]{1,2000}/gi;
/**
 * Characters that nobody sees: they turn the reading direction, or hide what is there, and an agent reads it. The one
 * that gives an emoji its colours stays.
 */
const HIDDEN = /(?![\n\t])(?!(?<=\p{Emoji})[\uFE0E\uFE0F])[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text of an audit as markdown that does nothing: no mention pings, no `#1` links or closes, no markup, comment or
 * image survives. Code in backticks stays code, where GitHub looks for nothing.
 */
export function neutralise(text: string): string {
  // Some read a line's end in characters that are none to markdown.
  const ended = text.replace(/\r\n?|[\u2028\u2029]/g, '\n');
  const lines = ended.replace(HIDDEN, '').split('\n');
  return lines
    .map((line) => neutralLine(line.trim()))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The same for one plain line without markdown, such as a title. */
export function neutralTitle(text: string): string {
  return (
    text
      .replace(HIDDEN, '')
      .replace(/[`*]+|~~/g, '')
      // A title becomes that of a pull request, and so of a commit, where an address or `GH-3` would close.
      .replace(/(?<![a-z])[a-z]*(?:https?|ftp):\/+/gi, '')
      .replace(/(GH)-(?=\d)/gi, '$1 ')
      // Runs as a whole, since of `@@a` or `@#1a` a mention would be left.
      .replace(/#*@[@#]*(?=[\w-])|#+(?=\d)/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** A path or name as code, whatever it holds. */
export function asCode(text: string): string {
  const clean = text
    .replace(HIDDEN, '')
    .replace(/[`\r\n\u2028\u2029]+/g, ' ')
    .trim();
  return `\`${clean || ' '}\``;
}

function neutralLine(line: string): string {
  let made = '';
  let at = 0;
  for (const match of line.matchAll(CODE)) {
    made = joined(made + withAddresses(line.slice(at, match.index)), match[0]);
    at = match.index + match[0].length;
  }
  made += withAddresses(line.slice(at));
  // What would begin a heading, a list, a rule or a quote.
  return made.replace(/^(?=[#+=-])/, '\\').replace(/^(\d{1,9})(?=[.)])/, '$1\\');
}

/** Two stretches of code that touch would become one. */
function joined(text: string, code: string): string {
  return text.endsWith('`') ? `${text} ${code}` : text + code;
}

/** Addresses become code: readable, and no reference to an issue of anybody's. */
function withAddresses(text: string): string {
  let made = '';
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    made = joined(made + escaped(text.slice(at, match.index)), asCode(match[0]));
    at = match.index + match[0].length;
  }
  return made + escaped(text.slice(at));
}

function escaped(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]~|$]/g, '\\$&')
    .replace(/@(?=\S)/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1-${BREAK}`);
}
