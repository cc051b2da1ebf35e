import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Acknowledgement, acknowledgeWithin, type Delivery } from './delivery.js';
import { sandboxSlack } from './workspace.js';

/** Real milliseconds between pings; the client gives a connection up after thirty seconds without one. */
const pingEvery = 10_000;

/**
 * Socket Mode's server side: tickets from apps.connections.open, the hello, envelopes and their
 * acknowledgements. Envelopes go to the connections in turn.
 */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (body: unknown) => void>();
  #turn = 0;
  #ids = 0;

  /** Takes the upgrade requests of the Web API's server. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    const ping = setInterval(() => {
      for (const socket of this.#server.clients) socket.ping();
    }, pingEvery);
    ping.unref();
    server.on('close', () => clearInterval(ping));
  }

  /** An address for one connection. */
  newAddress(apiUrl: string): string {
    const ticket = `ticket-${++this.#ids}`;
    this.#tickets.add(ticket);
    return `${apiUrl.replace('http:', 'ws:').replace('/api/', '/socket')}?ticket=${ticket}`;
  }

  get connected(): boolean {
    return this.#open.length > 0;
  }

  get #open(): WebSocket[] {
    return [...this.#server.clients].filter((socket) => socket.readyState === socket.OPEN);
  }

  /** Sends an envelope and waits for its acknowledgement, three real seconds at most. */
  send({ kind, payload, retry }: Delivery): Promise<Acknowledgement> {
    const id = `envelope-${++this.#ids}`;
    const envelope = {
      envelope_id: id,
      type: kind,
      payload,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api'
        ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
        : {}),
    };
    const open = this.#open;
    open[this.#turn++ % open.length]?.send(JSON.stringify(envelope));
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        resolve({ status: 0, body: null, error: 'operation_timeout' });
      }, acknowledgeWithin);
      this.#waiting.set(id, (body) => {
        clearTimeout(late);
        this.#waiting.delete(id);
        resolve({ status: 200, body });
      });
    });
  }

  /** Asks every connection to come again, as Slack does now and then. */
  disconnect(reason: 'refresh_requested' | 'warning' = 'refresh_requested'): void {
    for (const socket of this.#open) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      socket.close();
    }
  }

  /** Says goodbye to every connection and waits until each has gone. */
  async close(): Promise<void> {
    this.#server.close();
    const gone = [...this.#server.clients].map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
          socket.close();
        }),
    );
    await Promise.all(gone);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://desk').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  #greet(connection: WebSocket): void {
    connection.on('message', (data) => this.#acknowledge(String(data)));
    connection.on('error', () => connection.terminate());
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#server.clients.size,
        connection_info: { app_id: sandboxSlack.appId },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
  }

  #acknowledge(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
    const empty =
      payload === undefined || (typeof payload === 'object' && Object.keys(payload ?? {}).length === 0);
    if (id) this.#waiting.get(id)?.(empty ? null : payload);
  }
}
