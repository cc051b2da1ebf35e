import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from '../http.js';
import { type Fields, isRecord } from './blocks/rules.js';
import type { Faults, SlackFault } from './faults.js';
import type { Method } from './methods/arguments.js';
import { chatMethods } from './methods/chat.js';
import { conversationMethods } from './methods/conversations.js';
import { fileMethods } from './methods/files.js';
import { reactionMethods } from './methods/reactions.js';
import { userMethods } from './methods/users.js';
import { viewMethods } from './methods/views.js';
import { SlackError } from './slack-error.js';
import type { DeskState } from './state.js';
import { sandboxSlack } from './workspace.js';

const bodyLimit = 2_000_000;

export interface WebApiOptions {
  state: DeskState;
  faults: Faults;
  apiUrl: () => string;
  /** A fresh address for one Socket Mode connection. */
  openSocket: () => string;
}

/** Slack's Web API: `/api/<method>`, as a form or as JSON, answered the way Slack answers. */
export class WebApi {
  readonly #options: WebApiOptions;
  readonly #methods: Record<string, Method>;

  constructor(options: WebApiOptions) {
    this.#options = options;
    this.#methods = {
      ...userMethods,
      ...chatMethods,
      ...conversationMethods,
      ...viewMethods,
      ...reactionMethods,
      ...fileMethods(options.apiUrl),
      'apps.connections.open': () => ({ url: options.openSocket() }),
    };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://desk');
    const method = url.pathname.replace('/api/', '');
    const body = await readBody(request, bodyLimit);
    await withFault(this.#options.faults.strike(method), response, () => {
      const answer = this.#answer(method, { url, request, body });
      response.setHeader('x-oauth-scopes', sandboxSlack.scopes.join(','));
      return { status: 200, answer };
    });
  }

  #answer(method: string, { url, request, body }: Call): Fields {
    try {
      const args = { ...Object.fromEntries(url.searchParams), ...parseBody(request, body) };
      requireToken(request, args, method);
      const run = Object.hasOwn(this.#methods, method) ? this.#methods[method] : undefined;
      if (!run) throw new SlackError('unknown_method', { req_method: method });
      return { ok: true, ...run(this.#options.state, args) };
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return { ok: false, error: error.code, ...error.more };
    }
  }
}

interface Call {
  url: URL;
  request: IncomingMessage;
  body: Buffer;
}

interface Reply {
  status: number;
  answer: Fields | string;
}

/** Does what was asked and answers, unless the fault comes before or between. */
export async function withFault(
  fault: SlackFault | undefined,
  response: ServerResponse,
  perform: () => Reply | Promise<Reply>,
): Promise<void> {
  if (fault?.kind === 'drop') response.destroy();
  else if (fault?.kind === 'ratelimited') {
    response.setHeader('retry-after', String(fault.retryAfter ?? 1));
    sendJson(response, { ok: false, error: 'ratelimited' }, 429);
  } else if (fault?.kind === 'error') sendJson(response, { ok: false, error: fault.error });
  else if (fault?.kind === 'status') sendJson(response, { ok: false, error: 'fault' }, fault.status ?? 500);
  else {
    const { status, answer } = await perform();
    if (fault?.kind === 'drop-after') response.destroy();
    else if (fault?.kind === 'status-after') sendJson(response, { ok: false }, fault.status ?? 500);
    else if (typeof answer === 'string')
      response.writeHead(status, { 'content-type': 'text/plain' }).end(answer);
    else sendJson(response, answer, status);
  }
}

/** Arguments that come as JSON text within a form, and what Slack says when they are not JSON. */
const jsonFields: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
};

function parseBody(request: IncomingMessage, body: Buffer): Fields {
  const text = body.toString();
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const args: Fields = isJson ? parseObject(text) : Object.fromEntries(new URLSearchParams(text));
  for (const [name, code] of Object.entries(jsonFields)) {
    if (typeof args[name] === 'string') args[name] = parseField(args[name], code);
  }
  return args;
}

function parseObject(text: string): Fields {
  const parsed = text === '' ? {} : parseField(text, 'invalid_json');
  if (!isRecord(parsed)) throw new SlackError('json_not_object');
  return parsed;
}

function parseField(text: string, code: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SlackError(code);
  }
}

/** The bot's token for everything but Socket Mode, which wants the app's. */
function requireToken(request: IncomingMessage, args: Fields, method: string): void {
  const given = request.headers.authorization?.replace(/^Bearer\s+/i, '') ?? args.token;
  const { botToken, appToken } = sandboxSlack;
  if (!given) throw new SlackError('not_authed');
  if (given !== botToken && given !== appToken) throw new SlackError('invalid_auth');
  const wanted = method === 'apps.connections.open' ? appToken : botToken;
  if (given !== wanted) throw new SlackError('not_allowed_token_type');
}
