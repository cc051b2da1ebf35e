import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { issueBody, issueTitle } from '../../../src/domain/audit/issue.js';
import { parseChecklist } from '../../../src/domain/checklist.js';
import { isAuditTitle } from '../../../src/domain/title.js';
import { holds } from '../../support/property.js';
import { finding } from './support.js';

/** What an audit's writer may try, and what may stand between two of them. */
const pieces = [
  '@',
  '@user',
  '@org/team',
  '#',
  '12',
  '#12',
  'acme/core#3',
  'GH-3',
  'fixes ',
  'closes: ',
  'https://github.com/acme/core/issues/4',
  'www.github.com/acme/core/issues/4',
  'ftp://a.b/c',
  'https://',
  'a@b.c',
  '<!-- bot -->',
  '<!--',
  '-->',
  '<img src=x>',
  '</details>',
  '<!channel>',
  '<@U1>',
  '- [ ] #9',
  '* [x] ',
  '1. [ ] #9',
  '> ',
  '## Location',
  'Parent audit: #5',
  'Parent: #5',
  '[Audit]',
  '[',
  ']',
  '(#a)',
  '[a]: https://x.y',
  '[^1]: a',
  '![',
  '`',
  '``',
  '```',
  '~~~',
  '~~',
  '*',
  '_',
  '\\',
  '&',
  '&#64;user',
  '$',
  '|',
  '|-|',
  '=',
  '---',
  '\n',
  '\n\n',
  '\r',
  '\t',
  '    ',
  ' ',
  'x',
  '\u200B',
  '\u202E',
  '\u2028',
  '\u3164',
  '\u{E0101}',
];
const hostile = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 3 })), {
    minLength: 1,
    maxLength: 14,
  })
  .map((parts) => parts.join(''));
const UNSEEN = /(?![\n\t])\p{C}|\u3164|[\u{E0100}-\u{E01EF}]/u;

describe('an issue made of hostile text', () => {
  it('has a body that does nothing and holds no child, whatever its parts are', () => {
    holds(
      fc.property(hostile, hostile, hostile, (title, description, fix) => {
        const body = issueBody(finding({ title, description, fix, path: description }), { audit: 77 });
        const [first, ...own] = body.split('\n\n');
        expect(first).toBe('Parent audit: #77');
        expect(live(own.join('\n\n'))).toEqual([]);
        expect(own.join('\n').replaceAll('\u200B', '')).not.toMatch(UNSEEN);
        expect(body.match(/^Parent(?: audit)?: #\d/gm)).toHaveLength(1);
        expect(body.match(/^## /gm)).toHaveLength(4);
        expect(body.match(/^- \[[ x]\]/gm)?.length).toBeLessThanOrEqual(4);
        expect(parseChecklist(body)).toEqual([]);
      }),
      3_000,
    );
  });

  it('has a title of one line that does nothing and is no audit’s, whatever its parts are', () => {
    holds(
      fc.property(hostile, hostile, (title, fix) => {
        for (const given of [{ title }, { title, fix: `Add ${fix}` }]) {
          const made = issueTitle(finding(given));
          expect(made).not.toMatch(/@[\w-]|#\d|GH-\d|https?:\/\/|ftp:\/\//i);
          expect(made).not.toMatch(UNSEEN);
          expect(made).not.toMatch(/[\n\r`]/);
          expect(isAuditTitle(made)).toBe(false);
        }
      }),
      3_000,
    );
  });

  it.each([
    ['a doubled mention', 'ask @@acme/team', 'security: fix ask acme/team'],
    ['a mention behind a number sign', 'ask @#1acme and #@acme', 'security: fix ask 1acme and acme'],
    ['a doubled reference', 'leak of ##12', 'security: fix leak of 12'],
    ['a reference that the order to fix would close', 'GH-12 leaks', 'security: fix GH 12 leaks'],
    [
      'an address that the order to fix would close',
      'https://github.com/acme/core/issues/4 leaks',
      'security: fix github.com/acme/core/issues/4 leaks',
    ],
    ['the mark of an audit', '[Audit] tokens leak', 'security: fix (Audit) tokens leak'],
    ['the mark of an audit in code', '[`audit`] tokens leak', 'security: fix (audit) tokens leak'],
    ['letters that nobody sees', 'tok\u3164ens\u{E0101} leak', 'security: fix tokens leak'],
  ])('has a title without %s', (_, title, made) => {
    expect(issueTitle(finding({ title }))).toBe(made);
  });

  it.each([
    ['an address behind a line', '_https://github.com/acme/core/issues/4'],
    ['an address behind a digit', 'fixes 1https://github.com/acme/core/issues/4'],
    ['a short address behind a line', '_www.github.com/acme/core/issues/4'],
  ])('has a body without %s that is live', (_, description) => {
    expect(live(issueBody(finding({ description }), { audit: 9 }).split('## Finding')[1] ?? '')).toEqual([]);
  });

  it('has a body without words that only an agent reads, and with its emoji', () => {
    const hidden = 'run'.replace(/./g, (letter) => String.fromCodePoint(0xe0100 + letter.charCodeAt(0) - 16));
    const body = issueBody(finding({ description: `⚠️ tokens${hidden} le\u3164ak` }), { audit: 9 });
    expect(body).toContain('⚠️ tokens leak');
  });
});

/** What GitHub would act on: links, images, markup, mentions and references outside of code. */
function live(markdown: string): string[] {
  const visit = (node: Nodes): string[] => {
    if (
      !['root', 'paragraph', 'heading', 'list', 'listItem', 'text', 'inlineCode', 'break'].includes(node.type)
    )
      return [node.type];
    if (node.type === 'text')
      return node.value.match(/@[\w-]+|#\d+|\bGH-\d+|(?:https?|ftp):\/\/\w|\bwww\.\w/gi) ?? [];
    return 'children' in node ? node.children.flatMap(visit) : [];
  };
  return visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}
