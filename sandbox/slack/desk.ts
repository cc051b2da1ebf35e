import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatedClock } from '../clock.js';
import { HttpProblem, listen, readBody } from '../http.js';
import { Faults } from './faults.js';
import { Person } from './person.js';
import { handleResponseUrl } from './response-url.js';
import { Sockets } from './sockets.js';
import { DeskState } from './state.js';
import { WebApi } from './web-api.js';

export { sandboxSlack } from './workspace.js';

/** A pretend Slack workspace: its Web API for the bot, and what people do in it for the control API. */
export interface SlackDesk {
  /** Where the Web API is, for `SLACK_API_URL`; ends in `/api/`. */
  apiUrl: string;
  /** Everything that the workspace remembers; read it, and change it through the others. */
  state: DeskState;
  /** What a person can do. */
  person: Person;
  /** Makes a later call of the Web API go wrong, or throws a TypeError that says what is wrong. */
  fault(fault: unknown): void;
  clearFaults(): void;
  /** Asks Socket Mode connections to come again. */
  disconnectSockets(): void;
  /** Back to the empty workspace; connections stay. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const uploadLimit = 20_000_000;

/** Starts the desk on 127.0.0.1; `deliverTo` is asked at each delivery, so that the bot may move. */
export async function startSlack(options: {
  clock: SimulatedClock;
  port?: number;
  deliverTo: () => string;
}): Promise<SlackDesk> {
  const state = new DeskState(options.clock);
  const faults = new Faults();
  const sockets = new Sockets();
  let apiUrl = '';
  const webApi = new WebApi({
    state,
    faults,
    apiUrl: () => apiUrl,
    openSocket: () => sockets.newAddress(apiUrl),
  });
  const { server, origin, close } = await listen(options.port ?? 0, async (request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/api/')) return webApi.handle(request, response);
    if (/^\/(commands|actions)\//.test(path)) return handleResponseUrl(request, response, { state, faults });
    if (path.startsWith('/upload/v1/')) return takeUpload(state, request, response);
    throw new HttpProblem(404, `Slack's Web API is at ${apiUrl}; there is nothing at ${path}.`);
  });
  apiUrl = `${origin}/api/`;
  sockets.attach(server);
  return {
    apiUrl,
    state,
    person: new Person({ state, sockets, apiUrl: () => apiUrl, deliverTo: options.deliverTo }),
    fault: (fault) => faults.arm(fault),
    clearFaults: () => faults.clear(),
    disconnectSockets: () => sockets.disconnect(),
    reset: async () => {
      faults.clear();
      state.reset();
    },
    close: async () => {
      await sockets.close();
      await close();
    },
  };
}

async function takeUpload(
  state: DeskState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = state.files.get((request.url ?? '').split('/').at(-1) ?? '');
  if (!file || file.done)
    throw new HttpProblem(404, 'There is no upload under this address, or it is finished.');
  file.data = await uploadedBytes(request);
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${file.data.length}`);
}

/** The bytes of an upload, sent as they are or as the one file of a form. */
async function uploadedBytes(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, uploadLimit);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const part = [...form.values()].find((each) => typeof each !== 'string');
  if (!part) throw new HttpProblem(400, 'The upload holds no file.');
  return Buffer.from(await part.arrayBuffer());
}
