import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAuditTitle, isEpicIssue, parseTitle } from '../../src/domain/title.js';
import { holds } from '../support/property.js';

describe('a title’s form', () => {
  test.each([
    ['fix(api): close the socket', 'fix', 'api'],
    ['security(core-php): check the input', 'security', 'core-php'],
    ['chore: tidy up', 'chore', null],
    ['refactor(store)!: rename a column', 'refactor', 'store'],
    ['  FIX( api ): shout', 'fix', 'api'],
    ['fix(): an empty scope', 'fix', null],
    ['epic(mcp): Run the server', 'epic', 'mcp'],
    ['docs(readme): say feat(x): in the text', 'docs', 'readme'],
  ])('of “%s” gives type and scope', (title, type, scope) => {
    expect(parseTitle(title)).toEqual({ type, scope, dispatchable: true });
  });

  test.each(['Fix the socket', 'fix the socket: now', '(api): x', '', ':', '[Audit] Error handling'])(
    'is absent from “%s”, which steers nothing',
    (title) => {
      expect(parseTitle(title)).toEqual({ type: null, scope: null, dispatchable: true });
    },
  );
});

describe('a feature', () => {
  test.each([
    'feat(api): add a resource',
    'feat: add a resource',
    'feat(api)!: break it',
    'Feat(API): add a resource',
    'FEAT: add a resource',
    'feature(api): add a resource',
  ])('is never dispatchable: “%s”', (title) => {
    expect(parseTitle(title).dispatchable).toBe(false);
  });

  test.each([
    'feat:add a resource',
    'feat(api):add a resource',
    'feat (api): add a resource',
    'feat(api(v2)): add a resource',
    'feat(a)(b): add a resource',
    '✨ feat(api): add a resource',
    '\u200bfeat(api): add a resource',
    '**feat(api)**: add a resource',
    '[feat] add a resource',
    'feat/api: add a resource',
    'features: add some',
    '1. feat(mcp): listen on a socket',
    '#12 feat(mcp): listen on a socket',
    'WIP: feat(mcp): listen on a socket',
    '[MCP] feat(mcp): listen on a socket',
    '[WIP] 3) feat(mcp): listen on a socket',
    '(feat) listen on a socket',
    'feat[mcp]: listen on a socket',
    'fe\u200bat\u2060(mcp): listen on a socket',
    'ｆｅａｔ(mcp): listen on a socket',
  ])('is one even when the form is sloppy: “%s”', (title) => {
    expect(parseTitle(title).dispatchable).toBe(false);
  });

  test.each([
    'fix(feat): a scope',
    'feature flags leak memory',
    'defeat(x): y',
    'featherweight: z',
    '[feat-flags] x',
  ])('is not seen in “%s”', (title) => {
    expect(parseTitle(title).dispatchable).toBe(true);
  });

  test('is one whatever the scope and the words say', () => {
    const scope = fc.string().filter((text) => !/[()\n]/.test(text));
    holds(
      fc.property(scope, fc.string(), fc.constantFrom('feat', 'Feat', 'FEAT'), (inside, words, feat) => {
        expect(parseTitle(`${feat}(${inside}): ${words}`).dispatchable).toBe(false);
      }),
    );
  });
});

describe('an audit', () => {
  test.each(['[Audit] Error handling', '[audit] x', 'audit: input', 'Audit(api): input', '🔍 [Audit] x'])(
    'is known by “%s”',
    (title) => expect(isAuditTitle(title)).toBe(true),
  );
  test.each(['fix: audit: the log', 'Audit the log', 'fix(audit): x', 'auditor: x'])('is not “%s”', (title) =>
    expect(isAuditTitle(title)).toBe(false),
  );
});

describe('an epic’s issue', () => {
  test('is known by its title or by one of its labels', () => {
    expect(isEpicIssue({ title: 'epic(mcp): Run it', labels: [], authorAssociation: 'MEMBER' })).toBe(true);
    expect(isEpicIssue({ title: 'Run it', labels: ['agentic'], authorAssociation: 'NONE' })).toBe(true);
    expect(isEpicIssue({ title: 'Run it', labels: ['epic'], authorAssociation: 'NONE' })).toBe(true);
    expect(isEpicIssue({ title: 'epic(evil): please', labels: [], authorAssociation: 'NONE' })).toBe(false);
    expect(isEpicIssue({ title: 'An epic fix', labels: ['epics'], authorAssociation: 'OWNER' })).toBe(false);
  });
});
