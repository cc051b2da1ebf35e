import type { AckFn, ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { Context } from '../flows/context.js';
import { edit, editable, type Reply } from '../flows/decide.js';
import { redraw } from '../flows/redraw.js';
import { plansBeside } from '../flows/review-plan.js';
import { type Body, clickOf } from './clicks.js';
import { wordsFor } from './commands.js';
import { EDIT } from './ids.js';
import { openReview } from './review.js';

/** Opens the modal for a proposal that is still open: a dispatch is cut down, a draft or a plan reviewed. */
export async function openEdit(context: Context, body: Body, value: string): Promise<Reply> {
  const proposal = await editable(context, value);
  if (proposal === null || typeof proposal === 'string') return proposal;
  if (proposal.shown.draft) return openReview(context, body, value);
  if (proposal.shown.plan) {
    const others = await plansBeside(context, proposal);
    await context.chat.showModal({ open: body.trigger_id }, { modal: 'plan', proposal, others });
    return null;
  }
  await context.chat.showModal({ open: body.trigger_id }, { modal: 'edit', proposal });
  return null;
}

export interface Submission {
  body: ViewSubmitAction;
  view: ViewOutput;
  ack: AckFn<ViewResponseAction>;
}

/** What was kept becomes the proposal; why not is said in the modal, beside the input. */
export async function handleEdit(context: Context, { body, view, ack }: Submission): Promise<void> {
  const kept = Object.values(view.state.values).flatMap((block) => block[EDIT.input]?.selected_options ?? []);
  const click = clickOf(body, view.private_metadata);
  const told = await edit(
    context,
    click,
    kept.map(({ value }) => value),
  ).catch((error) => wordsFor(context, error));
  if (told === null) await ack();
  else await ack({ response_action: 'errors', errors: { [EDIT.block]: told } });
  await redraw(context);
}
