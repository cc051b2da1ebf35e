import type { InputBlock, KnownBlock, ModalView, StaticSelect } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks.js';
import type { AuditDraft } from '../../src/domain/draft.js';
import type { Modal, OpenReview } from '../../src/domain/modal.js';
import type { FindingChange } from '../../src/domain/review.js';
import { drawModal } from '../../src/slack/views/modals.js';
import { aReadDraft, aReview } from '../support/builders/reviews.js';
import { holds } from '../support/property.js';

const draft = aReadDraft();
const [login = '', cookie = '', search = ''] = draft.issues.map(({ key }) => key);

const open = (changes: Record<string, FindingChange> = {}, from = draft): OpenReview => ({
  ...aReview(changes, from),
  proposal: 'p1',
  repo: 'dappcore/core-mcp',
});

/** Draws a modal as Slack would take it. */
function drawn(modal: Modal): ModalView {
  const view = drawModal(modal);
  expect(checkView(view)).toEqual([]);
  return view;
}

const list = (review: OpenReview, page = 0, words?: string) =>
  drawn({ modal: 'review', review, page, ...(words ? { words } : {}) });
const finding = (review: OpenReview, key: string) =>
  drawn({ modal: 'finding', review, key, page: 0, list: { view: 'V1', hash: '1.a' } });

/** What stands in a modal, block by block: its texts and its buttons in brackets. */
function outline({ blocks }: ModalView): string[] {
  return (blocks as KnownBlock[]).map((block) => {
    if (block.type === 'section') return block.text?.text ?? '';
    if (block.type === 'context')
      return block.elements.map((one) => ('text' in one ? one.text : '')).join(' ');
    if (block.type === 'actions')
      return block.elements.map((one) => ('text' in one ? `[${one.text?.text}]` : one.type)).join(' ');
    return block.type;
  });
}

/** A draft of so many findings, made of one. */
function aLongDraft(
  count: number,
  more: (index: number) => Partial<AuditDraft['issues'][number]> = () => ({}),
) {
  const [first] = draft.issues;
  if (!first) throw new Error('There is no finding.');
  return {
    ...draft,
    issues: Array.from({ length: count }, (_, index) => ({
      ...first,
      key: `${'k'.repeat(58)}-${index}`,
      title: `${first.title} ${index}`,
      ...more(index),
    })),
  };
}

describe('the list of a review', () => {
  it('shows each finding with its class and its buttons, and whether it stays', () => {
    const changes: Record<string, FindingChange> = {
      [login]: { severity: 'high' },
      [cookie]: { fate: { into: login } },
      [search]: { fate: 'drop' },
    };
    const view = list(open(changes));
    expect(view.submit?.text).toBe('Propose 1 issue');
    expect(outline(view)).toMatchInlineSnapshot(`
      [
        "*core-mcp #12* [Audit] Security
      1 issue of 3 findings · 1 dropped · 1 merged · 1 changed",
        "🟠 security(auth): use bound parameters for the login query
      high · security · package · small · 🔗 with 1 merged · ✏️ changed",
        "[Edit] [Drop]",
        "🔗 ~security(auth): set the Secure flag on the session cookie~
      merged into: security(auth): use bound parameters for the login query",
        "[Edit] [Keep apart]",
        "⏭️ ~performance(search): add an index for the search query~ dropped",
        "[Edit] [Keep]",
        "divider",
        "Nothing is created by this; it is approved afterwards. What you changed is kept when you close this.",
      ]
    `);
  });

  it('marks what is doubtful, and says what went wrong at the top', () => {
    const issues = draft.issues.map((one) => ({
      ...one,
      sureness: 0.4,
      doubts: ['It names *no* file <!here>.'],
    }));
    const [words, , first] = outline(list(open({}, { ...draft, issues }), 0, 'Nothing was kept.'));
    expect(words).toBe('⚠️ Nothing was kept.');
    expect(first).toMatch(/🤔 It names .*no.* file &lt;!here&gt;\./);
  });

  it('pages 120 findings without losing one, and stays inside Slack’s limits', () => {
    const review = open(
      {},
      aLongDraft(120, () => ({ sureness: 0.4, doubts: ['x'.repeat(500)] })),
    );
    const shown = Array.from({ length: 15 }, (_, page) => list(review, page)).flatMap((view) =>
      JSON.stringify(view).match(/"review_drop:[^"]+"/g),
    );
    expect(new Set(shown).size).toBe(120);
    expect(shown).toHaveLength(120);
    const pages = (page: number) => outline(list(review, page)).filter((line) => /page|◀|▶/.test(line));
    expect(pages(0)).toEqual(['Findings 1–8 of 120 · page 1 of 15 · the doubtful ones first', '[Next ▶]']);
    expect(pages(7)[1]).toBe('[◀ Back] [Next ▶]');
    expect(pages(14)).toEqual([
      'Findings 113–120 of 120 · page 15 of 15 · the doubtful ones first',
      '[◀ Back]',
    ]);
    expect(pages(99)).toEqual(pages(14));
  });

  it('needs no pages for eight findings, and says what is over in words alone', () => {
    expect(outline(list(open({}, aLongDraft(8)))).some((line) => line.includes('page'))).toBe(false);
    const notice = drawn({ modal: 'notice', words: 'It is <over>.' });
    expect(outline(notice)).toEqual(['It is &lt;over&gt;.']);
    expect(notice.submit).toBeUndefined();
  });
});

describe('one finding of a review', () => {
  const inputs = (view: ModalView) =>
    Object.fromEntries(
      view.blocks
        .filter((block): block is InputBlock => block.type === 'input')
        .map(({ block_id, element, hint }) => {
          const { initial_option, initial_value } = element as StaticSelect & { initial_value?: string };
          return [block_id, [initial_value ?? initial_option?.value, hint?.text ?? null]];
        }),
    );

  it('is filled in with what it is, each class with its reason', () => {
    expect(inputs(finding(open({ [login]: { complexity: 'large' } }), login))).toMatchInlineSnapshot(`
      {
        "complexity": [
          "large",
          "set by Snider",
        ],
        "fate": [
          "keep",
          "Merged, its text and places join the other issue: one instead of two.",
        ],
        "scope": [
          "single-file",
          "one file is named",
        ],
        "severity": [
          "critical",
          "stated in the text: “critical”",
        ],
        "title": [
          "security(auth): use bound parameters for the login query",
          null,
        ],
        "type": [
          "security",
          "from the keyword “injection”",
        ],
      }
    `);
  });

  it('shows what the audit says as plain text, and where', () => {
    expect(outline(finding(open(), search)).slice(0, 2)).toMatchInlineSnapshot(`
      [
        "3. Search is slow on large tables
      A full table scan for each request.",
        "src/search/query.ts:7",
      ]
    `);
  });

  it('can be merged into each of 119 others, and back out', () => {
    const long = aLongDraft(120);
    const [first, second] = long.issues.map(({ key }) => key) as [string, string];
    const view = finding(open({ [first]: { fate: { into: second } } }, long), first);
    const offered = JSON.stringify(view).match(/"value":"into:[^"]+"/g) ?? [];
    expect(new Set(offered).size).toBe(119);
    expect(inputs(view).fate?.[0]).toBe(`into:${second}`);
  });

  it('carries where it was opened in far less than Slack allows', () => {
    const view = finding(open({}, aLongDraft(120)), `${'k'.repeat(58)}-119`);
    expect(view.private_metadata?.length).toBeLessThan(400);
  });
});

it('draws hostile text of any length without breaking, and pings nobody', { timeout: 30_000 }, () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<!here>',
      '<@U0SNIDER01>',
      '<#C0GENERAL1>',
      '*_`~',
      '```',
      '&lt;',
      '\u202e',
      '🚀',
      '\n',
      '@channel',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const words = fc
    .array(piece, { minLength: 1, maxLength: 60 })
    .map((all) => all.join('').slice(0, 256) || 'x');
  holds(
    fc.property(words, words, (title, said) => {
      const [first] = draft.issues;
      const evil = { ...first?.finding, title: said, description: said.repeat(20) };
      const more = { title: title.trim() || 'x', doubts: [said], sureness: 0.2, finding: evil as never };
      const review = open(
        {},
        aLongDraft(9, () => more),
      );
      for (const view of [
        list(review),
        list(review, 1),
        finding(review, review.draft.issues[0]?.key ?? ''),
      ]) {
        for (const block of view.blocks as KnownBlock[]) {
          const texts =
            block.type === 'section' ? [block.text] : block.type === 'context' ? block.elements : [];
          for (const text of texts) {
            if (text?.type !== 'mrkdwn') continue;
            expect(text.verbatim).toBe(true);
            expect(text.text).not.toMatch(/<[!@#]/);
          }
        }
      }
    }),
    60,
  );
});
