import type {
  Datepicker,
  DateTimepicker,
  EmailInput,
  NumberInput,
  PlainTextInput,
  RichTextBlock,
  RichTextInput,
  Timepicker,
  URLInput,
} from '@slack/types';
import { h } from './dom.js';
import { heldBy, type InputElement } from './form-state.js';
import { keep } from './pickers.js';
import { readRichText } from './rich-text.js';
import { hooks, type Spot, type Surface } from './surface.js';
import { plainText } from './text-nodes.js';
import { plainLine } from './text-view.js';
import { dayKey, timeOfDay } from './times.js';

type TextInput = PlainTextInput | EmailInput | URLInput | NumberInput | RichTextInput;
type TimeInput = Datepicker | Timepicker | DateTimepicker;

const HTML_TYPES: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Fields to type in, and pickers of days and times; undefined for an element of another kind. */
export function drawInput(spot: Spot<{ type: string }>, surface: Surface): HTMLElement | undefined {
  switch (spot.element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return drawTextInput(spot as Spot<TextInput>, surface);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return drawTimeInput(spot as Spot<TimeInput>, surface);
    case 'file_input':
      return h('span', { class: 'unknown' }, 'Files cannot be uploaded in the sandbox.');
    default:
      return undefined;
  }
}

function drawTextInput(spot: Spot<TextInput>, surface: Surface): HTMLElement {
  const { element } = spot;
  const held = heldBy(surface.form.get(spot.blockId, element as InputElement));
  const attributes = {
    class: 'field',
    ...hooks(surface, spot),
    placeholder: plainLine(element.placeholder) || undefined,
    'aria-labelledby': spot.labelledBy,
    'aria-label': spot.labelledBy ? undefined : plainLine(element.placeholder) || 'Text',
  };
  const isLong =
    element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline);
  const box = isLong
    ? h('textarea', { ...attributes, rows: 5 })
    : h('input', { ...attributes, ...numberRules(element), type: HTML_TYPES[element.type] ?? 'text' });
  box.value = element.type === 'rich_text_input' ? richToText(held) : String(held ?? '');
  const holding = () => (element.type === 'rich_text_input' ? textToRich(box.value) : box.value || null);
  box.addEventListener('input', () => {
    surface.form.set(spot.blockId, element as InputElement, holding());
    if (spot.dispatches && triggers(element, 'on_character_entered')) void keep(spot, holding(), surface);
  });
  box.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || isLong || !spot.dispatches) return;
    event.preventDefault();
    if (triggers(element, 'on_enter_pressed')) void keep(spot, holding(), surface);
  });
  return box;
}

/** Enter sends, unless the element says otherwise. */
function triggers(element: TextInput, on: 'on_enter_pressed' | 'on_character_entered'): boolean {
  return (element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']).includes(on);
}

function numberRules(element: TextInput): Record<string, string | undefined> {
  if (element.type !== 'number_input') return {};
  return { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? 'any' : '1' };
}

function richToText(held: unknown): string {
  const block = held as RichTextBlock | null;
  if (!block) return '';
  const lines = readRichText(block).map((part) => ('children' in part ? plainText(part.children) : ''));
  return lines.join('\n');
}

/** What is typed plainly, as Slack would store it. */
function textToRich(text: string): RichTextBlock | null {
  if (text === '') return null;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

function drawTimeInput(spot: Spot<TimeInput>, surface: Surface): HTMLElement {
  const { element } = spot;
  const zone = surface.viewpoint.zone;
  const held = heldBy(surface.form.get(spot.blockId, element as InputElement));
  const input = h('input', {
    class: 'field field-time',
    type: HTML_TYPES[element.type],
    ...hooks(surface, spot),
    'aria-labelledby': spot.labelledBy,
    'aria-label': spot.labelledBy ? undefined : element.type.replace(/picker$/, ''),
    // A picker of days gives half-typed values while somebody types: only a finished one counts.
    onchange: () => void keep(spot, timeHeld(input.value, element.type), surface),
  });
  input.value = typeof held === 'number' ? localMoment(held, zone) : String(held ?? '');
  return input;
}

function timeHeld(value: string, type: string): string | number | null {
  if (value === '') return null;
  return type === 'datetimepicker' ? Math.floor(new Date(value).getTime() / 1000) : value;
}

function localMoment(seconds: number, zone: string): string {
  const at = new Date(seconds * 1000);
  return `${dayKey(at, zone)}T${timeOfDay(at, zone)}`;
}
