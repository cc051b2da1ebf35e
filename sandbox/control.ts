import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatedClock } from './clock.js';
import { messagesAnswer, viewsAnswer, workspaceAnswer } from './control-answers.js';
import { EventStreams, type PageEvent } from './control-events.js';
import { isPagePath, servePage, serveUpload } from './control-files.js';
import { clockAnswer, posts } from './control-posts.js';
import type { RequestName } from './control-requests.js';
import { HttpProblem, listen, readBody, sendJson } from './http.js';
import type { SlackDesk } from './slack/desk.js';
import { findChannel, findUser } from './slack/lookups.js';

export interface ControlOptions {
  port?: number;
  clock: SimulatedClock;
  desk: SlackDesk;
  /** The GitHub world as it is. */
  world: () => unknown;
  /** Arms or clears a fault, wherever it belongs. A string as answer, or a TypeError, says why it was refused. */
  fault: (fault: unknown) => unknown;
  reset: (seed: number) => Promise<void>;
  /** When the next report is due. */
  nextReport: () => Date;
  botHealth: () => Promise<boolean>;
}

const bodyLimit = 1_000_000;

export interface ControlServer {
  url: string;
  /** Whether a page is open somewhere, and so somebody is there before whose eyes time may pass. */
  isWatched(): boolean;
  close(): Promise<void>;
}

/** Starts the page and its control API on 127.0.0.1; `control-types.ts` tells the shapes. */
export async function startControl(options: ControlOptions): Promise<ControlServer> {
  const control = new Control(options);
  const { origin, close } = await listen(options.port ?? 0, (request, response) =>
    control.handle(request, response),
  );
  return {
    url: origin,
    isWatched: () => control.isWatched(),
    close: async () => {
      control.close();
      await close();
    },
  };
}

class Control {
  readonly #options: ControlOptions;
  readonly #streams: EventStreams;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#streams = new EventStreams(options.desk);
  }

  isWatched(): boolean {
    return this.#streams.count > 0;
  }

  close(): void {
    this.#streams.close();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseOtherSites(request);
    const path = request.url ?? '/';
    if (!URL.canParse(path, 'http://control')) throw new HttpProblem(400, `${path} is no valid address.`);
    const url = new URL(path, 'http://control');
    const [, area, name = ''] = url.pathname.split('/');
    if (area === 'control' && request.method === 'POST') {
      const body = (await readBody(request, bodyLimit)).toString();
      sendJson(response, await this.#post(name, body));
    } else if (request.method !== 'GET') throw new HttpProblem(405, 'Use GET, or POST to /control/….');
    else if (area === 'control' && name === 'events') this.#streams.open(response);
    else if (area === 'control') sendJson(response, await this.#get(name, url.searchParams));
    else if (area === 'files') serveUpload(this.#options.desk, name, response);
    else if (isPagePath(url.pathname)) await servePage(url.pathname, response);
    else throw new HttpProblem(404, `There is nothing at ${url.pathname}.`);
  }

  async #get(name: string, query: URLSearchParams): Promise<unknown> {
    const { desk, world } = this.#options;
    const user = () => findUser(desk.state, query.get('user') ?? undefined);
    switch (name) {
      case 'messages':
        return messagesAnswer(desk, {
          user: user(),
          channel: findChannel(desk.state, query.get('channel') ?? undefined),
        });
      case 'views':
        return viewsAnswer(desk, user());
      case 'workspace':
        return workspaceAnswer(desk);
      case 'clock':
        return clockAnswer(this.#options);
      case 'world':
        return world();
      default:
        throw new HttpProblem(
          404,
          `There is no GET /control/${name}; there are messages, views, workspace, clock, world and events.`,
        );
    }
  }

  #post(name: string, body: string): unknown {
    if (Object.hasOwn(posts, name)) {
      const tell = (event: PageEvent) => this.#streams.send(event);
      return posts[name as RequestName]({ options: this.#options, tell }, body);
    }
    const known = Object.keys(posts).join(', ');
    throw new HttpProblem(404, `There is no POST /control/${name}; there are ${known}.`);
  }
}

const ownNames = ['127.0.0.1', 'localhost'];

/**
 * Any page in the browser can send requests here, and any name can be made to point here. So the Host must
 * be a local name, and an Origin, which browsers add to what they send for a page, must be our own.
 */
function refuseOtherSites({ headers }: IncomingMessage): void {
  const host = headers.host ?? '';
  const { origin } = headers;
  const local = ownNames.includes(host.replace(/:\d+$/, ''));
  const own = origin === undefined || origin === `http://${host}`;
  if (local && own && headers['sec-fetch-site'] !== 'cross-site') return;
  throw new HttpProblem(
    403,
    'The sandbox answers its own page and local programs only, not other web sites.',
  );
}
