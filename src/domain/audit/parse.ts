import { classify } from './classify.js';
import type { Draft } from './draft.js';
import { draftOf } from './draft.js';
import { linesIn } from './fields.js';
import type { AuditReading, Finding } from './finding.js';
import { plain } from './inline.js';
import { type Block, readMarkdown } from './markdown.js';
import { readOutline, repeatedLabels } from './outline.js';
import { selectFindings } from './select.js';
import { judgeText } from './verdict.js';
import { MOST_CANDIDATES, Walk } from './walk.js';

/** More issues than a repository bears at once: a report with more is for a person to cut down. */
const MOST_FINDINGS = 500;

/**
 * The findings of an audit, from the structure of its markdown. Whatever it is given, it answers; how far to trust
 * the answer is in `sureness` and `doubts`. What it yields is for a person to look at, never a command. `title` is the
 * issue's own: what kind of matter it names is taken for findings that say nothing of it themselves.
 */
export function parseAudit(markdown: string, title = ''): AuditReading {
  const { blocks, isWhole } = readMarkdown(markdown);
  const outline = readOutline(blocks);
  const walk = new Walk(repeatedLabels(outline));
  walk.visit(outline, { role: 'plain', group: null, chain: [], file: null, counted: false });
  const drafts = walk.candidates.slice(0, MOST_CANDIDATES).map(draftOf);
  const selected = selectFindings(drafts).sort((a, b) => a.candidate.start - b.candidate.start);
  const findings = selected.slice(0, MOST_FINDINGS).map((draft) => findingOf(draft, title));
  return { findings, ...judgeReading({ blocks, isWhole, drafts, selected, findings }) };
}

function findingOf(draft: Draft, title: string): Finding {
  const { category, type, severity, complexity, scope } = classify(draft, title);
  const doubts = doubtsOf(draft);
  const sure =
    { marked: 0.9, placed: 0.8, loose: 0.55 }[draft.candidate.tier] - (draft.candidate.echo ? 0.2 : 0);
  return {
    title: draft.title || 'Untitled finding',
    severity,
    type,
    scope,
    complexity,
    locations: draft.locations,
    description: draft.description,
    fix: draft.fix,
    category: category?.name ?? null,
    sureness: Math.max(0.1, Math.round((sure - (draft.verdict === 'neutral' ? 0.1 : 0)) * 100) / 100),
    doubts,
    position: draft.candidate.start,
  };
}

function doubtsOf({ severity, locations, candidate, verdict, title }: Draft): string[] {
  return [
    ...(severity ? [] : ['No severity is stated.']),
    ...(locations.length > 0 ? [] : ['No file is named.']),
    ...(candidate.echo ? ['It stands only in a summary or a plan.'] : []),
    ...(candidate.tier === 'loose' ? ['Only its words make it a finding, not its form.'] : []),
    ...(verdict === 'neutral' ? ['It does not say what is wrong.'] : []),
    ...(title ? [] : ['It has no title.']),
  ];
}

interface Read {
  blocks: Block[];
  isWhole: boolean;
  drafts: Draft[];
  selected: Draft[];
  findings: Finding[];
}

function judgeReading({
  blocks,
  isWhole,
  drafts,
  selected,
  findings,
}: Read): Pick<AuditReading, 'sureness' | 'doubts'> {
  const text = linesIn(blocks).map(plain).join('\n');
  const doubts: string[] = [];
  let sureness = 1;
  const doubt = (share: number, why: string) => {
    sureness *= share;
    doubts.push(why);
  };
  if (!isWhole) doubt(0.3, 'It is longer than any report; only its beginning was read.');
  if (drafts.length >= MOST_CANDIDATES || selected.length > MOST_FINDINGS)
    doubt(0.3, `It lists more than ${MOST_FINDINGS} matters; only the first are shown.`);
  if (findings.length === 0) {
    const isWell =
      drafts.some(({ verdict }) => verdict === 'good' || verdict === 'done') || judgeText(text) === 'good';
    if (text.trim() === '') doubt(0.9, 'It is empty.');
    else if (!isWell)
      doubt(0.4, 'Nothing in it has the form of a finding, yet it does not say that all is well.');
    return { sureness, doubts };
  }
  const mean = findings.reduce((sum, finding) => sum + finding.sureness, 0) / findings.length;
  sureness *= mean;
  const stated = statedCount(text);
  if (stated !== null && stated !== findings.length && stated > 0)
    doubt(
      stated > findings.length * 2 || stated * 2 < findings.length ? 0.6 : 0.85,
      `It speaks of ${stated} findings, ${findings.length} were read.`,
    );
  const loose = selected.filter(({ candidate }) => candidate.tier === 'loose').length;
  if (loose * 2 > selected.length) doubt(0.85, 'Most of it is prose or plain lists.');
  return { sureness: Math.round(sureness * 100) / 100, doubts };
}

/** How many findings the report itself says it has. */
function statedCount(text: string): number | null {
  const match =
    /(?:total(?: findings| issues)?\s*[:=·]\s*|(?:found|identified|total of|lists?|contains)\s+)(\d{1,3})(?:\s+(?:\w+\s){0,2}?(?:findings|issues|vulnerabilities|problems))?|\b(\d{1,3})\s+(?:\w+\s)?(?:findings|issues|vulnerabilities|problems)\s+(?:were |have been )?(?:found|identified|in total)/i.exec(
      text.slice(0, 20_000),
    );
  const digits = match?.[1] ?? match?.[2];
  return digits ? Number(digits) : null;
}
