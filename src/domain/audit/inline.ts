/** A stretch of text in one style. */
export interface Run {
  text: string;
  code: boolean;
  strong: boolean;
  struck: boolean;
  /** Where it links to, or null. */
  url: string | null;
}

/** What is longer than this is read so far and no further. */
export const LONGEST_TEXT = 20_000;

const PLAIN = /[^\\`*_~[\]!<&]+/y;
const BACKTICKS = /`+/g;
const DESTINATION = /\(\s*<?((?:[^()\s<>]|\([^()\s<>]{0,200}\)){0,2000})>?(?:\s+"[^"\n]{0,300}")?\s*\)/y;
const REFERENCE = /\[[^[\]\n]{0,100}\]/y;
const TAG = /<(?:\/?([a-z][a-z0-9-]*)(?:\s[^<>]{0,500})?\/?|(https?:[^<>\s]{1,2000}))>/iy;
const ENTITY = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(amp|lt|gt|quot|apos|nbsp|mdash|ndash|hellip));/iy;
const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
};

interface State {
  text: string;
  at: number;
  runs: Run[];
  /** The run that holds the opening mark, per mark: one at a time, so that nothing is gone over twice. */
  open: Map<string, number>;
  brackets: { run: number; image: boolean }[];
  /** Where code spans can end, by the length of their backticks. */
  ticks: Map<number, number[]> | null;
  noComments: boolean;
}

/** The words of a text with their style; markup is gone. Line ends stay. */
export function readInline(text: string): Run[] {
  const state: State = {
    text: text.slice(0, LONGEST_TEXT),
    at: 0,
    runs: [],
    open: new Map(),
    brackets: [],
    ticks: null,
    noComments: false,
  };
  while (state.at < state.text.length) step(state);
  return state.runs.filter((run) => run.text !== '');
}

/** The words alone. */
export function plain(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}

/** The words of a text as it stands in the document, in one line. */
export function plainText(text: string): string {
  return plain(readInline(text)).replace(/\s+/g, ' ').trim();
}

function step(state: State): void {
  const stretch = take(state, PLAIN);
  if (stretch) {
    add(state, stretch[0]);
    return;
  }
  const char = state.text[state.at] ?? '';
  const read = STEPS[char];
  if (!read?.(state)) {
    add(state, char);
    state.at += 1;
  }
}

/** Each reads what its character begins and answers true, or touches nothing. */
const STEPS: Record<string, (state: State) => boolean> = {
  '\\': readEscape,
  '`': readCode,
  '*': readMark,
  _: readMark,
  '~': readMark,
  '[': (state) => openBracket(state, false),
  '!': (state) => state.text[state.at + 1] === '[' && openBracket(state, true),
  ']': closeBracket,
  '<': readTag,
  '&': readEntity,
};

function take(state: State, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = state.at;
  const match = pattern.exec(state.text);
  if (match) state.at = pattern.lastIndex;
  return match;
}

function add(state: State, text: string, style: Partial<Run> = {}): number {
  return state.runs.push({ text, code: false, strong: false, struck: false, url: null, ...style }) - 1;
}

function readEscape(state: State): boolean {
  const next = state.text[state.at + 1] ?? '';
  if (!/[!-/:-@[-`{-~\n]/.test(next)) return false;
  add(state, next);
  state.at += 2;
  return true;
}

function readCode(state: State): boolean {
  const { text } = state;
  let end = state.at;
  while (text[end] === '`') end += 1;
  const length = end - state.at;
  state.ticks ??= ticksOf(text);
  const places = state.ticks.get(length) ?? [];
  while ((places.at(-1) ?? end) < end) places.pop();
  const close = places.at(-1);
  if (close === undefined) {
    add(state, text.slice(state.at, end));
  } else {
    const code = text.slice(end, close).replace(/\n/g, ' ');
    add(state, / .*\S.* /.test(code) ? code.replace(/^ (.*) $/, '$1') : code, { code: true });
  }
  state.at = close === undefined ? end : close + length;
  return true;
}

/** Last place first, so that places passed are popped. */
function ticksOf(text: string): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const match of text.matchAll(BACKTICKS)) {
    const list = places.get(match[0].length);
    if (list) list.push(match.index);
    else places.set(match[0].length, [match.index]);
  }
  for (const list of places.values()) list.reverse();
  return places;
}

function readMark(state: State): boolean {
  const char = state.text[state.at] ?? '';
  let end = state.at;
  while (state.text[end] === char) end += 1;
  const before = state.text[state.at - 1] ?? ' ';
  const after = state.text[end] ?? ' ';
  const word = /[\p{L}\p{N}]/u;
  const glued = char === '_' && word.test(before) && word.test(after);
  const canOpen = !/\s/.test(after) && !glued;
  const canClose = !/\s/.test(before) && !glued;
  for (const mark of marksOf(char, end - state.at)) {
    if (canClose && close(state, mark)) continue;
    const run = add(state, mark);
    if (canOpen && mark.length <= 2) state.open.set(mark, run);
  }
  state.at = end;
  return true;
}

function marksOf(char: string, length: number): string[] {
  if (length > 3) return [char.repeat(length)];
  return length === 3 ? [char.repeat(2), char] : [char.repeat(length)];
}

function close(state: State, mark: string): boolean {
  const from = state.open.get(mark);
  if (from === undefined) return false;
  const opener = state.runs[from];
  if (opener) opener.text = '';
  for (const run of state.runs.slice(from)) {
    if (mark === '**' || mark === '__') run.strong = true;
    if (mark === '~~') run.struck = true;
  }
  for (const [other, place] of state.open) if (place >= from && mark.length > 1) state.open.delete(other);
  state.open.delete(mark);
  return true;
}

function openBracket(state: State, image: boolean): boolean {
  state.brackets.push({ run: add(state, image ? '![' : '['), image });
  state.at += image ? 2 : 1;
  return true;
}

function closeBracket(state: State): boolean {
  const open = state.brackets.pop();
  if (!open) return false;
  state.at += 1;
  const next = state.text[state.at];
  const target = next === '(' ? take(state, DESTINATION) : null;
  if (!target && !(next === '[' && take(state, REFERENCE))) {
    add(state, ']');
    return true;
  }
  const inside = state.runs.slice(open.run);
  if (inside[0]) inside[0].text = '';
  for (const run of inside) {
    if (open.image) run.text = '';
    else run.url = target?.[1] ?? null;
  }
  // A link holds no link: what was opened before it is over.
  if (!open.image) state.brackets = [];
  return true;
}

function readTag(state: State): boolean {
  if (state.text.startsWith('<!--', state.at) && !state.noComments) {
    const end = state.text.indexOf('-->', state.at + 4);
    state.noComments = end === -1;
    if (end !== -1) {
      state.at = end + 3;
      return true;
    }
  }
  const match = take(state, TAG);
  if (!match) return false;
  if (match[2]) add(state, match[2], { url: match[2] });
  else if (match[1]?.toLowerCase() === 'br') add(state, '\n');
  return true;
}

function readEntity(state: State): boolean {
  const match = take(state, ENTITY);
  if (!match) return false;
  const code = match[1] ? Number(match[1]) : Number.parseInt(match[2] ?? '', 16);
  const isCode = match[1] !== undefined || match[2] !== undefined;
  if (!isCode) add(state, NAMED[match[3]?.toLowerCase() ?? ''] ?? '');
  else add(state, code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ');
  return true;
}
