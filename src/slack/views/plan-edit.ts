import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Proposal } from '../../domain/approval.js';
import { PHASES } from '../../domain/organise/plan.js';
import { PLAN } from '../ids.js';
import { context } from './blocks.js';
import { cut, escaped } from './words.js';

const OPTION_TEXT = 75;
const LABEL = 150;
/** A menu takes a hundred choices; three phases and leaving out are among them. */
const MOST_OTHERS = 90;

/** The modal in which an epic is reviewed: its title, and for each child its phase, another epic, or none. */
export function planEditView({ id, shown }: Proposal, others: readonly Proposal[]): ModalView {
  const { plan, repo } = shown;
  const children = plan?.children ?? [];
  return {
    type: 'modal',
    callback_id: PLAN.view,
    private_metadata: id,
    title: { type: 'plain_text', text: 'Review the epic' },
    submit: { type: 'plain_text', text: 'Propose this' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...(plan && !plan.existing ? [titleInput(plan.title)] : []),
      ...children.map(({ number, title, phase }) => placeInput({ number, title, phase }, others)),
      context(`${escaped(repo)}: nothing is created by this; it is approved afterwards.`),
    ],
  };
}

function titleInput(title: string): InputBlock {
  return {
    type: 'input',
    block_id: PLAN.title,
    label: { type: 'plain_text', text: 'Title' },
    element: { type: 'plain_text_input', action_id: PLAN.title, initial_value: title, max_length: 256 },
  };
}

function placeInput(
  { number, title, phase }: { number: number; title: string; phase: number },
  others: readonly Proposal[],
): InputBlock {
  const phases = PHASES.map((one) => option(`Phase ${one.number}: ${one.words}`, `${one.number}`));
  const options = [
    ...phases,
    option('Leave out', 'drop'),
    ...others
      .slice(0, MOST_OTHERS)
      .map(({ id, shown: { plan } }) => option(`→ ${plan?.existing?.title ?? plan?.title ?? ''}`, id)),
  ];
  const initial = phases[phase - 1];
  return {
    type: 'input',
    block_id: `${PLAN.place}:${number}`,
    label: { type: 'plain_text', text: cut(`#${number} ${title}`, LABEL), emoji: false },
    element: {
      type: 'static_select',
      action_id: PLAN.place,
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

function option(text: string, value: string): PlainTextOption {
  return { text: { type: 'plain_text', text: cut(text, OPTION_TEXT), emoji: false }, value };
}
