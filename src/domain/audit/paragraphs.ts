import type { Candidate, Context } from './candidate.js';
import { contentsOf, type Labels, labelsIn, linesOf } from './fields.js';
import { LONGEST_TEXT, plain } from './inline.js';
import { locationsIn } from './locations.js';
import { readTitle } from './titles.js';

/** Paragraphs that begin like findings: with a severity, a name such as `S-1`, or a place; one or more in a block. */
export function paragraphCandidates(
  { text, start }: { text: string; start: number },
  context: Context,
  labels: Labels,
): Candidate[] {
  if (context.role === 'admin') return [];
  const pieces: string[] = [];
  for (const line of text.slice(0, LONGEST_TEXT).split('\n')) {
    if (pieces.length === 0 || beginsFinding(line, labels)) pieces.push(line);
    else pieces[pieces.length - 1] += `\n${line}`;
  }
  return pieces.flatMap((piece) =>
    beginsFinding(piece, labels) && !isNotice(piece, context)
      ? [ofParagraph(piece, { start, context, labels })]
      : [],
  );
}

function beginsFinding(text: string, labels: Labels): boolean {
  const [head = []] = linesOf(text.slice(0, 1_000));
  const strong = head[0]?.strong ? head[0].text : '';
  const facts = readTitle(strong || plain(head).slice(0, 160));
  if (!facts.severity && !facts.id && !(facts.numbered && strong)) return false;
  if (facts.title.length < 4 && plain(head).length < 20) return false;
  return labelsIn(head, labels).length === 0;
}

const NOTICE = /^[^\p{L}]*(?:important|note|notice|warning|attention|caution)[^\p{L}\s]*\s*[:!]/iu;

/** A word to the reader, which begins like a severity: it names no place and stands outside of findings. */
function isNotice(text: string, { role, group }: Context): boolean {
  if (role === 'findings' || group || !NOTICE.test(text)) return false;
  return linesOf(text).every((line) => locationsIn(line).length === 0);
}

function ofParagraph(
  piece: string,
  { start, context, labels }: { start: number; context: Context; labels: Labels },
): Candidate {
  const lines = linesOf(piece);
  const [head = []] = lines;
  const facts = readTitle(head[0]?.strong ? head[0].text : plain(head).slice(0, 160));
  const { fields } = contentsOf([{ kind: 'paragraph', text: piece, start }], labels);
  return {
    start,
    among: -1,
    head,
    lines: lines.slice(1),
    fields,
    checked: null,
    tier: facts.severity || facts.id ? 'marked' : 'placed',
    echo: context.role === 'echo',
    group: context.group,
    chain: context.chain,
    file: context.file,
  };
}
