import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Proposal } from '../../domain/approval.js';
import { parts } from '../../domain/parts.js';
import { EDIT } from '../ids.js';
import { context } from './blocks.js';
import { cut, escaped, plural } from './words.js';

/** More than ten check boxes are refused; beyond that a menu takes a hundred, and a view a hundred menus. */
const CHECKBOXES = 10;
const OPTIONS = 100;
const OPTION_TEXT = 75;

/** The modal that cuts a dispatch down: every child is kept at first. */
export function editView({ id, shown: { children, repo } }: Proposal): ModalView {
  const label = `Children to propose, of ${plural(children.length, 'task')}`;
  const options = children.map(({ number, title }) =>
    option(cut(`#${number} ${title}`, OPTION_TEXT), `${number}`),
  );
  return {
    type: 'modal',
    callback_id: EDIT.view,
    private_metadata: id,
    title: { type: 'plain_text', text: 'Edit the dispatch' },
    submit: { type: 'plain_text', text: 'Keep these' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...parts(options, OPTIONS).map((group, index, all) =>
        input(group, { index, label: all.length > 1 ? `${label}, part ${index + 1}` : label }),
      ),
      context(`${escaped(repo)}: nothing is dispatched by this; it is approved afterwards.`),
    ],
  };
}

function option(text: string, value: string): PlainTextOption {
  return { text: { type: 'plain_text', text }, value };
}

function input(options: PlainTextOption[], { index, label }: { index: number; label: string }): InputBlock {
  const choice = { action_id: EDIT.input, options, initial_options: options };
  return {
    type: 'input',
    block_id: index === 0 ? EDIT.block : `${EDIT.block}:${index}`,
    label: { type: 'plain_text', text: label },
    // One part may be emptied when another keeps something.
    optional: true,
    element:
      options.length > CHECKBOXES
        ? { type: 'multi_static_select', ...choice }
        : { type: 'checkboxes', ...choice },
  };
}
