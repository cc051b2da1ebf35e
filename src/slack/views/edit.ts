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

/** The modal that cuts a proposal down: every child, or every issue of a draft, is kept at first. */
export function editView({ id, shown }: Proposal): ModalView {
  const { what, label, choices, foot } = wordsOf(shown);
  const options = choices.map(({ text, value }) => option(cut(text, OPTION_TEXT), value));
  return {
    type: 'modal',
    callback_id: EDIT.view,
    private_metadata: id,
    title: { type: 'plain_text', text: what },
    submit: { type: 'plain_text', text: 'Keep these' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...parts(options, OPTIONS).map((group, index, all) =>
        input(group, { index, label: all.length > 1 ? `${label}, part ${index + 1}` : label }),
      ),
      context(`${escaped(shown.repo)}: ${foot}`),
    ],
  };
}

function wordsOf({ draft, plan, children }: Proposal['shown']) {
  if (draft)
    return {
      what: 'Review the issues',
      label: `Issues to create, of ${draft.issues.length}`,
      choices: draft.issues.map(({ key, title, severity }) => ({
        text: `${severity} · ${title}`,
        value: key,
      })),
      foot: 'nothing is created by this; it is approved afterwards. What is left out stays in the audit alone.',
    };
  if (plan)
    return {
      what: 'Review the epic',
      label: `Children of the epic, of ${plan.children.length}`,
      choices: plan.children.map(({ number, title }) => ({
        text: `#${number} ${title}`,
        value: `${number}`,
      })),
      foot: 'nothing is created by this; it is approved afterwards. What is left out stays outside an epic.',
    };
  return {
    what: 'Edit the dispatch',
    label: `Children to propose, of ${plural(children.length, 'task')}`,
    choices: children.map(({ number, title }) => ({ text: `#${number} ${title}`, value: `${number}` })),
    foot: 'nothing is dispatched by this; it is approved afterwards.',
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
