import { type Fields, isRecord } from './blocks/rules.js';
import type { Acknowledgement } from './delivery.js';
import { SlackError } from './slack-error.js';
import type { DeskState, View } from './state.js';
import { addView, closeView, readView, replaceView } from './views.js';

/** Carries out the `response_action` with which the bot acknowledged a submission; none closes the view. */
export function applyResponse(state: DeskState, view: View, ack: Acknowledgement): Acknowledgement {
  const answer = isRecord(ack.body) ? ack.body : {};
  try {
    respondTo(state, view, answer);
    return ack;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { ...ack, error: error.code };
  }
}

function respondTo(state: DeskState, view: View, answer: Fields): void {
  switch (answer.response_action) {
    case undefined:
      closeView(state, view);
      return;
    case 'clear':
      closeView(state, state.modals(view.user)[0] ?? view);
      return;
    case 'errors':
      showErrors(state, view, answer.errors);
      return;
    case 'update':
      replaceView(state, view, readView(state, answer.view, 'modal'));
      return;
    case 'push':
      addView(state, readView(state, answer.view, 'modal'), { user: view.user, below: view });
      return;
    default:
      throw new SlackError('invalid_response_action');
  }
}

/** Errors must name input blocks of the view, each with words. */
function showErrors(state: DeskState, view: View, errors: unknown): void {
  const inputs = view.content.blocks.filter(({ type }) => type === 'input').map((block) => block.block_id);
  const entries = isRecord(errors) ? Object.entries(errors) : [];
  const fits = entries.every(
    ([block, text]) => inputs.includes(block) && typeof text === 'string' && text !== '',
  );
  if (entries.length === 0 || !fits) throw new SlackError('invalid_errors');
  view.errors = Object.fromEntries(entries) as Record<string, string>;
  state.changed({ kind: 'views' });
}
