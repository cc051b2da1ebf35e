import { anyText, image, mrkdwn, plainText, webAddress } from './composition.js';
import { elements } from './elements.js';
import { richText } from './rich-text.js';
import {
  also,
  boolean,
  byType,
  type Check,
  type Fields,
  integer,
  list,
  oneOf,
  only,
  problem,
  record,
  someOf,
  string,
} from './rules.js';

const id = { block_id: string({ min: 1, max: 255 }) };

function block(
  type: string,
  required: Record<string, Check> = {},
  optional: Record<string, Check> = {},
): Record<string, Check> {
  return { [type]: record({ type: oneOf(type), ...required }, { ...id, ...optional }) };
}

const withRule = (
  blocks: Record<string, Check>,
  rule: (value: Fields, at: string) => string[],
): Record<string, Check> =>
  Object.fromEntries(Object.entries(blocks).map(([type, check]) => [type, also(check, rule)]));

const some = string({ min: 1 });
const menus = ['static_select', 'external_select', 'users_select', 'channels_select', 'conversations_select'];
const multiMenus = menus.map((type) => `multi_${type}`);
const pressed = ['button', 'overflow', 'workflow_button'];
const chosen = [...menus, ...multiMenus, 'checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];
const typed = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input'];

const element = (...types: string[]): Check => byType(only(elements, ...types));
const imageElement = element('image');

const basic = {
  ...block('divider'),
  ...block('header', { text: plainText(150) }),
  ...block('markdown', { text: string({ min: 1, max: 12_000 }) }),
  ...block('context', { elements: list(element('image', 'plain_text', 'mrkdwn'), { max: 10 }) }),
  ...withRule(
    block(
      'section',
      {},
      {
        text: anyText(3000),
        fields: list(anyText(2000), { max: 10 }),
        accessory: element('image', ...pressed, ...chosen),
        expand: boolean,
      },
    ),
    someOf('text', 'fields'),
  ),
  image: image({ ...id, title: plainText(2000) }),
  rich_text: richText,
  ...block(
    'video',
    { video_url: webAddress(), thumbnail_url: webAddress(), alt_text: some, title: plainText(199) },
    {
      title_url: string({ min: 1, pattern: /^https:\/\// }),
      author_name: string({ max: 49 }),
      provider_name: string(),
      provider_icon_url: webAddress(),
      description: plainText(),
    },
  ),
};

const interactive = {
  ...block('actions', {
    elements: list(element(...pressed, ...chosen, 'datetimepicker', 'rich_text_input'), { max: 25 }),
  }),
  ...block('context_actions', { elements: list(element('feedback_buttons', 'icon_button'), { max: 5 }) }),
  ...block(
    'input',
    {
      label: plainText(2000),
      element: element(...typed, ...chosen, 'datetimepicker', 'file_input'),
    },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  ),
};

const cell = byType({ ...only(elements, 'raw_text', 'raw_number'), rich_text: richText });

const sameWidth = (value: Fields, at: string): string[] => {
  const rows = value.rows as unknown[][];
  const wrong = rows.findIndex((row) => row.length !== rows[0]?.length);
  return wrong < 0 ? [] : problem('must have as many cells as the first row', `${at}/rows/${wrong}`);
};

const tables = {
  ...block(
    'table',
    { rows: list(list(cell, { max: 20 }), { max: 100 }) },
    {
      column_settings: list(record({}, { align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), {
        max: 20,
      }),
    },
  ),
  ...withRule(
    block(
      'data_table',
      { rows: list(list(cell, { max: 20 }), { min: 2, max: 101 }), caption: some },
      { page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
    ),
    sameWidth,
  ),
};

const card = withRule(
  block(
    'card',
    {},
    {
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(element('button')),
    },
  ),
  someOf('hero_image', 'title', 'actions', 'body'),
);

const task = block(
  'task_card',
  {
    task_id: some,
    title: some,
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { details: richText, output: richText, sources: list(element('url')) },
);

const flat = { ...basic, ...interactive, ...tables };

const composed = {
  ...block(
    'alert',
    { text: anyText(3000) },
    { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  ...card,
  ...block('carousel', { elements: list(byType(card), { max: 10 }) }),
  ...task,
  ...block('plan', { title: some }, { tasks: list(byType(task), { min: 0 }) }),
  ...withRule(
    block(
      'container',
      { child_blocks: list(byType(childBlocks()), { max: 10 }) },
      {
        title: plainText(150),
        rich_text_title: richText,
        subtitle: anyText(150),
        width: oneOf('narrow', 'standard', 'wide', 'full'),
        icon: imageElement,
        is_collapsible: boolean,
        default_collapsed: boolean,
        has_header_divider: boolean,
      },
    ),
    (value, at) => [
      ...someOf('title', 'rich_text_title')(value, at),
      ...(value.default_collapsed === true && value.is_collapsible !== true
        ? problem('requires is_collapsible to be true', `${at}/default_collapsed`)
        : []),
    ],
  ),
};

function childBlocks(): Record<string, Check> {
  return only(
    flat,
    ...[
      'actions',
      'context',
      'divider',
      'header',
      'image',
      'input',
      'rich_text',
      'section',
      'table',
      'video',
    ],
  );
}

const everywhere = [
  'divider',
  'header',
  'context',
  'section',
  'image',
  'rich_text',
  'video',
  'actions',
  'input',
];

/** The blocks that may stand in a message, by type. `file` may not: Slack alone adds it. */
export const messageBlocks: Record<string, Check> = { ...flat, ...composed };

/** The blocks that may stand in a modal or a Home tab, by type. */
export const viewBlocks: Record<string, Check> = { ...only(flat, ...everywhere), ...only(composed, 'alert') };
