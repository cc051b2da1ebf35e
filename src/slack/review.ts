import type { AckFn, ViewOutput, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { UpstreamError } from '../domain/errors.js';
import type { Modal, ModalView, OpenReview } from '../domain/modal.js';
import type { FindingChange } from '../domain/review.js';
import { changeOf, type FindingForm } from '../domain/review-form.js';
import type { Context } from '../flows/context.js';
import type { Click } from '../flows/decide.js';
import { redraw } from '../flows/redraw.js';
import { goOnWithReview, noteChange, startReview, submitReview } from '../flows/review.js';
import { type Body, clickOf } from './clicks.js';
import { wordsFor } from './commands.js';
import type { ReviewAct } from './ids.js';
import { type ListPlace, readFindingPlace, readListPlace } from './review-place.js';
import { drawModal } from './views/modals.js';

/** Opens the list of a draft's findings; words for the clicker when they may not review it. */
export async function openReview(context: Context, body: Body, proposal: string): Promise<string | null> {
  const review = await startReview(context, clickOf(body, proposal));
  if (typeof review === 'string') return review;
  await context.chat.showModal({ open: body.trigger_id }, { modal: 'review', review, page: 0 });
  return null;
}

type Ack = () => Promise<void>;

/** A click within the list. A modal has no message to answer in: what went wrong is said in the modal itself. */
export async function handleReviewClick(
  context: Context,
  act: ReviewAct,
  { body, ack }: { body: Body; ack: Ack },
): Promise<void> {
  const { view } = body;
  if (!view) return ack();
  const list: ModalView = { view: view.id, hash: view.hash };
  const place = readListPlace(view.private_metadata);
  const click = clickOf(body, place.proposal);
  try {
    const { review, page } = await ACTS[act](context, { body, place, list, click });
    await ack();
    if (review) await show(context, click, { ...list, review, page });
  } catch (error) {
    await ack();
    await show(context, click, { ...list, review: wordsFor(context, error), page: place.page });
  }
}

interface ListClick {
  body: Body;
  place: ListPlace;
  list: ModalView;
  click: Click;
}

/** What the list shows next; no review where another modal lies over it. */
interface Next {
  review: OpenReview | string | null;
  page: number;
}

const ACTS: Record<ReviewAct, (context: Context, click: ListClick) => Promise<Next>> = {
  review_page: async (context, { body, click }) => ({
    review: await goOnWithReview(context, click),
    page: Number(chosen(body)),
  }),
  review_drop: (context, click) => setFate(context, click, { fate: 'drop' }),
  review_keep: (context, click) => setFate(context, click, {}),
  review_edit: async (context, { body, place: { page }, list, click }) => {
    const review = await goOnWithReview(context, click);
    if (typeof review === 'string') return { review, page };
    const modal: Modal = { modal: 'finding', review, key: chosen(body), page, list };
    await context.chat.showModal({ push: body.trigger_id }, modal);
    return { review: null, page };
  },
};

/** Drops a finding or keeps it; what else was changed of it stays changed. */
async function setFate(
  context: Context,
  { body, place: { page }, click }: ListClick,
  fate: Pick<FindingChange, 'fate'>,
): Promise<Next> {
  const finding = chosen(body);
  const before = await goOnWithReview(context, click);
  if (typeof before === 'string') return { review: before, page };
  const { fate: _, ...others } = before.changes.get(finding) ?? {};
  const change = { ...others, ...fate };
  const isNone = Object.keys(change).length === 0;
  return { review: await noteChange(context, click, { finding, change: isNone ? null : change }), page };
}

interface Submission {
  body: ViewSubmitAction;
  view: ViewOutput;
  ack: AckFn<ViewResponseAction>;
}

/** One finding was filled in: keep it, go back to the list, and show it there. */
export async function handleFinding(context: Context, { body, view, ack }: Submission): Promise<void> {
  try {
    const place = readFindingPlace(view.private_metadata);
    const click = clickOf(body, place.proposal);
    const before = await goOnWithReview(context, click);
    if (typeof before === 'string') return await instead(ack, { modal: 'notice', words: before });
    const change = changeOf(before, place.key, formOf(view));
    if ('words' in change)
      return await ack({ response_action: 'errors', errors: { [change.field]: change.words } });
    const review = await noteChange(context, click, { finding: place.key, change });
    await ack();
    await show(context, click, { ...place.list, review, page: place.page });
  } catch (error) {
    await ack({ response_action: 'errors', errors: { title: wordsFor(context, error) } });
  }
}

/** The review is done: what it came to takes the draft's place. */
export async function handleReview(context: Context, { body, view, ack }: Submission): Promise<void> {
  const place = readListPlace(view.private_metadata);
  const click = clickOf(body, place.proposal);
  try {
    const words = await submitReview(context, click);
    if (words === null) await ack();
    else await instead(ack, await stillOpen(context, click, { place, words }));
  } catch (error) {
    await instead(ack, { modal: 'notice', words: wordsFor(context, error) });
  }
  await redraw(context);
}

/** The list with what was wrong, while the draft can be reviewed; else the words alone. */
async function stillOpen(
  context: Context,
  click: Click,
  { place, words }: { place: ListPlace; words: string },
): Promise<Modal> {
  const review = await goOnWithReview(context, click);
  return typeof review === 'string'
    ? { modal: 'notice', words }
    : { modal: 'review', review, page: place.page, words };
}

function instead(ack: Submission['ack'], modal: Modal): Promise<void> {
  return ack({ response_action: 'update', view: drawModal(modal) });
}

function listOf(review: OpenReview | string, page: number): Modal {
  return typeof review === 'string' ? { modal: 'notice', words: review } : { modal: 'review', review, page };
}

/** Puts the list in the place of what the view showed; when that has changed meanwhile, the list as it is by now. */
async function show(
  context: Context,
  click: Click,
  { view, hash, page, review }: ModalView & { page: number; review: OpenReview | string },
): Promise<void> {
  try {
    await context.chat.showModal({ view, hash }, listOf(review, page)).catch(async (error) => {
      if (!(error instanceof UpstreamError) || error.code !== 'hash_conflict') throw error;
      // Two quick clicks: the first was shown after the second had been taken in.
      await context.chat.showModal({ view }, listOf(await goOnWithReview(context, click), page));
    });
  } catch (err) {
    // The modal was closed: what was changed is kept all the same.
    if (err instanceof UpstreamError && err.code === 'not_found') return;
    context.log.error({ err }, 'a review could not be shown');
  }
}

function chosen({ actions: [action] }: Body): string {
  return action?.value ?? '';
}

function formOf({ state }: ViewOutput): FindingForm {
  const held = (name: keyof FindingForm) => {
    const input = state.values[name]?.[name];
    return input?.selected_option?.value ?? input?.value ?? '';
  };
  return {
    title: held('title'),
    severity: held('severity'),
    type: held('type'),
    scope: held('scope'),
    complexity: held('complexity'),
    fate: held('fate'),
  };
}
