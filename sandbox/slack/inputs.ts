import type { Block } from '../control-types.js';
import { HttpProblem } from '../http.js';
import { flatBlocks } from './assign-ids.js';
import { type Fields, isRecord } from './blocks/rules.js';
import { interactiveElements } from './blocks.js';
import type { InputValues } from './state.js';

/** The one field in which an element of each type carries what was chosen, and the initial one. */
const valueFields: Record<string, { field: string; initial: string }> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value' },
  static_select: { field: 'selected_option', initial: 'initial_option' },
  external_select: { field: 'selected_option', initial: 'initial_option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option' },
  checkboxes: { field: 'selected_options', initial: 'initial_options' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options' },
  multi_external_select: { field: 'selected_options', initial: 'initial_options' },
  users_select: { field: 'selected_user', initial: 'initial_user' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations' },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time' },
  file_input: { field: 'files', initial: 'initial_files' },
};

const isMany = (field: string): boolean => field.endsWith('s');

/** Whether an element holds a value between clicks, as menus and inputs do and buttons do not. */
export const isStateful = (element: Fields): boolean => Object.hasOwn(valueFields, String(element.type));

/**
 * What choosing `choice` in an element says in Slack's payloads, such as `{selected_option: {…}}`. A choice
 * is an option's value, plain text, a number, or an array of them; null empties the element.
 */
export function choose(element: Fields, choice: unknown): Fields {
  if (element.type === 'overflow') return { selected_option: optionOf(element, choice) };
  const known = valueFields[String(element.type)];
  if (!known) return element.value === undefined ? {} : { value: element.value };
  const { field } = known;
  if (isMany(field)) {
    const chosen = choice == null ? [] : [choice].flat();
    return { [field]: field === 'selected_options' ? chosen.map((each) => optionOf(element, each)) : chosen };
  }
  if (choice == null || choice === '') return { [field]: null };
  if (field === 'selected_option') return { [field]: optionOf(element, choice) };
  if (field === 'value') return { [field]: String(choice) };
  return { [field]: field === 'selected_date_time' ? Number(choice) : choice };
}

function optionOf(element: Fields, choice: unknown): Fields {
  const wanted = isRecord(choice) ? choice.value : choice;
  const groups = (element.option_groups ?? []) as { options: Fields[] }[];
  const options = [...((element.options ?? []) as Fields[]), ...groups.flatMap((group) => group.options)];
  const option = options.find((each) => each.value === wanted);
  if (option) return option;
  const known = options.map((each) => JSON.stringify(each.value)).join(', ') || 'none';
  throw new HttpProblem(400, `There is no option ${JSON.stringify(wanted)}; the options are: ${known}.`);
}

/** What the element holds before anybody touches it. */
function initialOf(element: Fields): Fields {
  const known = valueFields[String(element.type)];
  if (!known) return {};
  return { [known.field]: element[known.initial] ?? (isMany(known.field) ? [] : null) };
}

/** Slack's `state.values`: every menu and input, with what was stored or else its initial value. */
export function stateValues(blocks: Block[], stored: InputValues): InputValues {
  const values: InputValues = {};
  for (const block of flatBlocks(blocks)) {
    for (const element of ownElements(block).filter(isStateful)) {
      const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
      values[blockId] ??= {};
      values[blockId][actionId] = {
        type: element.type,
        ...(stored[blockId]?.[actionId] ?? initialOf(element)),
      };
    }
  }
  return values;
}

/** The block's elements without those of blocks within it. */
const ownElements = (block: Block): Fields[] =>
  ['container', 'carousel'].includes(block.type) ? [] : interactiveElements(block);

/** Finds an element by its action id, and by its block's id when that is given too. */
export function findElement(
  blocks: Block[],
  actionId: string,
  blockId?: string,
): { block: Block; element: Fields } | undefined {
  for (const block of flatBlocks(blocks)) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const element = ownElements(block).find((each) => each.action_id === actionId);
    if (element) return { block, element };
  }
  return undefined;
}

/**
 * Stores what a person filled in: Slack's own form (`{block_id: {action_id: {…}}}`) or a flat one
 * (`{action_id: choice}`). Refuses what names no element.
 */
export function storeValues(blocks: Block[], stored: InputValues, given: Fields): void {
  for (const [name, value] of Object.entries(given)) {
    // Slack's own form comes first, for a block and an input may bear the same name.
    const isBlock = isRecord(value) && blocks.some((block) => block.block_id === name);
    const flat = isBlock ? undefined : findElement(blocks, name);
    if (flat) store(stored, flat, choose(flat.element, rawChoice(flat.element, value)));
    else storeBlock(blocks, stored, { blockId: name, actions: value });
  }
}

function storeBlock(
  blocks: Block[],
  stored: InputValues,
  { blockId, actions }: { blockId: string; actions: unknown },
): void {
  const entries = isRecord(actions) ? Object.entries(actions) : [['', undefined] as const];
  for (const [actionId, value] of entries) {
    const found = findElement(blocks, actionId, blockId);
    if (!found) {
      const path = actionId ? `${blockId}.${actionId}` : blockId;
      throw new HttpProblem(400, `The view has no input ${path}; it has: ${inputNames(blocks)}.`);
    }
    store(stored, found, choose(found.element, rawChoice(found.element, value)));
  }
}

function store(
  stored: InputValues,
  { block, element }: { block: Block; element: Fields },
  fields: Fields,
): void {
  const blockId = String(block.block_id);
  stored[blockId] = { ...stored[blockId], [String(element.action_id)]: fields };
}

/** Takes the choice out of Slack's own form, `{type, value | selected_option …}`; leaves others as they are. */
function rawChoice(element: Fields, value: unknown): unknown {
  const field = valueFields[String(element.type)]?.field;
  return isRecord(value) && field !== undefined && field in value ? value[field] : value;
}

const inputNames = (blocks: Block[]): string =>
  flatBlocks(blocks)
    .flatMap((block) => ownElements(block).map((each) => `${block.block_id}.${String(each.action_id)}`))
    .join(', ') || 'none';
