import type { AnyBlock, KnownBlock, Option } from '@slack/types';
import type { Choice } from './wire.js';

/** What one input holds, as Slack's `view.state.values` has it: `{type: 'plain_text_input', value: '…'}`. */
export type ElementState = { type: string } & Record<string, unknown>;

/** `block_id` → `action_id` → what the input holds. */
export type FormValues = Record<string, Record<string, ElementState>>;

/** The fields that decide what an input holds; each element has some of them. */
export interface InputElement {
  type: string;
  action_id?: string;
  initial_value?: unknown;
  initial_option?: Option;
  initial_options?: Option[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  initial_user?: string;
  initial_users?: string[];
  initial_channel?: string;
  initial_channels?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
}

/** By element type: the field of the state, and the field of the element that fills it at first. */
const FIELDS: Record<string, readonly [state: string, initial: keyof InputElement]> = {
  plain_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  radio_buttons: ['selected_option', 'initial_option'],
  checkboxes: ['selected_options', 'initial_options'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  users_select: ['selected_user', 'initial_user'],
  multi_users_select: ['selected_users', 'initial_users'],
  channels_select: ['selected_channel', 'initial_channel'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
};

/** Whether the element holds something; a button or a menu does not. */
function holdsState(element: { type: string }): boolean {
  return Object.hasOwn(FIELDS, element.type);
}

/** What an input holds before anybody has touched it. */
export function initialState(element: InputElement): ElementState {
  const field = FIELDS[element.type];
  if (!field) return { type: element.type };
  const several = field[0].endsWith('s');
  return { type: element.type, [field[0]]: element[field[1]] ?? (several ? [] : null) };
}

/** The state of an input in which `held` was chosen or typed. */
export function stateOf(element: { type: string }, held: unknown): ElementState {
  const field = FIELDS[element.type];
  return field ? { type: element.type, [field[0]]: held } : { type: element.type };
}

/** What is chosen or typed, whatever the type: text, an option, a list, null for nothing. */
export function heldBy(state: ElementState): unknown {
  const field = FIELDS[state.type];
  return field ? (state[field[0]] ?? null) : null;
}

/** The same in the words of a click request, where options go by their value. */
export function choiceOf(state: ElementState): Choice {
  const field = FIELDS[state.type]?.[0];
  const held = heldBy(state);
  // A click has no field for rich text: that goes with the values of the whole form.
  if (!field || field === 'rich_text_value' || held === null) return {};
  if (field === 'selected_option') return { selected_option: (held as Option).value ?? '' };
  if (field === 'selected_options') {
    return { selected_options: (held as Option[]).map(({ value }) => value ?? '') };
  }
  return { [field]: held };
}

/** Keeps what the inputs of one view or message hold while they are drawn again and again. */
export class FormState {
  readonly values: FormValues = {};

  get(blockId: string, element: InputElement): ElementState {
    const known = this.values[blockId]?.[element.action_id ?? ''];
    return known && known.type === element.type ? known : initialState(element);
  }

  set(blockId: string, element: InputElement, held: unknown): ElementState {
    const state = stateOf(element, held);
    this.values[blockId] = { ...this.values[blockId], [element.action_id ?? '']: state };
    return state;
  }

  /** The values of exactly these blocks, untouched inputs included: what a submission sends. */
  collect(blocks: readonly AnyBlock[]): FormValues {
    const collected: FormValues = {};
    for (const { blockId, element } of inputsOf(blocks)) {
      collected[blockId] = { ...collected[blockId], [element.action_id ?? '']: this.get(blockId, element) };
    }
    return collected;
  }
}

interface Placed {
  blockId: string;
  element: InputElement;
}

/** Every element of the blocks that holds something, wherever it stands. */
function inputsOf(blocks: readonly AnyBlock[]): Placed[] {
  return flatten(blocks).flatMap((block) => {
    const blockId = block.block_id ?? '';
    return elementsOf(block)
      .filter(holdsState)
      .map((element) => ({ blockId, element }));
  });
}

/** The blocks of a container stand among the others. */
function flatten(blocks: readonly AnyBlock[]): KnownBlock[] {
  return (blocks as readonly KnownBlock[]).flatMap((block) =>
    block.type === 'container' ? flatten(block.child_blocks) : [block],
  );
}

function elementsOf(block: KnownBlock): InputElement[] {
  if (block.type === 'input') return [block.element as InputElement];
  if (block.type === 'actions') return block.elements as InputElement[];
  if (block.type === 'section') return block.accessory ? [block.accessory as InputElement] : [];
  return [];
}
