import type { BlockAction, ButtonAction } from '@slack/bolt';
import { parseCommand } from '../domain/command.js';
import { answer } from '../flows/answer.js';
import type { Context } from '../flows/context.js';
import { approve, approveAll, type Click, type Reply, skip, undo } from '../flows/decide.js';
import { postOnboarding } from '../flows/onboard.js';
import { giveTo } from '../flows/reassign.js';
import { learnWay, liveState, redraw, redrawAt, revive } from '../flows/redraw.js';
import { takeIn } from '../flows/requests.js';
import { tryAgain } from '../flows/unstick.js';
import { inWords, reply } from './commands.js';
import { openEdit } from './edit.js';
import { showHome } from './home.js';
import type { Act } from './ids.js';

type Ack = () => Promise<void>;
export type Body = BlockAction<ButtonAction>;

/** What each button does; a text that comes back is for the clicker alone. */
const ACTS: Record<Act, (context: Context, body: Body, value: string) => Promise<Reply>> = {
  approve: (context, body, value) => approve(context, clickOf(body, value)),
  skip: (context, body, value) => skip(context, clickOf(body, value)),
  undo: (context, body, value) => undo(context, clickOf(body, value)),
  approve_all: (context, body, value) =>
    approveAll(
      context,
      value.split(',').map((id) => clickOf(body, id)),
    ),
  edit: openEdit,
  again,
  onboard,
  give,
  ask,
  refresh,
  redraw: async (context, body) => {
    const { channel_id: channel, message_ts: ts } = body.container;
    await redrawAt(context, { channel, ts });
    return null;
  },
};

/**
 * Acts whose repetition would be seen. A decision needs no such memory: the proposal's own state makes a second
 * delivery harmless, and a crash between remembering and deciding would swallow it, so it is acknowledged afterwards.
 */
const ANSWERS: readonly Act[] = ['ask', 'refresh', 'redraw', 'onboard'];

function keyOf({ team, channel, user, container, actions: [action] }: Body): string {
  return [
    'click',
    team?.id,
    channel?.id,
    user.id,
    container.message_ts,
    action?.action_id,
    action?.action_ts,
  ].join(':');
}

/** A click: decide in one transaction, acknowledge, then rewrite every message that shows what was decided. */
export async function handleClick(
  context: Context,
  act: Act,
  { body, ack }: { body: Body; ack: Ack },
): Promise<void> {
  const [action] = body.actions;
  const value = action?.value ?? '';
  const acknowledge = once(ack);
  try {
    if (ANSWERS.includes(act)) {
      const isNew = await takeIn(context, keyOf(body));
      // Slack waits three seconds, and an answer may have to read GitHub first.
      await acknowledge();
      if (!isNew) return;
    }
    if (body.container.is_ephemeral && body.response_url)
      await learnWay(context, value.split(','), { asker: body.user.id, url: body.response_url });
    const { channel_id: channel, message_ts: ts } = body.container;
    if (!body.container.is_ephemeral && channel && ts) await revive(context, { channel, ts });
    const told = await ACTS[act](context, body, value);
    await acknowledge();
    if (told) await reply(context, body.response_url, { view: 'notice', text: told, hints: [] });
  } catch (error) {
    await acknowledge();
    await reply(context, body.response_url, inWords(context, error));
  }
  await redraw(context);
}

/** Bolt takes a second acknowledgement for a fault. */
function once(ack: Ack): Ack {
  let acknowledged: Promise<void> | null = null;
  return () => {
    acknowledged ??= ack();
    return acknowledged;
  };
}

/** Who clicked, as every payload of an interaction tells it. */
interface Clicker {
  team?: { id: string } | null;
  user: { id: string; team_id?: string };
}

export function clickOf(body: Clicker, proposal: string): Click {
  return { proposal, ...askerOf(body) };
}

function askerOf(body: Clicker): { slackTeam: string; slackUser: string } {
  return { slackTeam: body.team?.id ?? body.user.team_id ?? '', slackUser: body.user.id };
}

/** The value names a pull request, `owner/name#n`; whether it may be handed back is looked up. */
async function again(context: Context, body: Body, value: string): Promise<Reply> {
  const [repo = '', number] = value.split('#');
  return tryAgain(context, askerOf(body), { repo, pullRequest: Number(number) });
}

/** The value names a repository; its thread begins in the channel of the report that offered it. */
async function onboard(context: Context, body: Body, value: string): Promise<Reply> {
  const channel = body.channel?.id ?? context.settings.channel;
  await postOnboarding(context, { names: [value], channel, asker: askerOf(body) });
  return null;
}

/** The value names a child and an agent, `owner/name#n:agent`; whether that agent may have it is looked up. */
async function give(context: Context, body: Body, value: string): Promise<Reply> {
  const [, repo = '', child, agent = ''] = /^([^#]*)#(\d+):(.*)$/.exec(value) ?? [];
  const { is_ephemeral: alone, message_ts: ts } = body.container;
  const at = { channel: body.channel?.id ?? context.settings.channel, ts: alone ? null : (ts ?? null) };
  return giveTo(context, askerOf(body), { repo, child: Number(child), agent, at });
}

/** The value holds a command's words, read by the same grammar as a typed one; only answers may come back this way. */
async function fromWords(context: Context, body: Body, words: string) {
  const parsed = parseCommand(words);
  if (!parsed.ok) return null;
  const made = await answer(context, parsed.command, askerOf(body));
  return made.to === 'post'
    ? null
    : { content: made.content, live: await liveState(context, made.proposals) };
}

async function ask(context: Context, body: Body, value: string): Promise<Reply> {
  const message = await fromWords(context, body, value);
  if (!message) return null;
  if (body.response_url) await context.chat.respond(body.response_url, message, 'asker');
  else await context.chat.post(body.user.id, message);
  return null;
}

async function refresh(context: Context, body: Body, value: string): Promise<Reply> {
  // A click in the Home tab has no message to rewrite.
  if (body.view?.type === 'home') await showHome(context, { user: body.user.id, tab: 'home' });
  const message = body.response_url ? await fromWords(context, body, value) : null;
  if (message) await context.chat.update({ responseUrl: body.response_url }, message);
  return null;
}
