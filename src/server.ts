import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Later } from './clock.js';
import type { Context } from './flows/context.js';
import { figures, readiness } from './flows/health.js';

type Page = (context: Context) => Promise<{ status: number; type: string; body: string }>;

const PAGES: Record<string, Page> = { '/healthz': healthz, '/readyz': readyz, '/metrics': metrics };

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/** Who handles everything that comes to a path. */
export type Listeners = Record<string, RequestListener>;

/** How long a stop waits for requests that are being sent or answered. */
const CLOSE_WITHIN = 5_000;

/** Everything that is served over HTTP: what Slack and GitHub send, if they come that way, and what operators ask. */
export async function serve(
  context: Context,
  at: { host: string; port: number },
  { listeners, later }: { listeners: Listeners; later: Later },
): Promise<HttpServer> {
  let closing = false;
  const server = createServer((request, response) => {
    // Kept alive for a next request that will not be answered any more, the connection would delay the stop.
    response.once('close', () => closing && server.closeIdleConnections());
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (Object.hasOwn(listeners, path)) return listeners[path]?.(request, response);
    const page = request.method === 'GET' ? PAGES[path] : undefined;
    if (!page)
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.\n');
    page(context).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (err) => {
        context.log.error({ err, path }, 'a page failed');
        response.writeHead(503, { 'content-type': 'text/plain' }).end('The database cannot be reached.\n');
      },
    );
  });
  await listen(server, at);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        closing = true;
        // A request of which half was sent, and no more comes, would hold the whole process back.
        const cancel = later(CLOSE_WITHIN, () => server.closeAllConnections());
        server.close(() => {
          cancel();
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken by another process: stop that one, or set PORT to a free port.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, host, resolve);
  });
}

async function healthz() {
  return { status: 200, type: 'application/json', body: '{"ok":true}\n' };
}

async function readyz(context: Context) {
  const ready = await readiness(context);
  return { status: ready.ok ? 200 : 503, type: 'application/json', body: `${JSON.stringify(ready)}\n` };
}

/** Prometheus' text format. */
async function metrics(context: Context) {
  const { tasks, actions, githubRequests, lastSync } = await figures(context);
  const lines = [
    '# TYPE epic_tasks gauge',
    ...Object.entries(tasks).map(([kind, value]) => `epic_tasks{kind="${kind}"} ${value}`),
    '# TYPE epic_actions gauge',
    ...actions.map(({ status, count }) => `epic_actions{status="${status}"} ${count}`),
    '# TYPE epic_github_requests_total counter',
    `epic_github_requests_total ${githubRequests}`,
    '# TYPE epic_last_sync_timestamp_seconds gauge',
    `epic_last_sync_timestamp_seconds ${lastSync ? Date.parse(lastSync) / 1_000 : 0}`,
  ];
  return { status: 200, type: 'text/plain; version=0.0.4', body: `${lines.join('\n')}\n` };
}
