import { plainText } from './blocks/composition.js';
import { messageBlocks, viewBlocks } from './blocks/layout.js';
import {
  boolean,
  byType,
  type Check,
  type Fields,
  isRecord,
  list,
  oneOf,
  problem,
  record,
  string,
} from './blocks/rules.js';

/*
 * Slack's limits for Block Kit, as checks without any I/O. Each answers the problems it finds, with a
 * JSON pointer to the place, and an empty array when Slack would accept the value.
 */

/** The blocks of a message. */
export function checkMessageBlocks(blocks: unknown): string[] {
  const shape = list(byType(messageBlocks), { min: 0, max: 50 })(blocks, '/blocks');
  if (shape.length > 0) return shape;
  const all = blocks as Fields[];
  return [...uniqueIds(all, '/blocks'), ...oneTable(all), ...sharedBudgets(all)];
}

/** Text of a message's blocks past which Slack answers `msg_blocks_too_long`. */
export const messageTextLimit = 13_000;

/** A modal or a Home tab, as given to views.open, push, update and publish. */
export function checkView(view: unknown): string[] {
  if (!isRecord(view)) return problem('must provide an object', '/view');
  const shape = byType({ modal, home })(view, '/view');
  if (shape.length > 0) return shape;
  const blocks = view.blocks as Fields[];
  return [...uniqueIds(blocks, '/view/blocks'), ...submitWithInputs(view), ...oneFocus(blocks)];
}

const viewFields: Record<string, Check> = {
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
};

const home = record(
  { type: oneOf('home'), blocks: list(byType(withoutFiles()), { min: 0, max: 100 }) },
  viewFields,
);

const modal = record(
  {
    type: oneOf('modal'),
    title: plainText(24),
    blocks: list(byType(viewBlocks), { min: 0, max: 100 }),
  },
  {
    ...viewFields,
    submit: plainText(24),
    close: plainText(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
);

/** File inputs work in modals alone. */
function withoutFiles(): Record<string, Check> {
  const input = viewBlocks.input as Check;
  return {
    ...viewBlocks,
    input: (value, at) =>
      ((value as Fields).element as Fields | undefined)?.type === 'file_input'
        ? problem('unsupported type: file_input', `${at}/element/type`)
        : input(value, at),
  };
}

function uniqueIds(blocks: Fields[], at: string): string[] {
  const seen = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    const repeated = block.block_id !== undefined && seen.has(block.block_id);
    seen.add(block.block_id);
    const here = `${at}/${index}`;
    return [
      ...(repeated ? problem(`block_id already exists: ${String(block.block_id)}`, `${here}/block_id`) : []),
      ...uniqueActions(block, here),
    ];
  });
}

function uniqueActions(block: Fields, at: string): string[] {
  const ids = interactiveElements(block).flatMap(({ action_id: id }) => (id === undefined ? [] : [id]));
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  return repeated === undefined ? [] : problem(`action_id already exists: ${String(repeated)}`, at);
}

/** Everything in a block that a person can press, choose or fill in, whatever holds it. */
export function interactiveElements(block: Fields): Fields[] {
  const nested = [block.child_blocks, block.type === 'carousel' ? block.elements : []].flat() as Fields[];
  const own = [
    block.accessory,
    block.element,
    block.type === 'carousel' ? [] : block.elements,
    block.actions,
  ];
  const direct = own.flat().filter((each): each is Fields => isRecord(each) && isInteractive(each));
  return [...direct, ...nested.filter(isRecord).flatMap(interactiveElements)];
}

const silent = ['image', 'plain_text', 'mrkdwn', 'raw_text', 'raw_number', 'url'];
const isInteractive = ({ type }: Fields): boolean =>
  (typeof type === 'string' && !silent.includes(type) && !type.startsWith('rich_text_')) ||
  type === 'rich_text_input';

function oneTable(blocks: Fields[]): string[] {
  const tables = blocks.filter(({ type }) => type === 'table');
  return tables.length > 1 ? problem('only_one_table_allowed', '/blocks') : [];
}

function sharedBudgets(blocks: Fields[]): string[] {
  const total = (type: string) =>
    blocks.filter((block) => block.type === type).reduce((sum, block) => sum + textLength(block), 0);
  return [
    ...(total('markdown') > 12_000
      ? problem('markdown blocks must be less than 12001 characters together', '/blocks')
      : []),
    ...(total('data_table') > 10_000
      ? problem('data_table blocks must be less than 10001 characters together', '/blocks')
      : []),
  ];
}

/** Characters of every text in a value: what a reader would see, without ids and types. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + textLength(each), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, field]) =>
      sum + (typeof field === 'string' ? (readFields.has(name) ? field.length : 0) : textLength(field)),
    0,
  );
}

const readFields = new Set(['text', 'caption', 'alt_text', 'title', 'fallback']);

function submitWithInputs(view: Fields): string[] {
  const asks = (view.blocks as Fields[]).some(({ type }) => type === 'input');
  return view.type === 'modal' && asks && view.submit === undefined
    ? problem('missing required field: submit', '/view')
    : [];
}

function oneFocus(blocks: Fields[]): string[] {
  const focused = blocks.flatMap(interactiveElements).filter((each) => each.focus_on_load === true);
  return focused.length > 1 ? problem('only one element may have focus_on_load', '/view/blocks') : [];
}
