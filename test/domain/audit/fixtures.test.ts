import { describe, expect, it } from 'vitest';
import { READ_YOURSELF } from '../../../src/domain/audit/finding.js';
import { parseAudit } from '../../../src/domain/audit/parse.js';
import { faults, pair, readFixtures, scoreOf } from './fixtures.js';

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
    const { hits, found, wanted } = scoreOf(fixtures);
    expect(fixtures.length).toBeGreaterThanOrEqual(40);
    expect(hits / found).toBeGreaterThanOrEqual(0.95);
    expect(hits / wanted).toBeGreaterThanOrEqual(0.95);
  });
});
