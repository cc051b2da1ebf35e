import type { ModalView, PlainTextOption } from '@slack/types';
import type { Proposal } from '../../domain/approval.js';
import { EDIT } from '../ids.js';
import { context } from './blocks.js';
import { cut, escaped, plural } from './words.js';

/** More than ten check boxes are refused; beyond that a menu takes a hundred. */
const CHECKBOXES = 10;
const OPTIONS = 100;
const OPTION_TEXT = 75;

/** The modal that cuts a proposal down: every child is ticked at first. */
export function editView({ id, shown }: Proposal): ModalView {
  const options: PlainTextOption[] = shown.children.slice(0, OPTIONS).map(({ number, title }) => ({
    text: { type: 'plain_text', text: cut(`#${number} ${title}`, OPTION_TEXT) },
    value: String(number),
  }));
  const choice = { action_id: EDIT.input, options, initial_options: options };
  return {
    type: 'modal',
    callback_id: EDIT.view,
    private_metadata: id,
    title: { type: 'plain_text', text: 'Edit the dispatch' },
    submit: { type: 'plain_text', text: 'Keep these' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: EDIT.block,
        label: {
          type: 'plain_text',
          text: `Children to propose, of ${plural(shown.children.length, 'task')}`,
        },
        element:
          options.length > CHECKBOXES
            ? { type: 'multi_static_select', ...choice }
            : { type: 'checkboxes', ...choice },
      },
      context(`${escaped(shown.repo)}: nothing is dispatched by this; it is approved afterwards.`),
    ],
  };
}
