import type { FormValues } from './form-state.js';
import type { Choice, ClockState, Delivery, Message, Views, Workspace, World } from './wire.js';

/** A refusal of the control API in its own words, or that it does not answer at all. */
export class ApiError extends Error {
  override name = 'ApiError';
}

async function call<Answer>(path: string, body?: unknown): Promise<Answer> {
  const request: RequestInit =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(`/control/${path}`, request);
  } catch {
    throw new ApiError('The sandbox does not answer. Nothing is lost here: start it again and go on.');
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok)
    throw new ApiError(refusal(answer) ?? `The sandbox answered ${response.status} to ${path}.`);
  return answer as Answer;
}

function refusal(answer: unknown): string | undefined {
  return answer !== null && typeof answer === 'object' && 'error' in answer
    ? String(answer.error)
    : undefined;
}

/** Where a click goes: a message in a channel, or a view. */
export type ClickTarget = { channel: string; ts: string } | { view_id: string };

export interface Click extends Choice {
  user: string;
  action_id: string;
  block_id: string;
  values: FormValues;
}

export const api = {
  workspace: () => call<Workspace>('workspace'),
  messages: (user: string, channel: string) =>
    call<{ messages: Message[] }>(`messages?${new URLSearchParams({ user, channel })}`),
  views: (user: string) => call<Views>(`views?${new URLSearchParams({ user })}`),
  clock: () => call<ClockState>('clock'),
  world: () => call<World>('world'),
  command: (user: string, channel: string, text: string) =>
    call<Delivery>('command', { user, channel, text }),
  click: (target: ClickTarget, click: Click) => call<Delivery>('click', { ...target, ...click }),
  submit: (user: string, view_id: string, values: FormValues) =>
    call<Delivery>('submit', { user, view_id, values }),
  close: (user: string, view_id: string) => call<unknown>('close', { user, view_id }),
  home: (user: string) => call<Views>('home', { user }),
  advance: (by: { hours: number } | { to: 'next-report' }) => call<ClockState>('advance', by),
  reset: (seed: number) => call<unknown>('reset', { seed }),
};

/** What the server says has changed. */
export interface ChangeEvent {
  kind: 'messages' | 'views' | 'workspace' | 'clock' | 'world' | 'reset';
  channel?: string;
}

/** Listens for changes for as long as the page lives; the browser connects again by itself. */
export function listen(onChange: (change: ChangeEvent) => void, onConnection: (isUp: boolean) => void): void {
  const source = new EventSource('/control/events');
  source.addEventListener('change', (event) => onChange(JSON.parse(event.data) as ChangeEvent));
  source.addEventListener('open', () => onConnection(true));
  source.addEventListener('error', () => onConnection(false));
}
