import { describe, expect, it } from 'vitest';
import { checkMessageBlocks, checkView } from '../../../sandbox/slack/blocks.js';
import {
  actions,
  button,
  cell,
  container,
  dataTable,
  groups,
  image,
  input,
  type Json,
  modal,
  mrkdwn,
  multi,
  option,
  options,
  plain,
  richText,
  rows,
  section,
  select,
  typed,
} from './build-blocks.js';

/** A block that is wrong, what is said about it, and where. */
const faults: [string, Json, string][] = [
  ['an unknown block', { type: 'banner' }, 'unsupported type: banner [json-pointer:/blocks/0/type]'],
  [
    'a name of every object',
    { type: 'toString' },
    'unsupported type: toString [json-pointer:/blocks/0/type]',
  ],
  ['a block without a type', { text: plain('a') }, 'missing required field: type [json-pointer:/blocks/0]'],
  ['a remote file', { type: 'file', source: 'remote', external_id: 'a' }, 'unsupported type: file'],
  ['a header without text', { type: 'header' }, 'missing required field: text [json-pointer:/blocks/0]'],
  ['a field that is not one', { type: 'divider', colour: 'red' }, 'invalid additional property: colour'],
  ['mrkdwn in a header', { type: 'header', text: mrkdwn('a') }, 'must be one of: plain_text'],
  ['text of an unknown kind', section({ type: 'html', text: 'a' }), 'must be one of: plain_text, mrkdwn'],
  ['emoji in mrkdwn', section({ ...mrkdwn('a'), emoji: true }), 'invalid additional property: emoji'],
  ['empty text', section(mrkdwn('')), 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['a section with nothing', { type: 'section' }, 'must define at least one of: text, fields'],
  ['an empty actions block', actions(), 'no less than 1 items allowed [json-pointer:/blocks/0/elements]'],
  ['an input as a button', actions(typed()), 'unsupported type: plain_text_input'],
  ['a button as an input', input(button()), 'unsupported type: button'],
  ['a button with mrkdwn', actions(button({ text: mrkdwn('a') })), 'must be one of: plain_text'],
  ['a style of its own', actions(button({ style: 'warning' })), 'must be one of: primary, danger'],
  ['a url that is none', actions(button({ url: 'javascript:alert(1)' })), 'must match'],
  ['a menu without options', actions({ type: 'static_select' }), 'must define exactly one of'],
  [
    'options beside groups',
    multi({ options: options(1), option_groups: groups(1) }),
    'must define exactly one of',
  ],
  [
    'an initial option that is not offered',
    actions({ type: 'static_select', options: options(2), initial_option: option({ value: '9' }) }),
    'must exactly match one of the options provided [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'an option url outside an overflow menu',
    select(option({ url: 'https://a.example' })),
    'invalid additional',
  ],
  ['a date that is none', actions({ type: 'datepicker', initial_date: '2026-13-01' }), 'must match'],
  ['a time that is none', actions({ type: 'timepicker', initial_time: '25:00' }), 'must match'],
  [
    'a moment in milliseconds',
    actions({ type: 'datetimepicker', initial_date_time: 1e13 }),
    'must be an integer',
  ],
  [
    'lengths the wrong way round',
    input(typed({ min_length: 5, max_length: 4 })),
    'must not be greater than max_length',
  ],
  [
    'numbers the wrong way round',
    input({ type: 'number_input', is_decimal_allowed: true, min_value: '5', max_value: '4' }),
    'must not be greater than max_value',
  ],
  ['a number input that does not say its kind', input({ type: 'number_input' }), 'is_decimal_allowed'],
  [
    'an image from nowhere',
    { type: 'image', alt_text: 'A' },
    'must define exactly one of: image_url, slack_file',
  ],
  ['an image from two places', image({ slack_file: { id: 'F1' } }), 'must define exactly one of'],
  ['an image without alt text', image({ alt_text: undefined }), 'missing required field: alt_text'],
  ['a table without rows', { type: 'table', rows: [] }, 'no less than 1 items allowed'],
  ['a table cell of mrkdwn', { type: 'table', rows: [[mrkdwn('a')]] }, 'unsupported type: mrkdwn'],
  ['a data table with a header alone', dataTable({ rows: rows(1, 1) }), 'no less than 2 items allowed'],
  ['a data table without a caption', dataTable({ caption: undefined }), 'missing required field: caption'],
  [
    'a ragged data table',
    dataTable({ rows: [[cell('a'), cell('b')], [cell('c')]] }),
    'must have as many cells as the first row [json-pointer:/blocks/0/rows/1]',
  ],
  ['rich text of an unknown kind', richText({ type: 'blink', text: 'a' }), 'unsupported type: blink'],
  ['a container in a container', container({ child_blocks: [container({})] }), 'unsupported type: container'],
  [
    'a container that starts collapsed for good',
    container({ default_collapsed: true }),
    'requires is_collapsible',
  ],
  ['an empty card', { type: 'card' }, 'must define at least one of'],
];

describe('malformed blocks', () => {
  it.each(faults)('%s is refused with the place', (_, block, said) => {
    const problems = checkMessageBlocks([block]);
    expect(problems.join('\n')).toContain(said);
    expect(problems.join('\n')).toContain('[json-pointer:/blocks/0');
  });

  it('refuses a block_id twice in a message, and an action_id twice in a block', () => {
    const twice = [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ];
    expect(checkMessageBlocks(twice)[0]).toContain('block_id already exists: a');
    const pressed = actions(button({ action_id: 'go' }), button({ action_id: 'go' }));
    expect(checkMessageBlocks([pressed])[0]).toContain('action_id already exists: go');
    expect(
      checkMessageBlocks([actions(button({ action_id: 'go' })), actions(button({ action_id: 'go' }))]),
    ).toEqual([]);
  });

  it('refuses what is not an array', () => {
    expect(checkMessageBlocks('[]')).toEqual(['must provide an array [json-pointer:/blocks]']);
  });
});

describe('malformed views', () => {
  it.each<[string, unknown, string]>([
    ['text instead of a view', 'modal', 'must provide an object'],
    ['an unknown type', { type: 'popup', blocks: [] }, 'unsupported type: popup'],
    ['a modal without a title', { type: 'modal', blocks: [] }, 'missing required field: title'],
    [
      'a Home with a title',
      { type: 'home', title: plain('a'), blocks: [] },
      'invalid additional property: title',
    ],
    ['inputs without submit', modal({ blocks: [input(typed())] }), 'missing required field: submit'],
    [
      'a table in a modal',
      modal({ blocks: [{ type: 'table', rows: rows(1, 1) }] }),
      'unsupported type: table',
    ],
    [
      'markdown in a modal',
      modal({ blocks: [{ type: 'markdown', text: 'a' }] }),
      'unsupported type: markdown',
    ],
    [
      'a file input in a Home',
      { type: 'home', blocks: [input({ type: 'file_input' })] },
      'unsupported type: file_input',
    ],
  ])('%s is refused', (_, view, said) => {
    expect(checkView(view).join('\n')).toContain(said);
  });

  it('takes a modal with inputs and submit', () => {
    expect(checkView(modal({ submit: plain('Save'), blocks: [input(typed())] }))).toEqual([]);
  });
});
