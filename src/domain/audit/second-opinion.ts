import type { AuditDraft, DraftIssue } from '../draft.js';
import type { FindingType, Severity } from './finding.js';
import { fold } from './words.js';

/** One finding as another reader of the same report sees it. */
export interface Opinion {
  title: string;
  severity: Severity;
  type: FindingType;
  path: string | null;
}

/** How another reading of a report differs from the draft. It is shown, and changes nothing by itself. */
export type SecondOpinion =
  | {
      /** Who gave it. */
      by: string;
      /** Findings that both see. */
      agrees: number;
      /** What it sees besides. */
      more: Opinion[];
      /** Keys of the draft's issues that it does not see. */
      unseen: string[];
      /** Of those that both see: what it would call otherwise. */
      differs: { key: string; severity: Severity }[];
    }
  | { failed: string };

/** Half of the words in common, or a quarter when they speak of the same file. */
const SAME_WORDS = 0.5;
const SAME_FILE = 0.25;

/** Compares a draft's own findings, framework issues aside, with what another reader makes of the report. */
export function compareOpinions(
  { issues }: Pick<AuditDraft, 'issues'>,
  opinions: readonly Opinion[],
  by: string,
): SecondOpinion {
  const own = issues.filter(({ solves }) => solves.length === 0);
  const left = new Set(opinions);
  const pairs = own.flatMap((issue) => {
    const [best] = [...left]
      .map((opinion) => ({ opinion, score: likeness(issue, opinion) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    if (!best) return [];
    left.delete(best.opinion);
    return [{ issue, opinion: best.opinion }];
  });
  const seen = new Set(pairs.map(({ issue }) => issue.key));
  return {
    by,
    agrees: pairs.length,
    more: [...left],
    unseen: own.filter(({ key }) => !seen.has(key)).map(({ key }) => key),
    differs: pairs.flatMap(({ issue, opinion }) =>
      issue.severity === opinion.severity ? [] : [{ key: issue.key, severity: opinion.severity }],
    ),
  };
}

/** 0 for two matters, else how alike they are told. */
function likeness(issue: DraftIssue, { title, path }: Opinion): number {
  const one = wordsOf(`${issue.title} ${issue.finding?.title ?? ''}`);
  const other = wordsOf(title);
  const common = [...other].filter((word) => one.has(word)).length;
  const share = other.size === 0 ? 0 : common / other.size;
  const sameFile = path !== null && (issue.finding?.locations ?? []).some((place) => place.path === path);
  return share >= (sameFile ? SAME_FILE : SAME_WORDS) ? share + (sameFile ? 1 : 0) : 0;
}

function wordsOf(text: string): Set<string> {
  return new Set(fold(text).match(/[a-z0-9]{3,}/g) ?? []);
}
