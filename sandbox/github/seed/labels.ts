import type { Repo } from '../model.js';
import { split } from './bodies.js';
import { languageLabel } from './inventory.js';

const TYPE_LABELS: Record<string, string> = {
  feat: 'enhancement',
  security: 'security',
  perf: 'performance',
  test: 'testing',
  docs: 'docs',
};
const SEVERITIES = ['medium', 'high', 'low', 'medium', 'critical', 'low', 'medium', 'high'];
const SIZES = ['small', 'medium', 'small', 'medium', 'large'];

/** Labels follow from the title and its place, never from the seed. A title without a prefix has none. */
export function ordinaryLabels(repo: Repo, title: string, index: number): string[] {
  const { type } = split(title);
  if (!type) return [];
  const size = `complexity:${SIZES[index % SIZES.length]}`;
  const label = TYPE_LABELS[type] ?? 'quality';
  if (type === 'feat') return [label, size];
  return [SEVERITIES[index % SEVERITIES.length] ?? 'medium', label, size, languageLabel(repo.language)];
}
