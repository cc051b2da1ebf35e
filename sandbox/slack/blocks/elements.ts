import {
  anyText,
  choices,
  confirmation,
  conversationFilter,
  image,
  knownInitials,
  option,
  plainText,
  style,
  webAddress,
} from './composition.js';
import { richText } from './rich-text.js';
import {
  also,
  boolean,
  type Check,
  type Fields,
  integer,
  list,
  number,
  oneOf,
  problem,
  record,
  string,
} from './rules.js';

/** What several kinds of elements have in common. */
const confirm = { confirm: confirmation };
const focus = { focus_on_load: boolean };
const placeholder = { placeholder: plainText(150) };
const maxItems = { max_selected_items: integer(1) };
const urlResponse = { response_url_enabled: boolean };
const dispatch = {
  dispatch_action_config: record(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }) },
  ),
};
const id = string({ min: 1, max: 255 });
const label = string({ min: 1, max: 75 });
const value = string({ min: 1, max: 2000 });

interface Shape {
  required?: Record<string, Check>;
  optional?: Record<string, Check>;
  rule?: (value: Fields, at: string) => string[];
}

function element(type: string, { required = {}, optional = {}, rule }: Shape = {}): Record<string, Check> {
  const shape = record({ type: oneOf(type), ...required }, { action_id: id, ...optional });
  return { [type]: rule ? also(shape, rule) : shape };
}

const menu = { ...confirm, ...focus, ...placeholder };
const input = { ...dispatch, ...focus, ...placeholder };

/** The two forms of one kind of menu: for one choice and for several. */
const selects = (name: string, initial: string, optional: Record<string, Check>) => ({
  ...element(`${name}_select`, {
    optional: { ...menu, ...optional, ...urlResponse, [initial]: string({ min: 1 }) },
  }),
  ...element(`multi_${name}_select`, {
    optional: { ...menu, ...optional, ...maxItems, [`${initial}s`]: list(string({ min: 1 })) },
  }),
});

const staticSelects = {
  ...element('static_select', {
    optional: { ...menu, ...choices.fields, initial_option: option() },
    rule: choices.rule,
  }),
  ...element('multi_static_select', {
    optional: { ...menu, ...maxItems, ...choices.fields, initial_options: list(option()) },
    rule: choices.rule,
  }),
};

const externalSelects = {
  ...element('external_select', {
    optional: { ...menu, initial_option: option(), min_query_length: integer(0) },
  }),
  ...element('multi_external_select', {
    optional: { ...menu, ...maxItems, initial_options: list(option()), min_query_length: integer(0) },
  }),
};

const groups = (type: string, initial: Record<string, Check>) =>
  element(type, {
    required: { options: list(option({ formatted: true }), { max: 10 }) },
    optional: { ...confirm, ...focus, ...initial },
    rule: knownInitials,
  });

const buttons = {
  ...element('button', {
    required: { text: plainText(75) },
    optional: { ...confirm, value, url: webAddress(3000), style, accessibility_label: label },
  }),
  ...element('workflow_button', {
    required: {
      text: plainText(75),
      workflow: record({
        trigger: record(
          { url: webAddress() },
          { customizable_input_parameters: list(record({ name: string(), value: string() }), { min: 0 }) },
        ),
      }),
    },
    optional: { ...confirm, style, accessibility_label: label },
  }),
  ...element('overflow', {
    required: { options: list(option({ url: true }), { max: 5 }) },
    optional: confirm,
  }),
};

const pickers = {
  ...element('datepicker', {
    optional: { ...menu, initial_date: string({ pattern: /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$/ }) },
  }),
  ...element('timepicker', {
    optional: {
      ...menu,
      initial_time: string({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/ }),
      timezone: string({ min: 1 }),
    },
  }),
  ...element('datetimepicker', {
    optional: { ...confirm, ...focus, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  }),
};

const decimal = string({ pattern: /^-?\d+(\.\d+)?$/ });

/** A smallest and a largest value, as numbers or as decimal text, the right way round. */
const ordered = (smallest: string, largest: string) => (fields: Fields, at: string) =>
  fields[smallest] !== undefined &&
  fields[largest] !== undefined &&
  Number(fields[smallest]) > Number(fields[largest])
    ? problem(`must not be greater than ${largest}`, `${at}/${smallest}`)
    : [];

const inputs = {
  ...element('plain_text_input', {
    optional: {
      ...input,
      initial_value: string({ max: 3000 }),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
    rule: ordered('min_length', 'max_length'),
  }),
  ...element('email_text_input', { optional: { ...input, initial_value: string() } }),
  ...element('url_text_input', { optional: { ...input, initial_value: string() } }),
  ...element('number_input', {
    required: { is_decimal_allowed: boolean },
    optional: { ...input, initial_value: decimal, min_value: decimal, max_value: decimal },
    rule: ordered('min_value', 'max_value'),
  }),
  ...element('rich_text_input', {
    optional: { ...input, initial_value: richText, min_lines: integer(1, 100), max_lines: integer(1, 100) },
    rule: ordered('min_lines', 'max_lines'),
  }),
  ...element('file_input', { optional: { filetypes: list(string({ min: 1 })), max_files: integer(1, 10) } }),
};

const feedback = record({ text: plainText(75), value }, { accessibility_label: label });

const contextual = {
  ...element('feedback_buttons', { required: { positive_button: feedback, negative_button: feedback } }),
  ...element('icon_button', {
    required: { icon: string({ min: 1 }), text: plainText(75) },
    optional: { ...confirm, value, accessibility_label: label, visible_to_user_ids: list(id) },
  }),
};

/** Every element's check, by its type. */
export const elements: Record<string, Check> = {
  ...buttons,
  ...pickers,
  ...inputs,
  ...contextual,
  ...staticSelects,
  ...externalSelects,
  ...selects('users', 'initial_user', {}),
  ...selects('channels', 'initial_channel', {}),
  ...selects('conversations', 'initial_conversation', {
    default_to_current_conversation: boolean,
    filter: conversationFilter,
  }),
  ...groups('checkboxes', { initial_options: list(option({ formatted: true })) }),
  ...groups('radio_buttons', { initial_option: option({ formatted: true }) }),
  image: image(),
  plain_text: anyText(),
  mrkdwn: anyText(),
  raw_text: record({ type: oneOf('raw_text'), text: string({ min: 1 }) }),
  raw_number: record({ type: oneOf('raw_number'), value: number, text: string({ min: 1 }) }),
  url: record({ type: oneOf('url'), url: webAddress(), text: string({ min: 1 }) }),
};
