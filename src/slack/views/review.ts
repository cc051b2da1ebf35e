import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { OpenReview } from '../../domain/modal.js';
import { parts } from '../../domain/parts.js';
import { type ReviewRow, reviewRows } from '../../domain/review.js';
import { actionId, REVIEW } from '../ids.js';
import { listPlace } from '../review-place.js';
import { actions, button, context, divider, section } from './blocks.js';
import { findingLine } from './draft.js';
import { escaped, issue, plural, title } from './words.js';

/** Findings of one page: as many as a phone shows without tiring. */
const PAGE = 8;

/** The findings of a draft by pages, the doubtful ones first, each with what may be done to it. */
export function reviewView(review: OpenReview, page: number, words?: string): ModalView {
  const rows = reviewRows(review);
  const pages = parts(rows, PAGE);
  // What was on a page before is never on another: their number and order stay.
  const at = Math.min(Math.max(0, page), pages.length - 1);
  const kept = rows.filter(({ fate }) => fate === 'keep').length;
  return {
    type: 'modal',
    callback_id: REVIEW.list,
    private_metadata: listPlace({ proposal: review.proposal, page: at }),
    title: { type: 'plain_text', text: 'Review the findings' },
    submit: { type: 'plain_text', text: `Propose ${plural(kept, 'issue')}` },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [
      ...(words ? [section(`⚠️ ${escaped(words)}`)] : []),
      section(
        `*${issue(review.repo, review.draft.audit.number)}* ${title(review.draft.audit.title, 70)}`,
        sums(rows),
      ),
      ...(pages[at] ?? []).flatMap((row) => rowBlocks(row, rows)),
      divider,
      ...pager(at, pages, rows.length),
      context(
        'Nothing is created by this; it is approved afterwards. What you changed is kept when you close this.',
      ),
    ],
  };
}

/** What cannot be reviewed any more says so where the review was. */
export function noticeView(words: string): ModalView {
  return {
    type: 'modal',
    callback_id: REVIEW.list,
    title: { type: 'plain_text', text: 'Review the findings' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [section(escaped(words))],
  };
}

function sums(rows: readonly ReviewRow[]): string {
  const count = (is: (row: ReviewRow) => boolean) => rows.filter(is).length;
  const dropped = count(({ fate }) => fate === 'drop' || fate === 'empty');
  const merged = count(({ fate }) => fate === 'merge');
  const changed = count(({ fate, changed: each }) => fate === 'keep' && each);
  return [
    `${plural(
      count(({ fate }) => fate === 'keep'),
      'issue',
    )} of ${plural(rows.length, 'finding')}`,
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
    ...(merged > 0 ? [`${merged} merged`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
  ].join(' · ');
}

function rowBlocks(row: ReviewRow, rows: readonly ReviewRow[]): KnownBlock[] {
  const { key, fate, issue: each } = row;
  const act = (text: string, name: 'review_edit' | 'review_drop' | 'review_keep'): Button =>
    button(text, actionId(name, key), { value: key });
  const edit = act('Edit', 'review_edit');
  switch (fate) {
    case 'keep':
      return [section(findingLine(each), detailsOf(row)), actions(edit, act('Drop', 'review_drop'))];
    case 'merge': {
      const target = rows.find((other) => other.key === row.into)?.issue.title ?? '';
      const said = `🔗 ~${title(each.title, 80)}~\nmerged into: ${title(target, 80)}`;
      return [section(said), actions(edit, act('Keep apart', 'review_keep'))];
    }
    case 'drop':
      return [section(`⏭️ ~${title(each.title, 80)}~ dropped`), actions(edit, act('Keep', 'review_keep'))];
    case 'empty':
      return [section(`⏭️ ~${title(each.title, 80)}~ goes with the findings that it would solve`)];
  }
}

function detailsOf({ issue: { finding, doubts }, merged, changed }: ReviewRow): string {
  const { severity, type, scope, complexity } = finding;
  return [
    [severity, type, scope, complexity].map(({ value }) => value).join(' · '),
    ...(merged > 0 ? [` · 🔗 with ${merged} merged`] : []),
    ...(changed ? [' · ✏️ changed'] : []),
    ...(doubts[0] ? [`\n🤔 ${title(doubts[0], 150)}`] : []),
  ].join('');
}

function pager(at: number, pages: readonly ReviewRow[][], total: number): KnownBlock[] {
  if (pages.length < 2) return [];
  const first = at * PAGE + 1;
  const last = first + (pages[at]?.length ?? 0) - 1;
  const turn = (text: string, to: number) =>
    button(text, actionId('review_page', `${to}`), { value: `${to}` });
  return [
    context(
      `Findings ${first}–${last} of ${total} · page ${at + 1} of ${pages.length} · the doubtful ones first`,
    ),
    actions(
      ...(at > 0 ? [turn('◀ Back', at - 1)] : []),
      ...(at < pages.length - 1 ? [turn('Next ▶', at + 1)] : []),
    ),
  ];
}
