import type { PhaseNumber } from '../domain/organise/plan.js';
import type { PlanPlace } from '../domain/organise/review.js';
import type { Context } from '../flows/context.js';
import { redraw } from '../flows/redraw.js';
import { reviewPlan } from '../flows/review-plan.js';
import { clickOf } from './clicks.js';
import { wordsFor } from './commands.js';
import type { Submission } from './edit.js';
import { PLAN } from './ids.js';

/** What was chosen becomes the plan; why not is said in the modal, beside its first input. */
export async function handlePlanEdit(context: Context, { body, view, ack }: Submission): Promise<void> {
  const places = new Map<number, PlanPlace>();
  let title = '';
  for (const [block, inputs] of Object.entries(view.state.values)) {
    if (block === PLAN.title) title = inputs[PLAN.title]?.value ?? '';
    const chosen = inputs[PLAN.place]?.selected_option?.value;
    if (chosen) places.set(Number(block.slice(PLAN.place.length + 1)), placeOf(chosen));
  }
  const told = await reviewPlan(context, clickOf(body, view.private_metadata), { title, places }).catch(
    (error) => wordsFor(context, error),
  );
  const [first = PLAN.title] = Object.keys(view.state.values);
  if (told === null) await ack();
  else await ack({ response_action: 'errors', errors: { [first]: told } });
  await redraw(context);
}

function placeOf(chosen: string): PlanPlace {
  if (chosen === 'drop') return 'drop';
  return /^[123]$/.test(chosen) ? (Number(chosen) as PhaseNumber) : { to: chosen };
}
