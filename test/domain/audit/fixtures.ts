import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src/domain/audit/finding.js';
import { parseAudit } from '../../../src/domain/audit/parse.js';
import { projectRoot } from '../../../src/paths.js';

/** A finding as a person reads it out of the report: what the report states, and nothing that it does not. */
export interface Expected {
  /** Words that its title has to hold. */
  title: string;
  severity?: string;
  type?: string;
  path?: string;
  line?: number;
}

export interface Fixture {
  name: string;
  markdown: string;
  findings: Expected[];
  /** The report cannot be trusted to a machine: the reading has to say so. */
  unsure?: boolean;
}

const FOLDER = join(projectRoot, 'test/fixtures/audits');

/** All reports of the folder with the answers that were written, by hand, before any parser saw them. */
export function readFixtures(): Fixture[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((file) => ({
      name: file.replace(/\.md$/, ''),
      markdown: readFileSync(join(FOLDER, file), 'utf8'),
      ...JSON.parse(readFileSync(join(FOLDER, file.replace(/\.md$/, '.json')), 'utf8')),
    }));
}

/** Pairs each expected finding with one that was found, each used once. */
export function pair(expected: readonly Expected[], found: readonly Finding[]): [Expected, Finding | null][] {
  const left = [...found];
  return expected.map((one) => {
    const words = one.title.toLowerCase().split(' ');
    const at = left.findIndex(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
    return [one, at < 0 ? null : (left.splice(at, 1)[0] ?? null)];
  });
}

/** What was read wrongly of a finding that was found. */
export function faults(expected: Expected, { severity, type, locations }: Finding): string[] {
  const places = locations.map(({ path, line }) => `${path}:${line ?? ''}`);
  const place = expected.path && `${expected.path}:${expected.line ?? ''}`;
  return [
    ...(expected.severity && severity.value !== expected.severity ? [`severity ${severity.value}`] : []),
    ...(expected.type && type.value !== expected.type ? [`type ${type.value}`] : []),
    ...(place && !places.some((one) => (expected.line ? one === place : one.startsWith(place)))
      ? [`places ${places}`]
      : []),
  ];
}

export interface Score {
  wanted: number;
  found: number;
  /** Found, and everything that the answer states of it read rightly. */
  hits: number;
}

export function scoreOf(fixtures: readonly Fixture[]): Score {
  const score = { wanted: 0, found: 0, hits: 0 };
  for (const { markdown, findings } of fixtures) {
    const read = parseAudit(markdown).findings;
    const right = pair(findings, read).filter(([one, other]) => other && faults(one, other).length === 0);
    score.wanted += findings.length;
    score.found += read.length;
    score.hits += right.length;
  }
  return score;
}
