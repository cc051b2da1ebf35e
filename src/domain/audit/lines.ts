/** One line of the document, without its end; `start` is its place in the source. */
export interface Line {
  text: string;
  start: number;
}

/** The lines of a document, without what only wraps it. */
export function readLines(source: string): Line[] {
  return withoutWrapping(withoutFrontMatter(linesOf(source)));
}

function linesOf(source: string): Line[] {
  const lines: Line[] = [];
  const end = /\r\n?|\n/g;
  let start = source.startsWith('\uFEFF') ? 1 : 0;
  for (let match = end.exec(source); match; match = end.exec(source)) {
    lines.push({ text: withoutTabs(source.slice(start, match.index)), start });
    start = end.lastIndex;
  }
  lines.push({ text: withoutTabs(source.slice(start)), start });
  return lines;
}

function withoutTabs(text: string): string {
  return text.includes('\t') ? text.replaceAll('\t', '    ') : text;
}

function withoutFrontMatter(lines: Line[]): Line[] {
  if (lines[0]?.text !== '---') return lines;
  const end = lines.slice(0, 100).findIndex(({ text }, index) => index > 0 && text === '---');
  const isYaml = end > 0 && /^[\w-]+:/.test(lines[1]?.text ?? '');
  return isYaml ? lines.slice(end + 1) : lines;
}

/** Agents like to hand in their whole report inside a code block. */
function withoutWrapping(lines: Line[]): Line[] {
  const first = lines.findIndex((line) => !isBlank(line));
  if (!/^(?:`{3,}|~{3,})\s*(?:md|markdown)\s*$/i.test(lines[first]?.text ?? '')) return lines;
  let last = lines.length - 1;
  while (last > first && isBlank(lines[last])) last -= 1;
  return /^(?:`{3,}|~{3,})\s*$/.test(lines[last]?.text ?? '') ? lines.slice(first + 1, last) : lines;
}

export function isBlank(line: Line | undefined): boolean {
  return line !== undefined && line.text.trim() === '';
}
