import { startBotProcess } from './children.js';
import { median, ms, percentile, ratio } from './figures.js';
import { type Load, type Sent, sendCommands } from './load.js';
import { type Replies, takeReplies } from './replies.js';

const PER_SECOND = 50;
const BLOCKS = 8;
const BLOCK_SECONDS = 1.6;
const WARM_UP_SECONDS = 2;
const PATIENCE = 5_000;

export interface AckQuestion {
  /** Of the world, with `EPIC_DATA_DIR` or `DATABASE_URL` for the bot's database. */
  env: Record<string, string>;
  database: string;
  echoPort: number;
  say(line: string): void;
}

export const ACK_HEAD = ['`/epic status core-php`', 'p50', 'p95', 'p99', 'slowest', 'not 200'];

/**
 * How soon a command is acknowledged by the bot and by a bare echo, in alternating blocks, so that noise of the
 * machine strikes both; then how soon the bot's answer was there.
 */
export async function measureAcks({ env, database, echoPort, say }: AckQuestion): Promise<string[][]> {
  say(`${database}: starting the bot`);
  const replies = await takeReplies();
  const bot = await startBotProcess(env);
  try {
    const load = { signingSecret: env.SLACK_SIGNING_SECRET ?? '', replies };
    const ask = (port: number, seconds: number) => block({ ...load, port, seconds });
    await ask(echoPort, WARM_UP_SECONDS);
    await drain(replies, await ask(bot.port, WARM_UP_SECONDS));
    const ours: Sent[][] = [];
    const echoes: Sent[][] = [];
    for (let index = 1; index <= BLOCKS; index++) {
      say(`${database}: acknowledgements, block ${index} of ${BLOCKS}`);
      // Whoever goes first changes, too.
      if (index % 2 === 0) echoes.push(await ask(echoPort, BLOCK_SECONDS));
      ours.push(await ask(bot.port, BLOCK_SECONDS));
      await drain(replies, ours.at(-1) as Sent[]);
      if (index % 2 === 1) echoes.push(await ask(echoPort, BLOCK_SECONDS));
    }
    return rows({ database, ours, echoes, replies });
  } finally {
    await bot.stop();
    replies.close();
  }
}

function block(of: {
  port: number;
  seconds: number;
  signingSecret: string;
  replies: Replies;
}): Promise<Sent[]> {
  const load: Load = {
    port: of.port,
    signingSecret: of.signingSecret,
    text: 'status core-php',
    perSecond: PER_SECOND,
    count: Math.round(PER_SECOND * of.seconds),
    responseUrl: of.replies.urlOf,
  };
  return sendCommands(load);
}

/** The next block must not pay for answers that this one still owes. */
function drain(replies: Replies, sent: readonly Sent[]): Promise<void> {
  const ids = sent.filter(({ status }) => status === 200).map(({ id }) => id);
  return replies.all(ids, PATIENCE);
}

interface Measured {
  database: string;
  ours: readonly Sent[][];
  echoes: readonly Sent[][];
  replies: Replies;
}

const toAck = ({ ackedAt, scheduledAt }: Sent) => ackedAt - scheduledAt;

function rows({ database, ours, echoes, replies }: Measured): string[][] {
  const [all, echo] = [ours.flat(), echoes.flat()];
  const answered = all.flatMap(({ id, scheduledAt }) => {
    const at = replies.cameAt(id);
    return at === undefined ? [] : [at - scheduledAt];
  });
  const late = [...all, ...echo].map(({ sentAt, scheduledAt }) => sentAt - scheduledAt);
  return [
    row(`ack, bot on ${database}`, all.map(toAck), failed(all)),
    row('ack, bare Bolt echo', echo.map(toAck), failed(echo)),
    ratioRow(ours, echoes),
    row(`answer there, bot on ${database}`, answered, `${all.length - answered.length}`),
    row('(sent later than scheduled)', late, ''),
  ];
}

function failed(sent: readonly Sent[]): string {
  return `${sent.filter(({ status }) => status !== 200).length} of ${sent.length}`;
}

function row(name: string, times: readonly number[], failures: string): string[] {
  const at = (share: number) => ms(percentile(times, share));
  return [name, at(0.5), at(0.95), at(0.99), at(1), failures];
}

/** Of each pair of neighbouring blocks: what struck the machine in that minute struck both. */
function ratioRow(ours: readonly Sent[][], echoes: readonly Sent[][]): string[] {
  const at = (share: number) =>
    ratio(
      ours.map((sent, index) => {
        const beside = (echoes[index] ?? []).map(toAck);
        return percentile(sent.map(toAck), share) / percentile(beside, share);
      }),
    );
  const slowest = median(
    ours.map(
      (sent, index) => percentile(sent.map(toAck), 1) / percentile((echoes[index] ?? []).map(toAck), 1),
    ),
  );
  return ['**bot ÷ echo**', at(0.5), at(0.95), at(0.99), `${slowest.toFixed(1)}×`, ''];
}
