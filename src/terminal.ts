import { parseCommand } from './domain/command.js';
import { explain } from './domain/explain.js';
import type { LiveState, MessageContent } from './domain/message.js';
import { type Answer, answer } from './flows/answer.js';
import type { Context } from './flows/context.js';
import { exportJournal } from './flows/journal.js';
import { startOnboarding } from './flows/onboard.js';
import { keep, liveState } from './flows/redraw.js';
import { type Printed, refused } from './printed.js';

/** Draws a message as lines of text: the same views that Slack shows, without their buttons. */
export type DrawLines = (content: MessageContent, live: LiveState) => string[];

/** Carries a command's words out for a terminal: as lines to read, or as JSON for programs. */
export async function runInTerminal(
  context: Context,
  words: readonly string[],
  draw: DrawLines,
): Promise<Printed> {
  const json = words.includes('--json');
  const parsed = parseCommand(words.filter((word) => word !== '--json').join(' '));
  if (!parsed.ok) return refused(words, parsed.fault, parsed.hints);
  try {
    // A file, not a message: it goes out as it is.
    if (parsed.command.name === 'journal' && parsed.command.show === 'export')
      return { out: await exportJournal(context, parsed.command), code: 0 };
    const made = await answer(context, parsed.command, 'operator');
    const live = await liveState(context, made.proposals);
    const posted = made.to === 'post' ? await post(context, made) : null;
    const { view: _, ...data } = made.content;
    if (json) return { out: JSON.stringify({ ...data, ...(posted ? { posted } : {}) }, null, 2), code: 0 };
    const where = posted ? [`Posted to ${posted.channel}; an approver decides there.`] : [];
    return { out: [...draw(made.content, live), ...where].join('\n'), code: 0 };
  } catch (error) {
    const { text, hints, unforeseen } = explain(error, context.instance.slice(0, 8));
    if (unforeseen) context.log.error({ err: error }, 'a command failed');
    return refused(words, text, hints);
  }
}

/** Whoever sits at the terminal has no Slack identity, so what is to be approved goes where approvers are. */
async function post(
  context: Context,
  { content, proposals }: Answer,
): Promise<{ channel: string; ts: string }> {
  const { channel } = context.settings;
  const { ts } = await context.chat.post(channel, { content, live: await liveState(context, proposals) });
  await keep(context, { content, proposals, channel, ts });
  await startOnboarding(context, { content, place: { channel, ts }, asker: 'operator' });
  return { channel, ts };
}

/** A question that another process put through the lock of the embedded database: words in, `Printed` out, as JSON. */
export async function answerTerminal(
  context: Context | undefined,
  line: string,
  draw: DrawLines,
): Promise<string> {
  const words: unknown = JSON.parse(line);
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string'))
    throw new Error('Not a list of words.');
  if (!context) return JSON.stringify(refused(words, 'The bot is starting; try again in a moment.'));
  return JSON.stringify(await runInTerminal(context, words, draw));
}
