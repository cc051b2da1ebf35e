import type { Fields } from '../blocks/rules.js';
import { SlackError } from '../slack-error.js';
import type { DeskState, Trigger, View } from '../state.js';
import { addView, readView, replaceView, viewToApi } from '../views.js';
import { type Method, text, userOf } from './arguments.js';

const tallestStack = 3;

/** The `views.*` methods. */
export const viewMethods: Record<string, Method> = {
  'views.open': (state, args) => {
    const content = readView(state, args.view, 'modal');
    const trigger = exchange(state, args);
    // A click within a modal may push but not open a second stack beside it: the stack is replaced.
    for (const open of state.modals(trigger.user)) state.views.delete(open.id);
    return { view: viewToApi(addView(state, content, { user: trigger.user })) };
  },

  'views.push': (state, args) => {
    const content = readView(state, args.view, 'modal');
    const trigger = exchange(state, args);
    const below = trigger.viewId === undefined ? undefined : state.views.get(trigger.viewId);
    if (below?.type !== 'modal') throw new SlackError('not_found');
    if (state.modals(trigger.user).length >= tallestStack) throw new SlackError('push_limit_reached');
    return { view: viewToApi(addView(state, content, { user: trigger.user, below })) };
  },

  'views.update': (state, args) => {
    const view = [...state.views.values()].find(
      (each) =>
        each.id === text(args, 'view_id') ||
        (text(args, 'external_id') !== '' && each.content.external_id === text(args, 'external_id')),
    );
    if (!view) throw new SlackError('not_found');
    requireHash(view, args);
    return { view: viewToApi(replaceView(state, view, readView(state, args.view, view.type))) };
  },

  'views.publish': (state, args) => {
    const user = userOf(state, args, 'user_id');
    const existing = state.home(user.id);
    if (existing) requireHash(existing, args);
    const content = readView(state, args.view, 'home');
    const view = existing
      ? replaceView(state, existing, content)
      : addView(state, content, { user: user.id });
    return { view: viewToApi(view) };
  },
};

function requireHash(view: View, args: Fields): void {
  if (text(args, 'hash') && text(args, 'hash') !== view.hash) throw new SlackError('hash_conflict');
}

/** Takes a trigger's one use within its three simulated seconds. */
function exchange(state: DeskState, args: Fields): Trigger {
  const trigger = state.triggers.get(text(args, 'trigger_id') || text(args, 'interactivity_pointer'));
  if (!trigger) throw new SlackError('invalid_trigger_id');
  if (trigger.used) throw new SlackError('exchanged_trigger_id');
  if (state.now() >= trigger.expires) throw new SlackError('expired_trigger_id');
  trigger.used = true;
  return trigger;
}
