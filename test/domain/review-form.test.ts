import { describe, expect, it } from 'vitest';
import { applyReview, type FindingChange, reviewRows } from '../../src/domain/review.js';
import { changeOf, type FindingForm, mergeTargets } from '../../src/domain/review-form.js';
import { aReadDraft, aReview } from '../support/builders/reviews.js';

const draft = aReadDraft();
const [login = '', cookie = '', search = ''] = draft.issues.map(({ key }) => key);

/** What the form of a finding says before anybody touches it. */
function shown(changes: Record<string, FindingChange>, key: string): FindingForm {
  const row = reviewRows(aReview(changes)).find((one) => one.key === key);
  if (!row) throw new Error(`There is no ${key}.`);
  const { title, finding } = row.issue;
  return {
    title,
    severity: finding.severity.value,
    type: finding.type.value,
    scope: finding.scope.value,
    complexity: finding.complexity.value,
    fate: row.into ? `into:${row.into}` : row.fate === 'drop' ? 'drop' : 'keep',
  };
}

const fill = (form: Partial<FindingForm>, key = search, before: Record<string, FindingChange> = {}) =>
  changeOf(aReview(before), key, { ...shown(before, key), ...form });

describe('the form of one finding', () => {
  it('says nothing but “looked at” when nothing was touched', () => {
    expect(fill({})).toEqual({});
    const before: Record<string, FindingChange> = {
      [search]: { title: 'performance(search): mine', severity: 'low' },
    };
    expect(fill({}, search, before)).toEqual(before[search]);
    expect(fill({}, cookie, { [login]: { fate: { into: cookie } } })).toEqual({});
  });

  it.each([
    ['completed', 'add an index', 'performance(search): add an index'],
    ['kept', 'performance(db): add an index', 'performance(db): add an index'],
    ['kept in another form', 'feat(search)!: rewrite it', 'feat(search)!: rewrite it'],
    [
      'completed before a word with a colon',
      'Redis: add an index',
      'performance(search): Redis: add an index',
    ],
    [
      'stripped of what pings and marks',
      '@everyone <!here> `x` *#1*',
      'performance(search): everyone <!here> x 1',
    ],
  ])('takes a title, %s', (_, title, wanted) => {
    expect(fill({ title })).toMatchObject({ title: wanted });
  });

  it.each([
    ['', 'needs words'],
    ['  ', 'needs words'],
    ['security(x): ', 'needs words'],
    ['one\ntwo', 'one line'],
    ['a\u0000b', 'one line'],
    ['a\u2028b', 'one line'],
    ['x'.repeat(257), 'at most 256'],
    ['x'.repeat(250), 'at most 256'],
    ['look again [Audit]', 'taken for an audit'],
  ])('refuses the title %j in words', (title, words) => {
    expect(fill({ title })).toMatchObject({ field: 'title', words: expect.stringContaining(words) });
  });

  it('files a finding under the kind that its new title names, unless another was chosen', () => {
    expect(fill({ title: 'security: close it' })).toEqual({ title: 'security: close it', type: 'security' });
    const chosen = fill({ title: 'security: close it', type: 'docs' }) as FindingChange;
    expect(applyReview(aReview({ [search]: chosen })).issues[2]?.title).toBe('docs: close it');
  });

  it('says only the classes that differ, and takes no class that there is not', () => {
    expect(fill({ severity: 'high', scope: 'everywhere' })).toEqual({ severity: 'high' });
  });

  it('drops, merges and keeps', () => {
    expect(fill({ fate: 'drop' })).toEqual({ fate: 'drop' });
    expect(fill({ fate: `into:${login}` })).toEqual({ fate: { into: login } });
    expect(fill({ fate: 'keep' }, search, { [search]: { fate: 'drop', severity: 'low' } })).toEqual({
      severity: 'low',
    });
  });

  it('merges into nothing but another issue that is kept', () => {
    const before: Record<string, FindingChange> = {
      [login]: { fate: { into: search } },
      [cookie]: { fate: 'drop' },
    };
    for (const into of [search, login, cookie, 'gone'])
      expect(fill({ fate: `into:${into}` }, search, before)).toMatchObject({ field: 'fate' });
    expect(mergeTargets(aReview(before), search)).toEqual([]);
    expect(mergeTargets(aReview({}), search).map(({ key }) => key)).toEqual([login, cookie]);
  });

  it('refuses a merge that no issue could hold', () => {
    const long = aReadDraft();
    for (const { finding } of long.issues)
      Object.assign(finding as object, { description: 'x'.repeat(40_000) });
    const form = { ...shown({}, search), fate: `into:${login}` };
    expect(changeOf(aReview({}, long), search, form)).toMatchObject({
      field: 'fate',
      words: expect.stringContaining('longer than one issue'),
    });
  });

  it('says so when the finding is gone', () => {
    expect(changeOf(aReview(), 'gone', shown({}, search))).toMatchObject({ field: 'fate' });
  });
});
