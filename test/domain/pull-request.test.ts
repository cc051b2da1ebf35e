import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PullRequest, stuckReason } from '../../src/domain/pull-request.js';
import { aPullRequest } from '../support/builders/epics.js';
import { holds } from '../support/property.js';

const pulls = fc
  .record<Partial<PullRequest>>({
    state: fc.constantFrom('OPEN', 'CLOSED', 'MERGED'),
    mergeable: fc.constantFrom('MERGEABLE', 'CONFLICTING', 'UNKNOWN'),
    unresolvedThreads: fc.nat(5),
    checks: fc.constantFrom(null, 'SUCCESS', 'PENDING', 'EXPECTED', 'FAILURE', 'ERROR'),
    draft: fc.boolean(),
  })
  .map(aPullRequest);

describe('a pull request is stuck', () => {
  test('on review threads first, however many other things are wrong', () => {
    const all = { unresolvedThreads: 2, mergeable: 'CONFLICTING', checks: 'FAILURE' } as const;
    expect(stuckReason(aPullRequest(all))).toMatchObject({
      kind: 'reviews',
      why: '2 unresolved review threads',
    });
    expect(stuckReason(aPullRequest({ unresolvedThreads: 1 }))?.why).toBe('1 unresolved review thread');
  });

  test('on a conflict before failing checks, and names the branch', () => {
    expect(stuckReason(aPullRequest({ mergeable: 'CONFLICTING', checks: 'FAILURE', base: 'dev' }))).toEqual({
      kind: 'conflict',
      why: 'conflicts with dev',
      next: 'ask the agent to fix the conflict',
    });
  });

  test.each(['FAILURE', 'ERROR'])('on checks that end in %s', (checks) =>
    expect(stuckReason(aPullRequest({ checks }))?.kind).toBe('checks'),
  );
});

describe('a pull request is not stuck', () => {
  test('on a mergeability that GitHub has not computed yet, whatever else is so', () => {
    holds(
      fc.property(pulls, (pull) => {
        expect(stuckReason({ ...pull, mergeable: 'UNKNOWN' })?.kind).not.toBe('conflict');
      }),
    );
  });

  test('once it is merged or closed', () => {
    holds(
      fc.property(pulls, (pull) => {
        if (pull.state !== 'OPEN') expect(stuckReason(pull)).toBeNull();
      }),
    );
  });

  test.each([null, 'SUCCESS', 'PENDING', 'EXPECTED'])('while its checks are %s', (checks) =>
    expect(stuckReason(aPullRequest({ checks }))).toBeNull(),
  );
});
