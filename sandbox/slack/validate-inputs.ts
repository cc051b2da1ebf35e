import type { Block } from '../control-types.js';
import type { Fields } from './blocks/rules.js';
import type { InputValues } from './state.js';

/**
 * What Slack's own client refuses before a submission leaves it: by block id, the words it shows below
 * the input. Empty when all is well.
 */
export function validateInputs(blocks: Block[], values: InputValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks.filter(({ type }) => type === 'input')) {
    const element = block.element as Fields;
    const held = values[String(block.block_id)]?.[String(element.action_id)] ?? {};
    const { type: _, ...fields } = held;
    const value = Object.values(fields)[0];
    const error = validate(element, value, block.optional === true);
    if (error) errors[String(block.block_id)] = error;
  }
  return errors;
}

function validate(element: Fields, value: unknown, optional: boolean): string | undefined {
  const empty = value == null || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) return optional ? undefined : 'Please complete this required field.';
  if (Array.isArray(value)) return tooMany(element, value.length);
  return typeof value === 'string' ? wrongText(element, value) : undefined;
}

function tooMany(element: Fields, count: number): string | undefined {
  const most = element.max_selected_items as number | undefined;
  return most !== undefined && count > most ? `Please select no more than ${most}.` : undefined;
}

function wrongText(element: Fields, value: string): string | undefined {
  const { min_length: min = 0, max_length: max = 3000 } = element as {
    min_length?: number;
    max_length?: number;
  };
  switch (element.type) {
    case 'plain_text_input':
      if (value.length < min) return `Please enter at least ${min} characters.`;
      return value.length > max ? `Please enter no more than ${max} characters.` : undefined;
    case 'number_input':
      return wrongNumber(element, value);
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Please enter a valid URL.';
    default:
      return undefined;
  }
}

function wrongNumber(element: Fields, text: string): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(value)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && value < Number(element.min_value)) {
    return `Please enter at least ${String(element.min_value)}.`;
  }
  return element.max_value !== undefined && value > Number(element.max_value)
    ? `Please enter no more than ${String(element.max_value)}.`
    : undefined;
}
