import { describe, expect, it } from 'vitest';
import { issueBody, issueTitle, labelsOf } from '../../../src/domain/audit/issue.js';
import { finding } from './support.js';

describe('the title of an issue', () => {
  it.each([
    [
      'the fix, when it is a short order',
      {
        path: 'src/api/webhook.ts',
        fix: 'Add rate limiting to the webhook endpoint. Five a minute will do.',
      },
      'security(api): add rate limiting to the webhook endpoint',
    ],
    [
      'the problem, when no fix is named',
      { path: 'src/api/webhook.ts', title: 'Missing rate limit on webhook' },
      'security(api): add rate limit on webhook',
    ],
    [
      'the problem, when the fix is a mere name',
      { path: 'lib/a.ts', title: 'Tokens are compared with ==', fix: 'hmac.Equal' },
      'security(a): fix tokens are compared with ==',
    ],
    ['no scope without a file', { title: 'Unused exports' }, 'security: remove unused exports'],
    [
      'no markup, no mention',
      { title: '**@team** broke `x` in #12', path: 'pkg/x/y.go' },
      'security(x): fix team broke x in 12',
    ],
    [
      'the problem, when the fix speaks of something else as “it”',
      { title: 'Admin tokens in URLs', fix: 'Send them in a header.' },
      'security: fix admin tokens in URLs',
    ],
    [
      'the problem, when the fix is code',
      { title: 'Secrets on disk', fix: 'Use (umask 077 && cat > "$file" ...)' },
      'security: fix secrets on disk',
    ],
    [
      'what must be done',
      { title: 'The tool must be refactored to use the context' },
      'security: refactor the tool to use the context',
    ],
    ['what should be done', { title: 'Retries should be capped' }, 'security: cap retries'],
    [
      'no noun taken for an order',
      { title: 'Build takes eleven minutes' },
      'security: fix build takes eleven minutes',
    ],
    [
      'an order, though its verb is a noun as well',
      { title: 'Log the user who is refused' },
      'security: log the user who is refused',
    ],
    [
      'a sentence that begins as one',
      { title: 'No test covers a full disk' },
      'security: fix that no test covers a full disk',
    ],
    [
      'a lack, whatever is said of it',
      { title: 'No login on signals - anyone can post' },
      'security: add login on signals - anyone can post',
    ],
    [
      'without the capitals of a heading',
      { title: 'Overly Permissive RPC Port Exposure in MariaDB' },
      'security: fix overly permissive RPC port exposure in MariaDB',
    ],
    [
      'with the capitals of another language',
      { title: 'Langsame Suche nach Artikeln' },
      'security: fix langsame Suche nach Artikeln',
    ],
    ['no compound taken for a verb', { title: 'Keep-alive not set' }, 'security: fix keep-alive not set'],
    [
      'no noun with a state taken for an order',
      { title: 'Test suite flaky' },
      'security: fix test suite flaky',
    ],
    ['without the line', { title: 'Line 12: unused macro' }, 'security: remove unused macro'],
  ])('is %s', (_, given, title) => {
    expect(issueTitle(finding(given))).toBe(title);
  });

  it('is cut at a word', () => {
    const title = issueTitle(
      finding({ title: `The handler of ${'long '.repeat(40)}words`, path: 'src/http/a.ts' }),
    );
    expect(title.length).toBeLessThanOrEqual(80);
    expect(title).toMatch(/^security\(http\): fix the handler of (?:long )*long…$/);
  });
});

describe('the labels of an issue', () => {
  it('are severity, types, complexity, scope, language and audit', () => {
    const one = finding({ category: 'race conditions', path: 'a/b.go' });
    expect(labelsOf(one, 'Go')).toEqual([
      'medium',
      'security',
      'performance',
      'complexity:medium',
      'package',
      'lang:go',
      'audit',
    ]);
    expect(labelsOf(finding({}), null)).toEqual([
      'medium',
      'security',
      'complexity:medium',
      'package',
      'audit',
    ]);
  });
});

describe('the body of an issue', () => {
  it('says where it comes from, what, where, how, and when it is done', () => {
    const body = issueBody(finding({ title: 'Tokens leak', path: 'src/a.ts', line: 4, fix: 'Hash them' }), {
      audit: 9,
      framework: 12,
    });
    expect(body).toBe(
      [
        'Parent audit: #9',
        'Solved at its root by: #12',
        '## Finding',
        'Tokens leak',
        '## Location',
        '- `src/a.ts:4`',
        '## Fix',
        'Hash them',
        '## Acceptance criteria',
        '- [ ] The problem described above no longer exists\n- [ ] A test shows that the weakness is closed, and fails without the change\n- [ ] All checks pass\n',
      ].join('\n\n'),
    );
  });

  it.each([
    ['a mention', 'ask @acme/team', /@\w/],
    ['a closing word', 'fixes #1, closes acme/core#2, GH-3', /#\d|GH-\d/],
    ['a comment', 'a <!-- b --> c', /<!--/],
    ['an image', '![a](https://x.y/z.png)', /!\[a\]\(|\shttps/],
    ['an issue by its address', 'see https://github.com/acme/core/issues/4', /[^`]https/],
    ['a heading', '# Parent audit: none', /^# /m],
    ['a task', '- [x] done', /- \[x\]/],
    ['a mention behind code', '`a` @acme `b` @else', /@\w/],
    ['hidden characters', 'a\u202Eb\u200Bc', /\u202E|\u200B(?=c)/],
  ])('holds no live %s', (_, description, live) => {
    const body = issueBody(finding({ description, fix: description }), { audit: 9 });
    const [, own = ''] = body.split('## Finding');
    expect(own.replace(/\n- \[ \] .*/g, '')).not.toMatch(live);
  });

  it('keeps code readable', () => {
    const body = issueBody(finding({ description: 'call `exec(a[0] | b)` with <T> and snake_case' }), {
      audit: 9,
    });
    expect(body).toContain('call `exec(a[0] | b)` with &lt;T&gt; and snake\\_case');
  });

  it('names the issues that validate a framework issue', () => {
    expect(issueBody(finding({}), { audit: 9, members: [3, 4, 5] })).toContain('Validated by: #3, #4, #5');
  });
});
