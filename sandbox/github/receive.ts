import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure, type GitHubFault } from './faults.js';
import { answerGraphql, operationsOf } from './graphql/answer.js';
import type { Session } from './model.js';
import type { RateResource } from './rate-limits.js';
import { RestProblem } from './rest/problem.js';
import { answerRest, type RestAnswer } from './rest/routes.js';
import type { World } from './world.js';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

interface Call {
  method: string;
  /** Still encoded: routes split before they decode. */
  path: string;
  query: URLSearchParams;
  text: string;
  resource: RateResource;
  authorization: string | undefined;
  userAgent: string | undefined;
  api: string;
}

type Answer = RestAnswer;

/** The way of one request: count it, let a fault strike, find who calls, answer, dress the answer. */
export async function receive(world: World, { request, response }: Exchange): Promise<void> {
  const call = await read(request);
  world.requests[call.resource === 'graphql' ? 'graphql' : 'rest'] += 1;
  const asked = call.resource === 'graphql' ? operationsOf(call.text) : [];
  const operations = asked.map(({ name }) => name);
  const fault = world.faults.take({ method: call.method, path: call.path, operations });
  const isRead = asked.length > 0 && asked.every(({ isQuery }) => isQuery);
  const answered = !fault || fault.kind.endsWith('-after') || fault.kind === 'stale';
  const answer = answered
    ? await answerRead(world, call, { isRead, isStale: fault?.kind === 'stale' })
    : undefined;
  if (fault?.kind === 'drop' || fault?.kind === 'drop-after') request.socket.destroy();
  else send(world, response, { call, answer: struck(world, call, fault) ?? answer });
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const api = `http://${request.headers.host ?? '127.0.0.1'}`;
  // A client that takes this server for its proxy sends the whole address.
  const { pathname, searchParams: query } = new URL(request.url ?? '/', api);
  const { authorization, 'user-agent': userAgent } = request.headers;
  const resource = resourceOf(pathname);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query,
    text,
    resource,
    authorization,
    userAgent,
    api,
  };
}

function resourceOf(path: string): RateResource {
  if (path === '/graphql') return 'graphql';
  return path.startsWith('/search/') ? 'search' : 'core';
}

function struck(world: World, call: Call, fault: GitHubFault | undefined): Answer | undefined {
  const session = sessionOf(world, call.authorization);
  const login = session?.account.login ?? '';
  return (
    fault && failure(fault, { resource: call.resource, state: world.rateLimits.state(login, call.resource) })
  );
}

/** Reads are remembered for a moment, so that one may be answered as it was before the last write. */
async function answerRead(
  world: World,
  call: Call,
  { isRead, isStale }: { isRead: boolean; isStale: boolean },
): Promise<Answer> {
  const question = `${call.authorization} ${call.text}`;
  const old = isRead && isStale ? world.replica.recall(question) : undefined;
  if (old) return old;
  const answer = await answerCall(world, call);
  if (isRead) world.replica.remember(question, answer);
  return answer;
}

async function answerCall(world: World, call: Call): Promise<Answer> {
  try {
    const session = admit(world, call);
    const body = parse(call.text);
    if (call.resource === 'graphql')
      return await answerGraphql(world, { session, body, method: call.method });
    if (call.path !== '/rate_limit' && !world.rateLimits.spend(session.account.login, call.resource, 1)) {
      throw new RestProblem(403, `API rate limit exceeded for user ID ${session.account.id}.`);
    }
    const { api, method, path, query } = call;
    return answerRest({ world, session, api, method, path, query, body });
  } catch (error) {
    if (error instanceof RestProblem) return { status: error.status, body: error.body() };
    throw error;
  }
}

function admit(world: World, { authorization, userAgent }: Call): Session {
  if (!userAgent) {
    throw new RestProblem(403, 'Request forbidden by administrative rules. Please set a User-Agent header.');
  }
  if (!authorization) throw new RestProblem(401, 'Requires authentication');
  const session = sessionOf(world, authorization);
  if (!session) throw new RestProblem(401, 'Bad credentials');
  return session;
}

function sessionOf(world: World, authorization = ''): Session | undefined {
  const token = /^(?:bearer|token) +(\S+)$/i.exec(authorization)?.[1];
  return token === undefined ? undefined : world.sessions.get(token);
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new RestProblem(400, 'Problems parsing JSON');
  }
}

function send(
  world: World,
  response: ServerResponse,
  { call, answer }: { call: Call; answer?: Answer },
): void {
  if (!answer) throw new Error('A request was neither answered nor failed on purpose.');
  const login = sessionOf(world, call.authorization)?.account.login ?? '';
  const { limit, used, remaining, reset } = world.rateLimits.state(login, call.resource);
  const count = world.requests.rest + world.requests.graphql;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    date: world.clock.now().toUTCString(),
    'x-github-request-id': `SANDBOX:${count.toString(16).toUpperCase().padStart(8, '0')}`,
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-used': String(used),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': call.resource,
    ...answer.headers,
  };
  response.writeHead(answer.status, headers);
  response.end(JSON.stringify(answer.body));
}
