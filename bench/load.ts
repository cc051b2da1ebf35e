import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** One command that was sent. Times are those of `performance.now()`. */
export interface Sent {
  id: string;
  /** When the schedule wanted it sent, whether or not that succeeded. */
  scheduledAt: number;
  sentAt: number;
  /** When the acknowledgement was complete. */
  ackedAt: number;
  /** HTTP status, or 0 when there was no answer. */
  status: number;
}

export interface Load {
  port: number;
  signingSecret: string;
  /** What is typed after `/epic`. */
  text: string;
  perSecond: number;
  count: number;
  responseUrl(id: string): string;
}

interface Prepared {
  id: string;
  body: string;
  headers: Record<string, string | number>;
}

/** Timers are late by a millisecond or so: the last of the wait is spent looking at the clock. */
const LOOK_AT_CLOCK = 2;
const PATIENCE = 5_000;

/**
 * Sends commands on a fixed schedule, as a crowd does that does not wait for the bot: one that is slow to answer
 * makes nobody send later, so its queue shows in the times (an open loop).
 */
export async function sendCommands(load: Load): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true });
  const all = Array.from({ length: load.count }, () => prepare(load));
  const start = performance.now() + 50;
  const underWay: Promise<Sent>[] = [];
  for (const [index, one] of all.entries()) {
    const scheduledAt = start + (index * 1_000) / load.perSecond;
    await until(scheduledAt);
    underWay.push(send(one, { agent, port: load.port, scheduledAt }));
  }
  const sent = await Promise.all(underWay);
  agent.destroy();
  return sent;
}

/** Signed before the clock runs: what Slack's side costs is not what is measured. */
function prepare({ text, signingSecret, responseUrl }: Load): Prepared {
  const id = randomUUID();
  const body = new URLSearchParams({
    command: '/epic',
    text,
    team_id: 'T0DAPPCORE',
    channel_id: 'C0EPICS001',
    user_id: 'U0SNIDER01',
    api_app_id: 'A0EPICAPP1',
    trigger_id: id,
    response_url: responseUrl(id),
  }).toString();
  const time = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${time}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${signature}`,
  };
  return { id, body, headers };
}

function send(
  { id, body, headers }: Prepared,
  { agent, port, scheduledAt }: { agent: Agent; port: number; scheduledAt: number },
): Promise<Sent> {
  const sentAt = performance.now();
  return new Promise((resolve) => {
    const done = (status: number) => resolve({ id, scheduledAt, sentAt, ackedAt: performance.now(), status });
    const target = { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', headers, agent };
    const outgoing = request({ ...target, timeout: PATIENCE }, (answer) => {
      answer.on('end', () => done(answer.statusCode ?? 0)).on('error', () => done(0));
      answer.resume();
    });
    outgoing.on('timeout', () => outgoing.destroy()).on('error', () => done(0));
    outgoing.end(body);
  });
}

async function until(time: number): Promise<void> {
  const wait = time - performance.now() - LOOK_AT_CLOCK;
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  while (performance.now() < time) await new Promise((resolve) => setImmediate(resolve));
}
