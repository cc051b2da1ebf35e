import type { BlockAction, ButtonAction } from '@slack/bolt';
import { parseCommand } from '../domain/command.js';
import { answer } from '../flows/answer.js';
import type { Context } from '../flows/context.js';
import { approve, type Click, type Reply, skip, undo } from '../flows/decide.js';
import { learnWay, liveState, redraw, redrawShowing } from '../flows/redraw.js';
import { takeIn } from '../flows/requests.js';
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
  approve_all: approveAll,
  edit: openEdit,
  ask,
  refresh,
  redraw: async (context, _body, value) => {
    await redrawShowing(context, value.split(','));
    return null;
  },
};

/** A click: decide in one transaction, acknowledge, then rewrite every message that shows what was decided. */
export async function handleClick(
  context: Context,
  act: Act,
  { body, ack }: { body: Body; ack: Ack },
): Promise<void> {
  const [action] = body.actions;
  const value = action?.value ?? '';
  try {
    const key = [
      body.team?.id,
      body.channel?.id,
      body.container.message_ts,
      action?.action_id,
      action?.action_ts,
    ].join(':');
    if (!(await takeIn(context, `click:${key}`))) return await ack();
    if (body.container.is_ephemeral && body.response_url)
      await learnWay(context, value.split(','), body.response_url);
    const told = await ACTS[act](context, body, value);
    await ack();
    if (told) await reply(context, body.response_url, { view: 'notice', text: told, hints: [] });
  } catch (error) {
    await ack();
    await reply(context, body.response_url, inWords(context, error));
  }
  await redraw(context);
}

/** Who clicked, as every payload of an interaction tells it. */
interface Clicker {
  team?: { id: string } | null;
  user: { id: string; team_id?: string };
}

export function clickOf(body: Clicker, proposal: string): Click {
  return { proposal, slackTeam: body.team?.id ?? body.user.team_id ?? '', slackUser: body.user.id };
}

async function approveAll(context: Context, body: Body, value: string): Promise<Reply> {
  const told: string[] = [];
  for (const proposal of value.split(',')) {
    const reply = await approve(context, clickOf(body, proposal));
    if (reply && !told.includes(reply)) told.push(reply);
  }
  return told.length > 0 ? told.join('\n') : null;
}

/** The value holds a command's words, read by the same grammar as a typed one; only answers may come back this way. */
async function fromWords(context: Context, words: string) {
  const parsed = parseCommand(words);
  if (!parsed.ok) return null;
  const made = await answer(context, parsed.command);
  return made.to === 'post'
    ? null
    : { content: made.content, live: await liveState(context, made.proposals) };
}

async function ask(context: Context, body: Body, value: string): Promise<Reply> {
  const message = await fromWords(context, value);
  if (!message) return null;
  if (body.response_url) await context.chat.respond(body.response_url, message, 'asker');
  else await context.chat.post(body.user.id, message);
  return null;
}

async function refresh(context: Context, body: Body, value: string): Promise<Reply> {
  // A click in the Home tab has no message to rewrite.
  if (body.view?.type === 'home') await showHome(context, { user: body.user.id, tab: 'home' });
  const message = body.response_url ? await fromWords(context, value) : null;
  if (message) await context.chat.update({ responseUrl: body.response_url }, message);
  return null;
}
