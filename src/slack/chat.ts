import type { ConversationsHistoryResponse, WebClient } from '@slack/web-api';
import { UpstreamError } from '../domain/errors.js';
import type { Chat, Clock, Outgoing, Person } from '../ports.js';
import { slackError } from './errors.js';
import { draw } from './views/index.js';
import { drawModal } from './views/modals.js';

/** Seconds by which the bot's clock may be ahead of Slack's. */
const CLOCKS_APART = 600;
const MARKER = 'epic_report';
const TIMEOUT = 10_000;
const HOME_BLOCKS = 100;

/**
 * The chat port over Slack's Web API. The client must not retry by itself: a post that is sent twice stands twice.
 * Messages are drawn before the call, so that a defect of a view never passes for a silence of Slack.
 */
export function connectChat(client: WebClient, clock: Clock): Chat {
  const call = async <Result>(send: () => Promise<Result>): Promise<Result> => {
    try {
      return await send();
    } catch (error) {
      throw slackError(error, clock.now());
    }
  };
  const respond = (url: string, payload: object) => call(() => postTo(url, payload));
  return {
    post: (channel, message) => {
      const body = drawnFor(message);
      return call(async () => {
        const metadata = message.marker
          ? { metadata: { event_type: MARKER, event_payload: { slot: message.marker } } }
          : {};
        const { ts } = await client.chat.postMessage({
          channel,
          ...body,
          ...metadata,
          ...(message.thread ? { thread_ts: message.thread } : {}),
          unfurl_links: false,
          unfurl_media: false,
        });
        return { ts: ts as string };
      });
    },

    update: async (place, message) => {
      const body = drawnFor(message);
      if ('responseUrl' in place) await respond(place.responseUrl, { replace_original: true, ...body });
      else await call(() => client.chat.update({ ...place, ...body }));
    },

    respond: (url, message, visibility) =>
      respond(url, {
        response_type: visibility === 'channel' ? 'in_channel' : 'ephemeral',
        replace_original: false,
        ...drawnFor(message),
      }),

    showModal: async (place, modal) => {
      const view = drawModal(modal);
      await call(() => {
        if ('open' in place) return client.views.open({ trigger_id: place.open, view });
        if ('push' in place) return client.views.push({ trigger_id: place.push, view });
        const seen = 'hash' in place ? { hash: place.hash } : {};
        return client.views.update({ view_id: place.view, ...seen, view });
      });
    },

    publishHome: async (user, parts) => {
      const blocks = parts.flatMap((part) => drawnFor(part).blocks).slice(0, HOME_BLOCKS);
      await call(() => client.views.publish({ user_id: user, view: { type: 'home', blocks } }));
    },

    person: (user) =>
      call(async () => {
        const answer = await client.users.info({ user });
        return answer.user ? asPerson(answer.user) : null;
      }),

    findMarked: (channel, { marker, since, thread }) =>
      call(async () => {
        const where = {
          channel,
          limit: 200,
          // The two clocks may differ.
          oldest: String(Math.floor(since.getTime() / 1_000) - CLOCKS_APART),
          include_all_metadata: true,
        };
        // A busy channel fills more than one page.
        const pages = thread
          ? client.paginate('conversations.replies', { ...where, ts: thread })
          : client.paginate('conversations.history', where);
        for await (const page of pages) {
          const ours = (page as ConversationsHistoryResponse).messages?.find(({ metadata }) => {
            const slot = (metadata?.event_payload as { slot?: string } | undefined)?.slot;
            return metadata?.event_type === MARKER && slot === marker;
          });
          if (ours?.ts) return ours.ts;
        }
        return null;
      }),
  };
}

function drawnFor({ content, live }: Outgoing) {
  const { text, blocks } = draw(content, live);
  return { text, blocks };
}

interface SlackUser {
  team_id?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
}

function asPerson(user: SlackUser): Person {
  const barred =
    user.deleted || user.is_bot || user.is_restricted || user.is_ultra_restricted || user.is_stranger;
  return { teamId: user.team_id ?? '', mayDecide: !barred };
}

async function postTo(url: string, payload: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (answer.ok) return;
  const kind = answer.status >= 500 ? 'in-doubt' : answer.status === 429 ? 'rate-limited' : 'refused';
  throw new UpstreamError('Slack', {
    kind,
    code: String(answer.status),
    message: `Slack answered ${answer.status} to a reply.`,
  });
}
