import type { ServerResponse } from 'node:http';
import type { SlackDesk } from './slack/desk.js';
import type { Change } from './slack/state.js';

/** What the page is told to fetch again. */
export interface PageEvent {
  kind: Change['kind'] | 'clock' | 'world';
  channel?: string;
}

/** Server-sent events to every open page. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #stop: () => void;

  constructor(desk: SlackDesk) {
    this.#stop = desk.state.onChange(({ kind, channel }) => {
      this.send({ kind, ...(channel ? { channel } : {}) });
      // The bot tells the channel when it has changed something on GitHub, so the world is worth a look.
      if (kind === 'messages') this.send({ kind: 'world' });
    });
  }

  /** How many pages are open. */
  get count(): number {
    return this.#open.size;
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': listening\n\n');
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  }

  send(event: PageEvent): void {
    for (const response of this.#open) response.write(`event: change\ndata: ${JSON.stringify(event)}\n\n`);
  }

  close(): void {
    this.#stop();
    for (const response of this.#open) response.end();
  }
}
