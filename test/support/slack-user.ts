import { createHmac } from 'node:crypto';
import { vi } from 'vitest';
import { startControl } from '../../sandbox/control.js';
import type { ShownMessage, ShownView, ViewsAnswer } from '../../sandbox/control-types.js';
import { summarise, type WorldSummary } from '../../sandbox/github/summary.js';
import { sandboxSlack } from '../../sandbox/slack/desk.js';
import type { SandboxWorld } from '../../sandbox/world.js';
import { PATIENTLY } from './patience.js';

/** A person in front of the sandbox's page, as a program: everything goes over the control API's HTTP. */
export interface SlackUser {
  command(text: string, as?: string): Promise<ShownMessage[]>;
  click(message: ShownMessage, button: string, as?: string): Promise<void>;
  /** Presses a button of the open modal, named as for `click`; the modal that stands there then. */
  press(button: string, as?: string): Promise<ShownView>;
  /** The open modal, the topmost one; null when there is none. */
  modal(as?: string): Promise<ShownView | null>;
  /** Fills the open modal in and sends it; the errors it comes back with, if any. */
  submit(values: Record<string, unknown>, as?: string): Promise<Record<string, string>>;
  /** Opens the app's Home tab; its blocks once they are there. */
  home(as?: string): Promise<unknown[]>;
  messages(as?: string): Promise<ShownMessage[]>;
  /** The newest message whose text holds `part`. */
  message(part: string, as?: string): Promise<ShownMessage>;
  issue(repo: string, number: number): WorldSummary['repos'][number]['issues'][number];
  close(): Promise<void>;
}

export async function aSlackUser(world: SandboxWorld): Promise<SlackUser> {
  const control = await startControl({
    clock: world.clock,
    desk: world.desk,
    world: () => summarise(world.github.world),
    fault: (fault) => world.fault(fault),
    reset: (seed) => world.reset(seed),
    nextReport: () => world.clock.now(),
    botHealth: async () => true,
  });
  const call = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const init = body
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : {};
    const answer = await fetch(`${control.url}/control/${path}`, init);
    const value = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
    return value as Answer;
  };
  const messages = async (as = 'Snider') =>
    (await call<{ messages: ShownMessage[] }>(`messages?channel=epics&user=${as}`)).messages;
  const modal = async (as = 'Snider') => (await call<ViewsAnswer>(`views?user=${as}`)).modal;
  const openModal = async (as?: string) => {
    const view = await modal(as);
    if (!view) throw new Error('No modal is open.');
    return view;
  };
  return {
    messages,
    modal,
    press: async (button, as = 'Snider') => {
      const view = await openModal(as);
      await call('click', { user: as, view_id: view.id, action_id: findButton(view, button) });
      return openModal(as);
    },
    command: async (text, as = 'Snider') =>
      (await call<{ messages: ShownMessage[] }>('command', { user: as, channel: 'epics', text })).messages,
    click: async (message, button, as = 'Snider') => {
      const found = findButton(message, button);
      await call('click', { user: as, channel: 'epics', ts: message.ts, action_id: found });
    },
    submit: async (values, as = 'Snider') => {
      const { id } = await openModal(as);
      const answer = await call<{ views: ViewsAnswer }>('submit', { user: as, view_id: id, values });
      return answer.views.modal?.errors ?? {};
    },
    home: async (as = 'Snider') => {
      await call('home', { user: as });
      // Events are acknowledged before they are worked on, so the view comes a moment later.
      return vi.waitFor(async () => {
        const { home } = await call<ViewsAnswer>(`views?user=${as}`);
        if (!home) throw new Error('The Home tab is empty.');
        return home.blocks;
      }, PATIENTLY);
    },
    message: async (part, as) => {
      const found = (await messages(as)).findLast(({ text }) => text.includes(part));
      if (!found) throw new Error(`No message says “${part}”.`);
      return found;
    },
    issue: (repo, number) => {
      const issue = summarise(world.github.world)
        .repos.find(({ name }) => name === repo)
        ?.issues.find((one) => one.number === number);
      if (!issue) throw new Error(`There is no ${repo}#${number}.`);
      return issue;
    },
    close: () => control.close(),
  };
}

interface Button {
  type: string;
  action_id: string;
  text: { text: string };
}

/** The action id of the first button with this label, or of the one after the block that holds `label @ words`. */
export function findButton({ blocks }: Pick<ShownMessage, 'blocks'>, wanted: string): string {
  const [label, words] = wanted.split(' @ ');
  const from = words ? blocks.findIndex((block) => JSON.stringify(block).includes(words)) : 0;
  for (const block of blocks.slice(Math.max(0, from))) {
    const button = ((block.elements ?? []) as Button[]).find(
      ({ type, text }) => type === 'button' && text.text.startsWith(label ?? ''),
    );
    if (button) return button.action_id;
  }
  throw new Error(`No button says “${wanted}”.`);
}

/** Everything a message or a modal says, as one string. */
export function words(message: ShownMessage | ShownView): string {
  return `${'text' in message ? message.text : ''}\n${JSON.stringify(message.blocks)}`;
}

/** A click exactly as Slack sends it, straight to the bot: what an old client, or a replay, may still send. */
export async function sendClick(
  bot: { port: number },
  message: ShownMessage,
  { action, at, as = 'Snider' }: { action: string; at: string; as?: 'Snider' | 'passer-by' },
): Promise<number> {
  const user = sandboxSlack.users[as];
  const payload = {
    type: 'block_actions',
    user: { id: user, team_id: sandboxSlack.teamId },
    team: { id: sandboxSlack.teamId },
    channel: { id: message.channel },
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
    trigger_id: `trigger-${at}`,
    response_url: 'http://127.0.0.1:9/gone',
    actions: [
      {
        type: 'button',
        action_id: action,
        block_id: 'b',
        value: action.slice(action.indexOf(':') + 1),
        action_ts: at,
      },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const stamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', sandboxSlack.signingSecret)
    .update(`v0:${stamp}:${body}`)
    .digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return (await fetch(`http://127.0.0.1:${bot.port}/slack/events`, { method: 'POST', headers, body })).status;
}
