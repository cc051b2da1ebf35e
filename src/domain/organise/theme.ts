import { parseTitle } from '../title.js';
import type { LooseIssue } from './plan.js';

/** What an issue is about: one of the audit themes, or a subsystem for which features are wanted. */
export type Theme = { kind: 'audit'; name: AuditTheme } | { kind: 'feature'; name: string };
export type AuditTheme = 'security' | 'quality' | 'testing' | 'docs';

/** By the first that applies, as the flow lists them; performance has no theme of its own and goes with quality. */
const THEMES: [label: string, theme: AuditTheme][] = [
  ['security', 'security'],
  ['quality', 'quality'],
  ['performance', 'quality'],
  ['testing', 'testing'],
  ['docs', 'docs'],
];

/**
 * The theme of an issue, or null for one that is neither born of an audit nor a feature of a named subsystem. The
 * labels decide, which only the team can give; the words of a title do not.
 */
export function themeOf({ title, labels }: Pick<LooseIssue, 'title' | 'labels'>): Theme | null {
  const own = new Set(labels.map((label) => label.toLowerCase()));
  if (own.has('audit')) {
    const found = THEMES.find(([label]) => own.has(label));
    return { kind: 'audit', name: found?.[1] ?? 'quality' };
  }
  const { type, scope } = parseTitle(title);
  const subsystem = scope
    ?.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (type !== 'feat' || !subsystem) return null;
  // A subsystem may be called as an audit's theme is, and is not the same work.
  const isTaken = subsystem === 'audit' || THEMES.some(([, theme]) => theme === subsystem);
  return { kind: 'feature', name: isTaken ? `${subsystem}-features` : subsystem.slice(0, 40) };
}

export const THEME_TITLES: Record<AuditTheme, string> = {
  security: 'close the weaknesses that the audits found',
  quality: 'mend the faults that the audits found',
  testing: 'cover what the audits found untested',
  docs: 'write down what the audits found missing',
};
