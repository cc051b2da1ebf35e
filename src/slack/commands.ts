import { randomUUID } from 'node:crypto';
import type { RespondArguments, SlashCommand } from '@slack/bolt';
import { parseCommand } from '../domain/command.js';
import { explain } from '../domain/explain.js';
import type { MessageContent } from '../domain/message.js';
import { type Answer, answer } from '../flows/answer.js';
import type { Context } from '../flows/context.js';
import { startOnboarding } from '../flows/onboard.js';
import { keep, liveState } from '../flows/redraw.js';
import { takeIn } from '../flows/requests.js';
import { draw } from './views/index.js';

type Ack = (response?: RespondArguments) => Promise<void>;

/** `/epic …`: parse, remember the request, acknowledge, answer. */
export async function handleCommand(context: Context, command: SlashCommand, ack: Ack): Promise<void> {
  const parsed = parseCommand(command.text);
  if (!parsed.ok) return ack(privately({ view: 'notice', text: parsed.fault, hints: parsed.hints }, context));
  try {
    if (!(await takeIn(context, `command:${command.trigger_id}`))) return ack();
  } catch (error) {
    return ack(privately(inWords(context, error), context));
  }
  await ack();
  try {
    const asker = { slackTeam: command.team_id, slackUser: command.user_id };
    await deliver(context, command, await answer(context, parsed.command, asker));
  } catch (error) {
    await reply(context, command.response_url, inWords(context, error));
  }
}

async function deliver(context: Context, command: SlashCommand, made: Answer): Promise<void> {
  const { chat, settings } = context;
  const { content, proposals, to } = made;
  const live = await liveState(context, proposals);
  if (to === 'post') {
    // A report goes where reports go; a proposal where it was asked for.
    const channel = content.view === 'report' ? settings.channel : command.channel_id;
    const { ts } = await chat.post(channel, { content, live });
    await keep(context, { content, proposals, channel, ts });
    const asker = { slackTeam: command.team_id, slackUser: command.user_id };
    await startOnboarding(context, { content, place: { channel, ts }, asker });
    return;
  }
  await chat.respond(command.response_url, { content, live }, to === 'reply' ? 'channel' : 'asker');
  if (proposals.length > 0)
    await keep(context, {
      content,
      proposals,
      channel: command.channel_id,
      ts: null,
      asker: command.user_id,
    });
}

/** Tells the asker alone; should even that fail, the log has it. */
export async function reply(context: Context, responseUrl: string, content: MessageContent): Promise<void> {
  const live = { now: context.clock.now(), proposals: new Map(), budget: null };
  await context.chat
    .respond(responseUrl, { content, live }, 'asker')
    .catch((err) => context.log.error({ err }, 'a reply was lost'));
}

/** An error as a notice; what nobody foresaw is logged under the reference that the notice gives. */
export function inWords(context: Context, error: unknown): MessageContent {
  const reference = randomUUID().slice(0, 8);
  const { text, hints, unforeseen } = explain(error, reference);
  if (unforeseen) context.log.error({ err: error, reference }, 'a request failed');
  return { view: 'notice', text, hints };
}

/** The same for a modal, where a line of words is all there is room for. */
export function wordsFor(context: Context, error: unknown): string {
  const content = inWords(context, error);
  return content.view === 'notice' ? content.text : '';
}

function privately(content: MessageContent, { clock }: Context): RespondArguments {
  const { text, blocks } = draw(content, { now: clock.now(), proposals: new Map(), budget: null });
  return { response_type: 'ephemeral', text, blocks };
}
