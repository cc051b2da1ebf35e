import { neutralise } from '../audit/neutral.js';
import { endOfChildren, parseChecklist } from '../checklist.js';
import { type EpicPlan, PHASES, type PlannedChild } from './plan.js';

/** The body of a new epic's issue. Titles in it are other people's words: none of them pings, links or closes. */
export function epicBody({ children, theme }: EpicPlan, defaultBranch: string): string {
  const phases = PHASES.flatMap(({ number, name }) => {
    const own = children.filter(({ phase }) => phase === number);
    return own.length === 0 ? [] : [`### Phase ${number}: ${name}`, own.map(line).join('\n')];
  });
  return `${[
    '## Overview',
    `${children.length} issues on ${theme}, in phases: a phase begins when the one before it is closed. Their pull requests go into the branch of this epic, which is merged into \`${defaultBranch}\` when all of them are done.`,
    '## Child Issues',
    ...phases,
    '## Acceptance criteria',
    ['Every child issue is closed', `The branch of this epic is merged into \`${defaultBranch}\``]
      .map((one) => `- [ ] ${one}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

/**
 * The body of an epic that exists, with these children put below the last one of their phase, or with a phase of their
 * own at the checklist's end. Children that it names already are left out; every other character stays as it was.
 * Null when nothing is left to add.
 */
export function withChildren(body: string, children: EpicPlan['children'], repo: string): string | null {
  const known = childrenIn(body, repo);
  const missing = children.filter(({ number }) => !known.has(number));
  if (missing.length === 0) return null;
  return PHASES.reduce((text, { number, name }) => {
    const own = missing.filter(({ phase }) => phase === number);
    return own.length === 0 ? text : inserted(text, { phase: number, name, lines: own.map(line) });
  }, body);
}

/** Numbers of the children of this repository, which a checklist may name with it or without. */
export function childrenIn(body: string, repo: string): Set<number> {
  const own = parseChecklist(body).filter(
    (item) => item.repo === null || item.repo.toLowerCase() === repo.toLowerCase(),
  );
  return new Set(own.map(({ number }) => number));
}

function inserted(
  body: string,
  { phase, name, lines }: { phase: number; name: string; lines: string[] },
): string {
  const eol = body.includes('\r\n') ? '\r\n' : '\n';
  const ofPhase = endOfChildren(body, phase);
  if (ofPhase !== null) return below(body, ofPhase, [...lines]);
  const block = [`### Phase ${phase}: ${name}`, '', ...lines];
  const ofAll = endOfChildren(body, null);
  if (ofAll !== null) return below(body, ofAll, ['', ...block]);
  return below(body, body.trimEnd().length, [...(body.trim() ? [''] : []), '## Child Issues', '', ...block]);

  /** Puts lines of their own below the line in which `offset` is. */
  function below(text: string, offset: number, added: string[]): string {
    const rest = text.slice(offset).search(/\r?\n/);
    const end = rest < 0 ? text.length : offset + rest;
    return `${text.slice(0, end)}${end === 0 ? '' : eol}${added.join(eol)}${text.slice(end)}`;
  }
}

function line({ number, title }: PlannedChild): string {
  return `- [ ] #${number} - ${neutralise(title).replace(/\s+/g, ' ')}`;
}
