import { assignIds } from './assign-ids.js';
import { type Fields, isRecord } from './blocks/rules.js';
import { checkView } from './blocks.js';
import { requireFiles } from './messages.js';
import { SlackError } from './slack-error.js';
import type { DeskState, View } from './state.js';
import { sandboxSlack } from './workspace.js';

const largest = 250_000;

/** Checks a view given by the app, and fills in the ids of its blocks and elements. */
export function readView(state: DeskState, view: unknown, type: View['type']): View['content'] {
  if (!isRecord(view))
    throw SlackError.of('invalid_arguments', ['missing required field: view [json-pointer:/view]']);
  const problems = checkView(view);
  if (problems.length > 0) throw SlackError.of('invalid_arguments', problems);
  if (view.type !== type) throw new SlackError('invalid_view_type');
  if (JSON.stringify(view).length > largest) throw new SlackError('view_too_large');
  requireFiles(state, view.blocks, '/view/blocks');
  return { ...view, blocks: assignIds(view.blocks, () => state.nextShortId()) };
}

/** Puts a new view on the user's stack, or makes it their Home. */
export function addView(
  state: DeskState,
  content: View['content'],
  { user, below }: { user: string; below?: View | undefined },
): View {
  refuseDuplicate(state, content);
  const id = state.nextId('V');
  const view: View = {
    id,
    user,
    type: content.type as View['type'],
    hash: newHash(state),
    content,
    values: {},
    errors: {},
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
  };
  state.views.set(id, view);
  state.changed({ kind: 'views' });
  return view;
}

/** Replaces what a view shows; what the user filled in is kept where block and action ids stay. */
export function replaceView(state: DeskState, view: View, content: View['content']): View {
  refuseDuplicate(state, content, view);
  Object.assign(view, { content, hash: newHash(state), errors: {} });
  const kept = new Set(content.blocks.map((block) => block.block_id));
  view.values = Object.fromEntries(Object.entries(view.values).filter(([id]) => kept.has(id)));
  state.changed({ kind: 'views' });
  return view;
}

/** Closes a modal and those above it. */
export function closeView(state: DeskState, view: View): void {
  const stack = state.modals(view.user);
  for (const each of stack.slice(stack.indexOf(view))) state.views.delete(each.id);
  state.changed({ kind: 'views' });
}

function refuseDuplicate(state: DeskState, content: Fields, self?: View): void {
  const id = content.external_id;
  const taken = [...state.views.values()].some((view) => view !== self && view.content.external_id === id);
  if (id && taken) throw new SlackError('duplicate_external_id');
}

const newHash = (state: DeskState): string => `${Math.floor(state.now() / 1000)}.${state.nextShortId()}`;

/** A view as the Web API and the payloads tell it. */
export function viewToApi(view: View): Fields {
  return {
    id: view.id,
    team_id: sandboxSlack.teamId,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view.content,
    state: { values: view.values },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId,
    app_id: sandboxSlack.appId,
    app_installed_team_id: sandboxSlack.teamId,
    bot_id: sandboxSlack.botId,
  };
}
