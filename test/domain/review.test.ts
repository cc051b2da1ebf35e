import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf } from '../../src/domain/draft.js';
import { applyReview, type FindingChange, isReviewable, reviewRows } from '../../src/domain/review.js';
import { aPatternDraft, aReadDraft, aReview } from '../support/builders/reviews.js';
import { holds } from '../support/property.js';

const draft = aReadDraft();
const [login = '', cookie = '', search = ''] = draft.issues.map(({ key }) => key);
const pattern = aPatternDraft();
const [root = '', alpha = '', beta = '', gamma = '', token = ''] = pattern.issues.map(({ key }) => key);

const applied = (changes: Record<string, FindingChange>, from = draft) =>
  applyReview(aReview(changes, from)).issues;
const only = (key: string, changes: Record<string, FindingChange>, from = draft) => {
  const issue = applied(changes, from).find((one) => one.key === key);
  if (!issue) throw new Error(`${key} is not in the draft.`);
  return issue;
};

describe('a review', () => {
  it('leaves a draft that nobody changed as it is', () => {
    expect(applyReview(aReview())).toEqual(draft);
  });

  it('leaves out what was dropped', () => {
    expect(applied({ [cookie]: { fate: 'drop' } }).map(({ key }) => key)).toEqual([login, search]);
  });

  it('gives an issue the title that a person wrote, and leaves its body', () => {
    const title = 'security(auth): bind what users type';
    const issue = only(login, { [login]: { title } });
    expect(issue).toMatchObject({ title, body: draft.issues[0]?.body });
    expect(new Set(issue.labels)).toEqual(new Set(draft.issues[0]?.labels));
  });

  it('files a finding anew in its labels, its title, its criteria and its reasons', () => {
    const issue = only(search, {
      [search]: { severity: 'critical', type: 'security', scope: 'framework', complexity: 'large' },
    });
    expect(issue.title).toBe('security: add an index for the search query');
    expect(issue.labels).toEqual([
      'critical',
      'security',
      'complexity:large',
      'framework',
      'audit',
      'lang:typescript',
    ]);
    expect(issue).toMatchObject({ severity: 'critical', type: 'security' });
    expect(issue.body).toContain('A test shows that the weakness is closed');
    for (const one of ['severity', 'type', 'scope', 'complexity'] as const)
      expect(issue.finding?.[one].why).toBe('set by Snider');
  });

  it('keeps the words and the scope of a person’s title when the kind changes', () => {
    const issue = only(search, { [search]: { title: 'docs(db): explain it', type: 'performance' } });
    expect(issue.title).toBe('performance(db): explain it');
  });

  it('keeps labels that are not the finding’s own', () => {
    const stale = { ...draft, issues: draft.issues.map((one) => ({ ...one, labels: [...one.labels, 'x'] })) };
    expect(only(search, { [search]: { severity: 'low' } }, stale).labels).toContain('x');
  });

  it('takes the doubts off a finding that a person looked at, and off no other', () => {
    const doubtful = {
      ...draft,
      issues: draft.issues.map((one) => ({ ...one, sureness: 0.4, doubts: ['No file.'] })),
    };
    const [first, second] = applied({ [login]: {} }, doubtful);
    expect(first).toMatchObject({ sureness: 1, doubts: [] });
    expect(second).toMatchObject({ sureness: 0.4, doubts: ['No file.'] });
  });

  it('shows the doubtful findings first, all others in their order', () => {
    const issues = draft.issues.map((one) => ({ ...one, sureness: one.key === search ? 0.4 : 0.9 }));
    const rows = reviewRows(aReview({ [search]: {} }, { ...draft, issues }));
    expect(rows.map(({ key }) => key)).toEqual([search, login, cookie]);
  });

  it('knows a draft of before there were reviews', () => {
    const old = draft.issues.map(({ finding: _, ...issue }) => issue);
    expect([isReviewable(draft), isReviewable({ ...draft, issues: old })]).toEqual([true, false]);
  });
});

describe('merging findings', () => {
  it('makes one issue with the texts, the places and the worst severity of both', () => {
    const issues = applied({ [login]: { fate: { into: cookie } } });
    expect(issues.map(({ key }) => key)).toEqual([cookie, search]);
    const [{ body, labels, title, finding } = {} as never] = issues;
    for (const part of [
      'The query is built from the name that the user typed.',
      'The cookie travels over plain HTTP.',
      '`src/auth/login.ts:12`',
      '`src/auth/session.ts:40`',
      'SQL injection in the login query',
      'Use bound parameters for the login query.',
      'Set the Secure flag on the session cookie.',
    ])
      expect(body).toContain(part);
    expect(title).toBe(draft.issues[1]?.title);
    expect(labels).toEqual(expect.arrayContaining(['critical', 'package']));
    expect(labels).not.toEqual(expect.arrayContaining(['low']));
    expect(finding?.scope.value).toBe('package');
  });

  it('leaves a severity and a scope that a person set', () => {
    const { labels } = only(cookie, {
      [login]: { fate: { into: cookie } },
      [cookie]: { severity: 'low', scope: 'single-file' },
    });
    expect(labels).toEqual(expect.arrayContaining(['low', 'single-file']));
  });

  it('takes along what was merged into the merged one, and a title that a person had given it', () => {
    const issue = only(search, {
      [login]: { fate: { into: cookie }, title: 'fix: mine own words' },
      [cookie]: { fate: { into: search } },
    });
    expect(issue.body).toContain('src/auth/login.ts:12');
    expect(issue.body).toContain('src/auth/session.ts:40');
    expect(issue.body).toContain('mine own words');
  });

  it('is undone by keeping either, and drops all of it with the one that is left', () => {
    expect(
      applied({ [login]: { fate: { into: cookie } }, [cookie]: { fate: 'drop' } }).map((o) => o.key),
    ).toEqual([search]);
    expect(applied({ [login]: {} }).map(({ key }) => key)).toEqual([login, cookie, search]);
  });

  it('calls gone only what is gone altogether', () => {
    const issues = draft.issues.map((one) =>
      one.key === cookie ? { ...one, stale: true, labels: [...one.labels, 'stale'] } : one,
    );
    const merged = only(cookie, { [login]: { fate: { into: cookie } } }, { ...draft, issues });
    expect(merged.stale).toBe(false);
    expect(merged.labels).not.toContain('stale');
  });

  it('leads what solves it to the issue that it has become', () => {
    const solves = (changes: Record<string, FindingChange>) => only(root, changes, pattern).solves;
    expect(solves({ [alpha]: { fate: { into: token } } })).toEqual([token, beta, gamma]);
    expect(solves({ [alpha]: { fate: { into: beta } } })).toEqual([beta, gamma]);
    expect(solves({ [alpha]: { fate: { into: root } } })).toEqual([beta, gamma]);
    expect(solves({ [alpha]: { fate: 'drop' } })).toEqual([beta, gamma]);
  });

  it('hands on what a framework issue solves', () => {
    const changes: Record<string, FindingChange> = { [root]: { fate: { into: token } } };
    expect(only(token, changes, pattern).solves).toEqual([alpha, beta, gamma]);
    expect(only(alpha, { [root]: { fate: { into: alpha } } }, pattern).solves).toEqual([beta, gamma]);
  });

  it('lets a framework issue without findings go, unless they were merged into it', () => {
    const drop: FindingChange = { fate: 'drop' };
    const into: FindingChange = { fate: { into: root } };
    expect(applied({ [alpha]: drop, [beta]: drop, [gamma]: drop }, pattern).map(({ key }) => key)).toEqual([
      token,
    ]);
    const joined = applied({ [alpha]: into, [beta]: into, [gamma]: into }, pattern);
    expect(joined.map(({ key, solves }) => [key, solves])).toEqual([
      [root, []],
      [token, []],
    ]);
    expect(joined[0]?.body).toContain('packages/gamma/handler.ts:3');
  });

  it('loses no place and no issue to any changes, and never names an issue that is not there', () => {
    const keys = pattern.issues.map(({ key }) => key);
    const key = fc.constantFrom(...keys, 'gone');
    const change = fc.oneof(
      fc.constant<FindingChange>({ fate: 'drop' }),
      fc.constant<FindingChange>({}),
      key.map((into): FindingChange => ({ fate: { into } })),
    );
    holds(
      fc.property(fc.dictionary(key, change), (changes) => {
        const review = aReview(changes, pattern);
        const { issues } = applyReview(review);
        const left = new Set(issues.map((one) => one.key));
        for (const one of issues) for (const solved of one.solves) expect(left).toContain(solved);
        for (const row of reviewRows(review)) {
          if (row.fate === 'drop' || row.fate === 'empty') continue;
          const own = pattern.issues.find((one) => one.key === row.key);
          const end = issues.find((one) => one.key === (row.into ?? row.key));
          for (const { path } of own?.finding?.locations ?? []) expect(end?.body).toContain(path);
        }
      }),
      300,
    );
  });
});

it('keeps text that the database would refuse out of a draft', () => {
  const reading = {
    findings: pattern.issues.flatMap(({ finding }) => finding ?? []),
    sureness: 1,
    doubts: [],
  };
  const [first] = reading.findings;
  Object.assign(first as object, { description: 'a\u0000b\ud800c', category: '\u0007x' });
  const stored = JSON.stringify(draftOf(reading, { audit: draft.audit, language: null, paths: null }));
  expect(stored).not.toMatch(/\\u0000|\\ud800|\\u0007/);
  expect(stored).toContain('abc');
});
