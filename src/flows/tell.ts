import type { MessageContent } from '../domain/message.js';
import type { Takers } from '../domain/reassign.js';
import { DONE, type Outcome, type Performing } from './performing.js';
import { keep, liveState } from './redraw.js';

interface Telling {
  why?: string;
  takers?: Takers | undefined;
  /** What a message whose answer got lost is found by, when an act tells of two things. */
  marker?: string;
}

/** Posts what an act has to say into the channel or its thread, once. */
export async function tell(
  performing: Performing,
  { marker = performing.act.key, ...more }: Telling = {},
): Promise<Outcome> {
  const { context, act } = performing;
  const { chat, settings } = context;
  const { thread } = act.detail;
  const channel = thread?.channel ?? settings.channel;
  const content = contentOf(performing, more);
  const proposals = act.detail.proposals ?? [];
  // The first attempt has nothing to find.
  const before =
    act.attempts > 1
      ? await chat.findMarked(channel, { marker, since: act.createdAt, thread: thread?.ts })
      : null;
  const live = await liveState(context, proposals);
  const ts = before ?? (await chat.post(channel, { content, live, marker, thread: thread?.ts })).ts;
  await keep(context, { content, proposals, channel, ts });
  return DONE;
}

function contentOf(
  { act, repo, context }: Performing,
  { why = act.detail.why ?? '', takers }: Omit<Telling, 'marker'>,
): MessageContent {
  if (act.kind === 'offer')
    return { view: 'proposal', proposals: act.detail.proposals ?? [], notes: act.detail.notes ?? [] };
  return {
    view: 'escalation',
    escalation: {
      repo: repo.nameWithOwner,
      subject: act.subject,
      epic: act.epicNumber,
      child: act.childNumber,
      why,
      tried: act.detail.tried ?? [],
      ...(takers ? { takers } : {}),
      call: [...context.settings.gatekeepers],
    },
  };
}
