import { createHmac } from 'node:crypto';
import type { Sockets } from './sockets.js';
import { sandboxSlack } from './workspace.js';

/** What the desk sends to the bot. A form becomes `payload=` or plain fields; an event is JSON. */
export interface Delivery {
  kind: 'slash_commands' | 'interactive' | 'events_api';
  payload: Record<string, unknown>;
  /** Of an event that is sent again: how often before, and why. */
  retry?: { attempt: number; reason: string };
}

/** How the bot acknowledged, or failed to: `error` is then what Slack shows the user. */
export interface Acknowledgement {
  /** HTTP status; 200 over Socket Mode, 0 when there was no answer. */
  status: number;
  body: unknown;
  error?: string;
}

/** Milliseconds of real time that the bot has to acknowledge: Slack's own rule. */
export const acknowledgeWithin = 3000;

/** Delivers over Socket Mode while a socket is connected, else as a signed HTTP request. */
export function deliver(
  delivery: Delivery,
  { sockets, url }: { sockets: Sockets; url: string },
): Promise<Acknowledgement> {
  return sockets.connected ? sockets.send(delivery) : sendHttp(delivery, url);
}

async function sendHttp(delivery: Delivery, url: string): Promise<Acknowledgement> {
  const isEvent = delivery.kind === 'events_api';
  const body = isEvent ? JSON.stringify(delivery.payload) : formOf(delivery);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signature(body),
        ...(delivery.retry
          ? {
              'x-slack-retry-num': String(delivery.retry.attempt),
              'x-slack-retry-reason': delivery.retry.reason,
            }
          : {}),
      },
      signal: AbortSignal.timeout(acknowledgeWithin),
    });
    return readAcknowledgement(response.status, await response.text());
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { status: 0, body: null, error: late ? 'operation_timeout' : 'dispatch_failed' };
  }
}

function readAcknowledgement(status: number, text: string): Acknowledgement {
  const body = parse(text);
  if (status >= 200 && status < 300) return { status, body };
  return { status, body, error: status >= 500 ? 'http_service_error' : 'http_client_error' };
}

function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function formOf({ kind, payload }: Delivery): string {
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
  return new URLSearchParams(fields as Record<string, string>).toString();
}

/** Signed with the system's own time, since the bot's receiver compares it with its system clock. */
function signature(body: string): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', sandboxSlack.signingSecret).update(`v0:${time}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${hash}` };
}
