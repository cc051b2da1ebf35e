import { describe, expect, it } from 'vitest';
import { patternsOf } from '../../../src/domain/audit/patterns.js';
import { markStale } from '../../../src/domain/audit/stale.js';
import { finding } from './support.js';

describe('patterns', () => {
  const same = ['api/users.go', 'core/groups.go', 'jobs/roles.go'].map((path) =>
    finding({
      path,
      title: `Errors are ignored in ${path}`,
      fix: 'Return the error of the store to the caller.',
    }),
  );

  it('are three findings that want the same in three packages', () => {
    const [pattern, ...more] = patternsOf([
      ...same,
      finding({ path: 'x/y.go', title: 'Another matter', fix: 'Rotate keys' }),
    ]);
    expect(more).toEqual([]);
    expect(pattern?.members).toEqual(same);
    expect(pattern?.finding).toMatchObject({ scope: { value: 'framework' }, complexity: { value: 'large' } });
  });

  it('are not two', () => {
    expect(patternsOf(same.slice(1))).toEqual([]);
  });

  it('are not three in one package', () => {
    expect(
      patternsOf(same.map((one, index) => ({ ...one, locations: [{ path: `api/${index}.go`, line: 1 }] }))),
    ).toEqual([]);
  });

  it('are seen by the problem where no fix is named', () => {
    const tests = ['api', 'core', 'jobs'].map((name) =>
      finding({ path: `${name}/main.go`, title: `Missing tests for ${name}` }),
    );
    expect(patternsOf(tests)).toHaveLength(1);
  });

  it('take the worst severity of their members', () => {
    const [first, ...others] = same;
    const worst = { ...(first ?? finding({})), severity: { value: 'critical' as const, why: 'stated' } };
    expect(patternsOf([...others, worst])[0]?.finding.severity.value).toBe('critical');
  });
});

describe('a finding is stale', () => {
  const paths = new Set(['src/api/users.ts', 'README.md', 'pkg/core/log/log.go', 'docs/old/a.md']);
  const stale = (...places: string[]) =>
    markStale([finding({ locations: places.map((path) => ({ path, line: null })) })], paths)[0]?.stale;

  it.each([
    ['when its file is gone', ['src/api/roles.ts'], true],
    ['not when its file is there', ['src/api/users.ts'], false],
    ['not when one of its files is there', ['src/gone.ts', 'README.md'], false],
    ['not when the path begins further in', ['log/log.go'], false],
    ['not when only the name is given', ['users.ts'], false],
    ['not when the path begins further out', ['/workspace/repo/src/api/users.ts'], false],
    ['when a file of the root has only its name in common', ['packages/x/README.md'], true],
    ['when the name is only the end of another', ['sers.ts'], true],
    ['when the folder is only the end of another', ['og/log.go'], true],
    ['not when its folder is there', ['core/log/'], false],
    ['when its folder is gone', ['core/lag/'], true],
    ['not when the path is a pattern', ['src/**/*.ts'], false],
    ['not when no file is named', [], false],
  ])('%s', (_, places, expected) => {
    expect(stale(...places)).toBe(expected);
  });
});
