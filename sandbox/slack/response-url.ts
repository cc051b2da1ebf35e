import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http.js';
import { type Fields, isRecord } from './blocks/rules.js';
import type { Faults } from './faults.js';
import { edit, post, readContent, remove } from './messages.js';
import { SlackError } from './slack-error.js';
import type { DeskState, Message, ResponseUrl } from './state.js';
import { withFault } from './web-api.js';

const lifetime = 30 * 60 * 1000;
const mostUses = 5;

/** Makes a response URL for one command or click: five uses within thirty simulated minutes. */
export function newResponseUrl(
  state: DeskState,
  apiUrl: string,
  about: Pick<ResponseUrl, 'kind' | 'user' | 'channel' | 'original' | 'threadTs'>,
): string {
  const id = `${state.nextId('R')}/${state.nextShortId()}`;
  state.responseUrls.set(id, { ...about, expires: state.now() + lifetime, uses: 0 });
  return new URL(`../${about.kind}/${id}`, apiUrl).href;
}

/** Answers a POST to a response URL. A failed use counts too. */
export async function handleResponseUrl(
  request: IncomingMessage,
  response: ServerResponse,
  { state, faults }: { state: DeskState; faults: Faults },
): Promise<void> {
  const body = await readBody(request, 1_000_000);
  const id = (request.url ?? '').split('/').slice(2).join('/');
  await withFault(faults.strike('response_url'), response, () => {
    const url = state.responseUrls.get(id);
    const refusal = refuse(state, url);
    if (!url || refusal) return { status: 404, answer: { ok: false, error: refusal ?? 'expired_url' } };
    url.uses += 1;
    try {
      respond(state, url, parse(body));
      return { status: 200, answer: url.kind === 'commands' ? 'ok' : { ok: true } };
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return { status: 400, answer: { ok: false, error: error.code } };
    }
  });
}

function refuse(state: DeskState, url: ResponseUrl | undefined): string | undefined {
  if (!url || state.now() >= url.expires) return 'expired_url';
  return url.uses >= mostUses ? 'used_url' : undefined;
}

function parse(body: Buffer): Fields {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (isRecord(parsed)) return parsed;
  } catch {
    // Falls through: text that is not JSON is refused like JSON that is not an object.
  }
  throw new SlackError('invalid_payload');
}

/** Posts, replaces or deletes. Whatever replaces a message is seen by those who saw it. */
export function respond(state: DeskState, url: ResponseUrl, answer: Fields): Message | undefined {
  const original = url.original ? state.message(url.channel, url.original) : undefined;
  if (answer.delete_original === true && original) {
    remove(state, original);
    return undefined;
  }
  const content = readContent(state, answer);
  if (answer.replace_original === true && original) return edit(state, original, content);
  return post(state, {
    content,
    channel: url.channel,
    threadTs: typeof answer.thread_ts === 'string' ? answer.thread_ts : url.threadTs,
    onlyFor: answer.response_type === 'in_channel' ? undefined : url.user,
  });
}
