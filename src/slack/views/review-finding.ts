import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { COMPLEXITIES, FINDING_TYPES, type Judged, SCOPES, SEVERITIES } from '../../domain/audit/finding.js';
import type { Modal } from '../../domain/modal.js';
import { parts } from '../../domain/parts.js';
import { type ReviewRow, reviewRows } from '../../domain/review.js';
import { mergeTargets } from '../../domain/review-form.js';
import { REVIEW } from '../ids.js';
import { findingPlace } from '../review-place.js';
import { context } from './blocks.js';
import { cut, title } from './words.js';

const LIMITS = { option: 75, options: 100, title: 256, hint: 150, excerpt: 900 };
const LOCATIONS = 3;

/** One finding with all that can be changed of it, each with the reason for what is there. */
export function findingView({ review, key, page, list }: Extract<Modal, { modal: 'finding' }>): ModalView {
  const row = reviewRows(review).find((one) => one.key === key);
  if (!row) throw new Error(`The review has no finding ${key}.`);
  const { severity, type, scope, complexity } = row.issue.finding;
  return {
    type: 'modal',
    callback_id: REVIEW.finding,
    private_metadata: findingPlace({ proposal: review.proposal, page, key, list }),
    title: { type: 'plain_text', text: 'One finding' },
    submit: { type: 'plain_text', text: 'Save' },
    close: { type: 'plain_text', text: 'Back' },
    blocks: [
      ...about(row),
      titleInput(row.issue.title),
      menu('severity', 'Severity', { values: SEVERITIES, judged: severity }),
      menu('type', 'Kind', { values: FINDING_TYPES, judged: type }),
      menu('scope', 'Scope', { values: SCOPES, judged: scope }),
      menu('complexity', 'Complexity', { values: COMPLEXITIES, judged: complexity }),
      fateMenu(row, mergeTargets(review, key)),
    ],
  };
}

/** What the audit says, where, and what is doubtful about it. Plain text, since somebody else wrote it. */
function about({ issue }: ReviewRow): KnownBlock[] {
  const { finding, doubts } = issue;
  const isSaid = finding.description.includes(finding.title);
  const said = isSaid ? finding.description : [finding.title, finding.description].filter(Boolean).join('\n');
  const places = finding.locations.map(({ path, line }) =>
    title(line === null ? path : `${path}:${line}`, 100),
  );
  const more = places.length > LOCATIONS ? [`and ${places.length - LOCATIONS} more`] : [];
  const where =
    places.length > 0 ? [...places.slice(0, LOCATIONS), ...more].join(' · ') : 'The audit names no file.';
  return [
    {
      type: 'section',
      text: { type: 'plain_text', text: cut(said || issue.title, LIMITS.excerpt), emoji: false },
    },
    context(where),
    ...(doubts.length > 0 ? [context(`🤔 ${doubts.map((doubt) => title(doubt, 150)).join(' ')}`)] : []),
  ];
}

function titleInput(text: string): InputBlock {
  return {
    type: 'input',
    block_id: 'title',
    label: { type: 'plain_text', text: 'Title of the issue' },
    element: { type: 'plain_text_input', action_id: 'title', initial_value: text, max_length: LIMITS.title },
  };
}

function menu(
  name: string,
  label: string,
  { values, judged }: { values: readonly string[]; judged: Judged<string> },
): InputBlock {
  const options = values.map((value) => option(value, value));
  const chosen = options.find(({ value }) => value === judged.value);
  return {
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: label },
    hint: { type: 'plain_text', text: cut(judged.why || 'no reason is known', LIMITS.hint) },
    element: {
      type: 'static_select',
      action_id: name,
      options,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

function fateMenu(row: ReviewRow, targets: readonly ReviewRow[]): InputBlock {
  const own = [option('Keep it', 'keep'), option('Drop it', 'drop')];
  const others = targets.map(({ key, issue }) => option(issue.title, `into:${key}`));
  const groups = [
    { label: { type: 'plain_text' as const, text: 'This finding' }, options: own },
    ...parts(others, LIMITS.options).map((options, index, all) => ({
      label: {
        type: 'plain_text' as const,
        text: all.length > 1 ? `Merge into, part ${index + 1}` : 'Merge into',
      },
      options,
    })),
  ];
  const now = row.into ? `into:${row.into}` : row.fate === 'drop' ? 'drop' : 'keep';
  const chosen = [...own, ...others].find(({ value }) => value === now) ?? own[0];
  return {
    type: 'input',
    block_id: 'fate',
    label: { type: 'plain_text', text: 'What becomes of it' },
    hint: {
      type: 'plain_text',
      text: 'Merged, its text and places join the other issue: one instead of two.',
    },
    element: {
      type: 'static_select',
      action_id: 'fate',
      option_groups: groups,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

function option(text: string, value: string): PlainTextOption {
  return { text: { type: 'plain_text', text: cut(text, LIMITS.option) }, value };
}
