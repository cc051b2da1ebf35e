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
      'security(a): fix that tokens are compared with ==',
    ],
    ['no scope without a file', { title: 'Unused exports' }, 'security: remove unused exports'],
    [
      'no markup, no mention',
      { title: '**@team** broke `x` in #12', path: 'pkg/x/y.go' },
      'security(x): fix team broke x in 12',
    ],
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
