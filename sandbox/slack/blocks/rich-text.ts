import { webAddress } from './composition.js';
import { boolean, byType, type Check, integer, list, number, oneOf, only, record, string } from './rules.js';

const style = record(
  {},
  { bold: boolean, code: boolean, italic: boolean, strike: boolean, underline: boolean },
);

const part = (type: string, required: Record<string, Check>, optional: Record<string, Check> = {}) => ({
  [type]: record({ type: oneOf(type), ...required }, { style, ...optional }),
});

const some = string({ min: 1 });

const parts: Record<string, Check> = {
  ...part('text', { text: some }),
  ...part('link', { url: webAddress() }, { text: string(), unsafe: boolean }),
  ...part('emoji', { name: some }, { unicode: string(), url: string() }),
  ...part('user', { user_id: some }),
  ...part('usergroup', { usergroup_id: some }),
  ...part('channel', { channel_id: some }),
  ...part('team', { team_id: some }),
  ...part('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  ...part('color', { value: string({ pattern: /^#[0-9a-fA-F]{6}$/ }) }),
  ...part('date', { timestamp: number, format: some }, { url: webAddress(), fallback: string() }),
};

const anyParts = list(byType(parts), { min: 0 });
const border = { border: oneOf(0, 1) };

const section = record({ type: oneOf('rich_text_section'), elements: anyParts });

/** A `rich_text` block: sections, lists, quotes and preformatted text. */
export const richText: Check = record(
  {
    type: oneOf('rich_text'),
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_list: record(
          {
            type: oneOf('rich_text_list'),
            style: oneOf('bullet', 'ordered'),
            elements: list(section),
          },
          { indent: integer(0, 8), offset: integer(0), ...border },
        ),
        rich_text_quote: record({ type: oneOf('rich_text_quote'), elements: anyParts }, border),
        rich_text_preformatted: record(
          {
            type: oneOf('rich_text_preformatted'),
            elements: list(byType(only(parts, 'text', 'link')), { min: 0 }),
          },
          { ...border, language: string() },
        ),
      }),
      { min: 0 },
    ),
  },
  { block_id: string({ min: 1, max: 255 }) },
);
