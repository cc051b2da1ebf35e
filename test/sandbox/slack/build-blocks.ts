/** Shorthands for blocks, with as little in them as Slack takes; `more` overrides. */

export type Json = Record<string, unknown>;

export const chars = (count: number): string => 'x'.repeat(count);
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const plain = (text: string): Json => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
export const section = (text: Json, more: Json = {}): Json => ({ type: 'section', text, ...more });
export const actions = (...elements: Json[]): Json => ({ type: 'actions', elements });
export const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Go'), ...more });
export const option = (more: Json = {}): Json => ({ text: plain('One'), value: '1', ...more });
export const options = (count: number): Json[] =>
  many(count, (index) => option({ text: plain(`${index}`), value: `${index}` }));
export const input = (element: Json, more: Json = {}): Json => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...more,
});
export const typed = (more: Json = {}): Json => ({ type: 'plain_text_input', ...more });
export const image = (more: Json = {}): Json => ({
  type: 'image',
  image_url: 'https://example.com/a.png',
  alt_text: 'A',
  ...more,
});
export const cell = (text: string): Json => ({ type: 'raw_text', text });
export const rows = (height: number, width: number): Json[][] =>
  many(height, () => many(width, () => cell('x')));
export const richText = (...elements: Json[]): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
export const modal = (more: Json = {}): Json => ({
  type: 'modal',
  title: plain('Title'),
  blocks: [],
  ...more,
});
const feedback = (more: Json = {}): Json => ({ text: plain('Good'), value: 'good', ...more });

export const contextActions = (...elements: Json[]): Json => ({ type: 'context_actions', elements });
export const iconButton = (): Json => ({ type: 'icon_button', icon: 'trash', text: plain('Delete') });
export const feedbackBlock = (more: Json): Json =>
  contextActions({ type: 'feedback_buttons', positive_button: feedback(more), negative_button: feedback() });
export const select = (...all: Json[]): Json => actions({ type: 'static_select', options: all });
export const overflow = (...all: Json[]): Json => actions({ type: 'overflow', options: all });
export const multi = (more: Json): Json => actions({ type: 'multi_static_select', ...more });
export const groups = (count: number, size = 1, label = 'Group'): Json[] =>
  many(count, () => ({ label: plain(label), options: options(size) }));
export const confirmed = (more: Json): Json =>
  actions(button({ confirm: { text: plain('Sure?'), ...more } }));
export const dataTable = (more: Json): Json => ({
  type: 'data_table',
  caption: 'Repos',
  rows: rows(2, 1),
  ...more,
});
export const dataTables = (size: number): Json[] => [
  dataTable({ caption: chars(5000), rows: rows(2, 1) }),
  dataTable({ caption: chars(size - 5004), rows: rows(2, 1) }),
];
export const richList = (more: Json): Json => ({
  type: 'rich_text_list',
  style: 'bullet',
  elements: [{ type: 'rich_text_section', elements: [] }],
  ...more,
});
export const card = (): Json => ({ type: 'card', title: mrkdwn('Card') });
export const container = (more: Json): Json => ({
  type: 'container',
  title: plain('Title'),
  child_blocks: [{ type: 'divider' }],
  ...more,
});
export const video = (more: Json): Json => ({
  type: 'video',
  video_url: 'https://example.com/v',
  thumbnail_url: 'https://example.com/t.png',
  alt_text: 'A',
  title: plain('Video'),
  ...more,
});
