import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Context } from './flows/context.js';
import { takeIn } from './flows/requests.js';

/** GitHub's own limit: it delivers nothing longer. */
const LONGEST = 25 * 1_024 * 1_024;
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;
const DELIVERY = /^[\w-]{1,100}$/;

/** What may change the picture. Whatever else a webhook is set to deliver is taken in and causes nothing. */
const EVENTS = [
  'issues',
  'pull_request',
  'pull_request_review',
  'pull_request_review_thread',
  'check_suite',
  'status',
  'push',
];

/** All that is read of a payload: it only says where to look, and GitHub itself is asked what is there. */
const payload = z.object({ repository: z.object({ full_name: z.string() }).optional() });

/** A request that is refused; the text is the whole answer. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * GitHub's webhooks: signed, remembered by their id, and answered before anything is done about them. `hint` is told
 * the repository (`owner/name`) in which something happened.
 */
export function webhooks(context: Context, secret: string, hint: (repo: string) => void): RequestListener {
  return (request, response) => {
    take(context, request, secret).then(
      ({ status, text, repo }) => {
        say(response, status, text);
        if (repo !== null) hint(repo);
      },
      (err) => {
        if (err instanceof Refusal) return say(response, err.status, err.message);
        if (request.destroyed && !request.complete) return response.destroy();
        context.log.error({ err }, 'a webhook could not be taken in');
        say(response, 503, 'The database cannot be reached.');
      },
    );
  };
}

interface Taken {
  status: number;
  text: string;
  repo: string | null;
}

async function take(context: Context, request: IncomingMessage, secret: string): Promise<Taken> {
  if (request.method !== 'POST') throw new Refusal(405, 'Webhooks are POSTed.');
  const signature = SIGNATURE.exec(header(request, 'x-hub-signature-256'))?.[1];
  // Without one nobody needs to be listened to for 25 MB.
  if (!signature) throw unsigned();
  const body = await wholeBody(request);
  const own = createHmac('sha256', secret).update(body).digest();
  if (!timingSafeEqual(own, Buffer.from(signature, 'hex'))) throw unsigned();
  const event = header(request, 'x-github-event');
  const delivery = header(request, 'x-github-delivery');
  if (!event || !DELIVERY.test(delivery)) throw new Refusal(400, 'X-GitHub-Event or -Delivery is missing.');
  if (event === 'ping') return { status: 200, text: 'Reached.', repo: null };
  const repo = repositoryOf(body);
  const first = await takeIn(context, `github:${delivery}`);
  return { status: 202, text: 'Taken in.', repo: first && EVENTS.includes(event) ? repo : null };
}

/** One answer for every fault of the signature: what was wrong with it is nobody's business. */
function unsigned(): Refusal {
  return new Refusal(401, 'Not signed with the secret of this webhook.');
}

function header({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

async function wholeBody(request: IncomingMessage): Promise<Buffer> {
  const tooLong = new Refusal(413, `A delivery is ${LONGEST} bytes long at most.`);
  if (Number(request.headers['content-length'] ?? 0) > LONGEST) throw tooLong;
  const chunks: Buffer[] = [];
  let size = 0;
  // Not `for await`: leaving that early would destroy the connection, and nobody could read why.
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LONGEST) chunks.push(chunk);
      else reject(tooLong);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function repositoryOf(body: Buffer): string | null {
  try {
    return payload.parse(JSON.parse(body.toString())).repository?.full_name ?? null;
  } catch {
    throw new Refusal(
      400,
      'Not the JSON of a delivery: set the content type of the webhook to application/json.',
    );
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  // A refused sender may have more to send: nobody reads it.
  const close = status >= 400 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': 'text/plain', ...close }).end(`${text}\n`);
}
