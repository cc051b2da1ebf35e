import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** In Slack's place takes what the bot answers through a command's response URL, and notes when it came. */
export interface Replies {
  /** The response URL of the command `id`. */
  urlOf(id: string): string;
  /** When the answer to the command `id` came, by `performance.now()`; undefined while it has not. */
  cameAt(id: string): number | undefined;
  /** Waits until every one of them has come, for so many milliseconds at most. */
  all(ids: readonly string[], patience: number): Promise<void>;
  close(): void;
}

const LOOK_EVERY = 20;

export async function takeReplies(): Promise<Replies> {
  const came = new Map<string, number>();
  const server = createServer((request, response) => {
    came.set((request.url ?? '/').slice(1), performance.now());
    request.resume();
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (id) => `http://127.0.0.1:${port}/${id}`,
    cameAt: (id) => came.get(id),
    all: async (ids, patience) => {
      const end = performance.now() + patience;
      while (performance.now() < end && !ids.every((id) => came.has(id)))
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
