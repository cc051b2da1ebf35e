import { describe, expect, it } from 'vitest';
import { READ_YOURSELF } from '../../../src/domain/audit/finding.js';
import { parseAudit } from '../../../src/domain/audit/parse.js';
import { faults, pair, readFixtures } from './fixtures.js';

const fixtures = readFixtures();

describe('reports as agents write them', () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s',
    (_, { markdown, findings, unsure }) => {
      const reading = parseAudit(markdown);
      const titles = reading.findings.map(({ title }) => title);
      expect(titles, titles.join('\n')).toHaveLength(findings.length);
      const wrong = pair(findings, reading.findings).flatMap(([one, found]) =>
        found
          ? faults(one, found).map((fault) => `${one.title}: ${fault}`)
          : [`${one.title}: not among ${titles.join(' / ')}`],
      );
      expect(wrong).toEqual([]);
      if (unsure !== undefined) expect(reading.sureness < READ_YOURSELF).toBe(unsure);
    },
  );

  it('are read with a precision and a recall of 0.95 over all', () => {
    let [hits, found, wanted] = [0, 0, 0];
    for (const { markdown, findings } of fixtures) {
      const reading = parseAudit(markdown);
      hits += pair(findings, reading.findings).filter(
        ([one, other]) => other && faults(one, other).length === 0,
      ).length;
      found += reading.findings.length;
      wanted += findings.length;
    }
    expect(fixtures.length).toBeGreaterThanOrEqual(40);
    expect(hits / found).toBeGreaterThanOrEqual(0.95);
    expect(hits / wanted).toBeGreaterThanOrEqual(0.95);
  });
});
