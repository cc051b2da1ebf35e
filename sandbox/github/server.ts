import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SimulatedClock } from '../clock.js';
import { receive } from './receive.js';
import { seedWorld } from './seed/seed.js';
import { World } from './world.js';

export interface GitHubSandbox {
  /** The root of REST, `http://127.0.0.1:PORT`. GraphQL is at `POST {url}/graphql`. */
  url: string;
  /** One object for the sandbox's whole life; a reset fills it anew. */
  world: World;
  /**
   * Brings back the first moment's world; the same seed gives the same one. The clock is the caller's:
   * reset it first, to where it stood when the sandbox started, or history and clock disagree.
   */
  reset(seed: number): void;
  close(): Promise<void>;
}

/** Starts a GitHub with the seed's inventory. History ends where the clock stands at this moment. */
export async function startGitHub(options: {
  clock: SimulatedClock;
  seed: number;
  /** 0, the default, takes any free port. */
  port?: number;
}): Promise<GitHubSandbox> {
  const { clock, seed, port = 0 } = options;
  const start = clock.now();
  const world = new World(clock);
  seedWorld(world, { seed, start });
  const server = createServer((request, response) => void serve(world, { request, response }));
  await listen(server, port);
  return {
    url: addressOf(server),
    world,
    reset(seed) {
      world.clear();
      seedWorld(world, { seed, start });
      world.emit({ type: 'reset', seed });
    },
    close: () => close(server),
  };
}

async function serve(
  world: World,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  try {
    await receive(world, { request, response });
  } catch (error) {
    // Whoever hangs up before having asked does not want an answer.
    if (!request.complete) return;
    console.error('The GitHub sandbox failed; this is a defect of the sandbox.', error);
    response.statusCode = 500;
    response.end(JSON.stringify({ message: String(error), status: '500' }));
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
