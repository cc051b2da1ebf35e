import type { FormState, InputElement } from './form-state.js';
import type { Viewpoint } from './times.js';
import type { Choice, Workspace } from './wire.js';

/** What drawing text needs to know: who and what is named, and when it is. */
export interface TextScope {
  workspace: Workspace;
  viewpoint: Viewpoint;
}

/** What drawing blocks needs to know, wherever they stand: in a message, a modal or the App Home. */
export interface Surface extends TextScope {
  /** A prefix for ids and focus keys, of its own for each message or view. */
  key: string;
  form: FormState;
  /** Validation errors by `block_id`. */
  errors: Readonly<Record<string, string>>;
  /** Sends an element's action to the bot and comes back when it was acknowledged. */
  act: (act: Act) => Promise<void>;
}

export interface Act extends Choice {
  block_id: string;
  action_id: string;
}

/** An element and the block that it stands in. */
export interface Spot<Element> {
  element: Element;
  blockId: string;
  /** Whether a change is sent at once; an input block waits for the submission. */
  dispatches: boolean;
  /** The id of what labels it, when something on the screen does. */
  labelledBy?: string;
}

/** Names the element for tests, and for the focus to be found again. */
export function hooks(surface: Surface, { element, blockId }: Spot<{ type: string }>) {
  const actionId = (element as InputElement).action_id ?? '';
  return {
    'data-action-id': actionId,
    'data-block-id': blockId,
    'data-focus': `${surface.key}/${blockId}/${actionId}`,
  };
}

export function userName(workspace: Workspace, id: string): string {
  if (id === workspace.bot.userId) return workspace.bot.name;
  const user = workspace.users.find((one) => one.id === id);
  return user ? user.realName || user.name : id;
}

export function channelName(workspace: Workspace, id: string): string | undefined {
  return workspace.channels.find((channel) => channel.id === id || channel.name === id)?.name;
}
