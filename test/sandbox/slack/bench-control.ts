import type { App } from '@slack/bolt';
import { startControl } from '../../../sandbox/control.js';
import { type Bench, boltOverHttp, closeLater, openDesk, start } from './bench.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

export interface Control extends Bench {
  url: string;
  faults: unknown[];
  /** When resets began and ended. */
  log: string[];
  isWatched(): boolean;
  /** Posts JSON, or text as it is; answers the status and the JSON that came back. */
  post<T = { error: string }>(path: string, body?: unknown): Promise<T & { http: number }>;
  get<T = { error: string }>(path: string, headers?: Record<string, string>): Promise<T & { http: number }>;
}

/** A desk with its control API and a bot that answers `/epic` with a menu and two buttons. */
export async function openControl({ slowReset = false } = {}): Promise<Control> {
  const bench = await openDesk();
  const faults: unknown[] = [];
  const log: string[] = [];
  const { url, close, isWatched } = await startControl({
    clock: bench.clock,
    desk: bench.desk,
    world: () => ({ repos: ['core'] }),
    fault: (fault) => {
      faults.push(fault);
      return (fault as { target?: string }).target === 'moon'
        ? 'There is no target moon.'
        : bench.desk.fault(fault);
    },
    reset: async (seed) => {
      log.push(`${seed} begins`);
      if (slowReset) await new Promise((resolve) => setTimeout(resolve, 20));
      log.push(`${seed} ends`);
      bench.clock.reset(start);
      await bench.desk.reset();
    },
    nextReport: () => new Date('2026-02-04T13:00:00Z'),
    botHealth: async () => true,
  });
  closeLater(close);
  addBot(await boltOverHttp(bench));
  const read = async (response: Response) => ({
    ...((await response.json()) as object),
    http: response.status,
  });
  return {
    ...bench,
    url,
    faults,
    log,
    isWatched,
    post: async (path, body = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return (await read(await fetch(`${url}/control/${path}`, { method: 'POST', body: text }))) as never;
    },
    get: async (path, headers = {}) =>
      (await read(await fetch(`${url}/control/${path}`, { headers }))) as never,
  };
}

function addBot(app: App): void {
  app.command('/epic', async ({ ack, respond, command }) => {
    await ack();
    await respond({
      text: `said ${command.text}`,
      blocks: [{ type: 'actions', block_id: 'choices', elements: [repoMenu, button('pick'), button('ask')] }],
    });
  });
  app.action('repo', async ({ ack }) => ack());
  app.action('pick', async ({ ack, respond, body }) => {
    await ack();
    const held = (body as { state?: { values: Record<string, Record<string, unknown>> } }).state?.values;
    await respond({ replace_original: true, text: JSON.stringify(held?.choices?.repo) });
  });
  app.action('ask', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal });
  });
  app.view('ask', async ({ ack }) => ack({ response_action: 'errors', errors: { name: 'Taken.' } }));
}

const repoMenu = {
  type: 'static_select' as const,
  action_id: 'repo',
  options: ['core', 'build'].map((name) => ({ text: plain(name), value: name })),
};
const button = (id: string) => ({ type: 'button' as const, action_id: id, value: id, text: plain(id) });
const modal = {
  type: 'modal' as const,
  callback_id: 'ask',
  title: plain('Ask'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input' as const, action_id: 'text', initial_value: 'first' },
    },
  ],
};
