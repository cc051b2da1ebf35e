import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, checkView } from '../../../sandbox/slack/blocks.js';
import {
  actions,
  button,
  card,
  chars,
  confirmed,
  container,
  contextActions,
  dataTable,
  dataTables,
  feedbackBlock,
  groups,
  iconButton,
  image,
  input,
  type Json,
  many,
  modal,
  mrkdwn,
  multi,
  option,
  options,
  overflow,
  plain,
  richList,
  rows,
  section,
  select,
  typed,
  video,
} from './build-blocks.js';

/** What is limited, the limit, and a message that has `size` of it. */
const messageLimits: [string, number, (size: number) => Json[]][] = [
  ['blocks of a message', 50, (size) => many(size, () => ({ type: 'divider' }))],
  ['section text', 3000, (size) => [section(mrkdwn(chars(size)))]],
  ['section plain text', 3000, (size) => [section(plain(chars(size)))]],
  ['section fields', 10, (size) => [{ type: 'section', fields: many(size, () => mrkdwn('a')) }]],
  ['text of a field', 2000, (size) => [{ type: 'section', fields: [mrkdwn(chars(size))] }]],
  ['header', 150, (size) => [{ type: 'header', text: plain(chars(size)) }]],
  ['context elements', 10, (size) => [{ type: 'context', elements: many(size, () => mrkdwn('a')) }]],
  ['elements of an actions block', 25, (size) => [actions(...many(size, () => button()))]],
  ['context actions', 5, (size) => [contextActions(...many(size, () => iconButton()))]],
  ['block_id', 255, (size) => [{ type: 'divider', block_id: chars(size) }]],
  ['action_id', 255, (size) => [actions(button({ action_id: chars(size) }))]],
  ['button text', 75, (size) => [actions(button({ text: plain(chars(size)) }))]],
  ['button value', 2000, (size) => [actions(button({ value: chars(size) }))]],
  ['button accessibility label', 75, (size) => [actions(button({ accessibility_label: chars(size) }))]],
  ['button url', 3000, (size) => [actions(button({ url: `https://${chars(size - 8)}` }))]],
  ['options of a menu', 100, (size) => [actions({ type: 'static_select', options: options(size) })]],
  ['options of a multi menu', 100, (size) => [multi({ options: options(size) })]],
  ['option groups', 100, (size) => [actions({ type: 'static_select', option_groups: groups(size) })]],
  ['options of a group', 100, (size) => [actions({ type: 'static_select', option_groups: groups(1, size) })]],
  ['label of an option group', 75, (size) => [multi({ option_groups: groups(1, 1, chars(size)) })]],
  ['options of an overflow menu', 5, (size) => [actions({ type: 'overflow', options: options(size) })]],
  ['checkboxes', 10, (size) => [actions({ type: 'checkboxes', options: options(size) })]],
  ['radio buttons', 10, (size) => [actions({ type: 'radio_buttons', options: options(size) })]],
  ['option text', 75, (size) => [select(option({ text: plain(chars(size)) }))]],
  ['option value', 75, (size) => [select(option({ value: chars(size) }))]],
  ['option description', 75, (size) => [select(option({ description: plain(chars(size)) }))]],
  ['url of an overflow option', 3000, (size) => [overflow(option({ url: `https://${chars(size - 8)}` }))]],
  ['placeholder', 150, (size) => [actions({ type: 'users_select', placeholder: plain(chars(size)) })]],
  ['confirm title', 100, (size) => [confirmed({ title: plain(chars(size)) })]],
  ['confirm text', 300, (size) => [confirmed({ text: mrkdwn(chars(size)) })]],
  ['confirm button', 30, (size) => [confirmed({ confirm: plain(chars(size)) })]],
  ['deny button', 30, (size) => [confirmed({ deny: plain(chars(size)) })]],
  ['image alt text', 2000, (size) => [image({ alt_text: chars(size) })]],
  ['image title', 2000, (size) => [image({ title: plain(chars(size)) })]],
  ['image url', 3000, (size) => [image({ image_url: `https://${chars(size - 8)}` })]],
  ['input label', 2000, (size) => [input(typed(), { label: plain(chars(size)) })]],
  ['input hint', 2000, (size) => [input(typed(), { hint: plain(chars(size)) })]],
  ['least length of a text input', 3000, (size) => [input(typed({ min_length: size }))]],
  ['lines of a rich text input', 100, (size) => [input({ type: 'rich_text_input', max_lines: size })]],
  ['files of a file input', 10, (size) => [input({ type: 'file_input', max_files: size })]],
  ['table rows', 100, (size) => [{ type: 'table', rows: rows(size, 1) }]],
  ['table columns', 20, (size) => [{ type: 'table', rows: rows(1, size) }]],
  [
    'column settings',
    20,
    (size) => [{ type: 'table', rows: rows(1, 1), column_settings: many(size, () => ({ align: 'right' })) }],
  ],
  ['data table rows', 101, (size) => [dataTable({ rows: rows(size, 1) })]],
  ['data table columns', 20, (size) => [dataTable({ rows: rows(2, size) })]],
  ['data table page', 100, (size) => [dataTable({ page_size: size })]],
  ['characters of data tables', 10_000, (size) => dataTables(size)],
  ['markdown text', 12_000, (size) => [{ type: 'markdown', text: chars(size) }]],
  [
    'markdown text of all blocks',
    12_000,
    (size) => [
      { type: 'markdown', text: chars(6000) },
      { type: 'markdown', text: chars(size - 6000) },
    ],
  ],
  ['tables of a message', 1, (size) => many(size, () => ({ type: 'table', rows: rows(1, 1) }))],
  ['indent of a list', 8, (size) => [{ type: 'rich_text', elements: [richList({ indent: size })] }]],
  ['card title', 150, (size) => [{ type: 'card', title: mrkdwn(chars(size)) }]],
  ['card subtitle', 150, (size) => [{ type: 'card', body: mrkdwn('a'), subtitle: mrkdwn(chars(size)) }]],
  ['card body', 200, (size) => [{ type: 'card', body: mrkdwn(chars(size)) }]],
  ['cards of a carousel', 10, (size) => [{ type: 'carousel', elements: many(size, () => card()) }]],
  ['container title', 150, (size) => [container({ title: plain(chars(size)) })]],
  ['container subtitle', 150, (size) => [container({ subtitle: mrkdwn(chars(size)) })]],
  [
    'blocks of a container',
    10,
    (size) => [container({ child_blocks: many(size, () => ({ type: 'divider' })) })],
  ],
  ['video title', 199, (size) => [video({ title: plain(chars(size)) })]],
  ['video author', 49, (size) => [video({ author_name: chars(size) })]],
  ['feedback label', 75, (size) => [feedbackBlock({ accessibility_label: chars(size) })]],
];

describe('limits of a message', () => {
  it.each(messageLimits)('%s: %i are taken, one more is refused', (_, limit, make) => {
    expect(checkMessageBlocks(make(limit))).toEqual([]);
    expect(checkMessageBlocks(make(limit + 1))).not.toEqual([]);
  });
});

const viewLimits: [string, number, (size: number) => Json][] = [
  ['blocks of a modal', 100, (size) => modal({ blocks: many(size, () => ({ type: 'divider' })) })],
  ['blocks of a Home', 100, (size) => ({ type: 'home', blocks: many(size, () => ({ type: 'divider' })) })],
  ['title', 24, (size) => modal({ title: plain(chars(size)) })],
  ['submit', 24, (size) => modal({ submit: plain(chars(size)) })],
  ['close', 24, (size) => modal({ close: plain(chars(size)) })],
  ['private_metadata', 3000, (size) => modal({ private_metadata: chars(size) })],
  ['callback_id', 255, (size) => modal({ callback_id: chars(size) })],
  ['external_id', 255, (size) => modal({ external_id: chars(size) })],
  [
    'elements with focus_on_load',
    1,
    (size) => modal({ submit: plain('Go'), blocks: many(size, () => input(typed({ focus_on_load: true }))) }),
  ],
];

describe('limits of a view', () => {
  it.each(viewLimits)('%s: %i are taken, one more is refused', (_, limit, make) => {
    expect(checkView(make(limit))).toEqual([]);
    expect(checkView(make(limit + 1))).not.toEqual([]);
  });
});
