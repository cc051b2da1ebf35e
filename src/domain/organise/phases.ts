import { severityRank } from '../labels.js';
import type { LooseIssue, PhaseNumber } from './plan.js';

const CLEANUP = /\bdeprecat|\bfinal (?:check|validation|review)\b|\bclean ?up\b/i;
const GROUND =
  /\binterfaces?\b|\bshared types?\b|\bbase class\b|\babstract(?:ion|)\b|\bcontracts?\b|\bbreaking\b/i;

/**
 * Gives each issue of an epic its phase and their order. Blockers first: framework issues, shared types, interfaces,
 * core abstractions, and whatever GitHub says blocks one of phase 1; documentation and deprecations last; the rest side
 * by side. None stands in an earlier phase than one that blocks it. Source: the flow's stage 2; `repo` is `owner/name`.
 */
export function inPhases<Issue extends LooseIssue>(
  repo: string,
  issues: readonly Issue[],
): { issue: Issue; phase: PhaseNumber }[] {
  const phases = new Map(issues.map((issue) => [issue.number, naturalPhase(issue)]));
  const blockersOf = (issue: Issue) =>
    issues.filter(({ number }) => issue.blockedBy.includes(`${repo}#${number}`) && number !== issue.number);
  // One pass settles a chain of two; as many passes as there are issues settle any, circles included.
  for (let changed = true, passes = 0; changed && passes < issues.length; passes++) {
    changed = false;
    for (const issue of issues) {
      const own = phases.get(issue.number) ?? 2;
      for (const { number } of blockersOf(issue)) {
        if ((phases.get(number) ?? 2) <= own) continue;
        phases.set(number, own);
        changed = true;
      }
    }
  }
  return issues
    .map((issue) => ({ issue, phase: phases.get(issue.number) ?? 2 }))
    .sort(
      (a, b) =>
        a.phase - b.phase ||
        severityRank(a.issue.labels) - severityRank(b.issue.labels) ||
        a.issue.number - b.issue.number,
    );
}

function naturalPhase({ title, labels }: LooseIssue): PhaseNumber {
  const own = new Set(labels.map((label) => label.toLowerCase()));
  if (own.has('framework')) return 1;
  if (own.has('docs') || own.has('documentation') || /^docs\b/i.test(title) || CLEANUP.test(title)) return 3;
  return GROUND.test(title) ? 1 : 2;
}
