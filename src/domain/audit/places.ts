import type { Candidate } from './candidate.js';
import { sliceRuns } from './fields.js';
import type { Location } from './finding.js';
import { plain, type Run } from './inline.js';
import { locationsIn } from './locations.js';
import { LINE } from './titles.js';
import type { FieldName } from './words.js';

/** Where a finding is: by what its labels say, else by its title, else by its text. */
export function placesOf(candidate: Candidate): Location[] {
  const { head, lines, file } = candidate;
  const named = runsOf(candidate, ['location']).flatMap(asCode);
  const sources: Run[][] = [
    named,
    runsOf(candidate, ['evidence']).flat(),
    head,
    lines.flatMap(broken),
    runsOf(candidate, ['problem']).flat(),
    runsOf(candidate, ['impact', 'fix']).flat(),
    runsOf(candidate, ['severity', 'category', 'other', 'effort']).flat(),
  ];
  const passing: Location[] = [];
  for (const source of sources) {
    const found = locationsIn(source);
    // A folder in passing says less than a file.
    if (!found.some(({ path }) => !path.endsWith('/'))) passing.push(...found);
    else if (source === head) return withLine(found, () => locationsIn(sources.flat()));
    else return withLine(source === named ? found : linedFirst(found), () => lineField(candidate, found));
  }
  if (passing.length === 0 && file) return [{ path: file, line: lineIn(plain(head)) }];
  return passing.slice(0, 3);
}

/** When the first place has no line, another mention of the same file may tell it. */
function withLine(found: Location[], others: () => Location[]): Location[] {
  const [first, ...more] = found;
  if (!first || first.line !== null) return found;
  const better = others().find(({ path, line }) => path === first.path && line !== null);
  return better ? [better, ...more] : found;
}

/** A label `Line` or a column of lines beside that of the files. */
function lineField(candidate: Candidate, [first]: readonly Location[]): Location[] {
  const line = /\d{1,7}/.exec(plain(runsOf(candidate, ['line']).flat()))?.[0];
  return first && line ? [{ path: first.path, line: Number(line) }] : [];
}

function linedFirst(found: readonly Location[]): Location[] {
  return [...found.filter(({ line }) => line !== null), ...found.filter(({ line }) => line === null)];
}

function runsOf({ fields }: Candidate, names: readonly FieldName[]): Run[][] {
  return fields.filter(({ name }) => names.includes(name)).flatMap((field) => field.lines.map(broken));
}

/** `Line 44: …` below the name of a file, perhaps behind a severity. */
function lineIn(text: string): number | null {
  const line = LINE.exec(text.replace(/^[[(]\w+[\])]\s*/, ''))?.[1];
  return line ? Number(line) : null;
}

function broken(line: readonly Run[]): Run[] {
  return [...line, { text: '\n', code: false, strong: false, struck: false, url: null }];
}

/** In a value that is a place by its label, a folder needs no backticks to be one. */
function asCode(line: readonly Run[]): Run[] {
  return broken(sliceRuns(line, 0, 4_000)).map((run) =>
    /^\s*[\w./-]+\s*$/.test(run.text) ? { ...run, code: true } : run,
  );
}
