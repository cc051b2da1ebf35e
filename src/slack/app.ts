import type { RequestListener } from 'node:http';
import {
  App,
  type BlockAction,
  type ButtonAction,
  HTTPReceiver,
  LogLevel,
  SocketModeReceiver,
  type ViewSubmitAction,
} from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Config } from '../config.js';
import type { Context } from '../flows/context.js';
import { handleClick } from './clicks.js';
import { handleCommand } from './commands.js';
import { handleEdit } from './edit.js';
import { showHome } from './home.js';
import { type Act, EDIT, idOf, PLAN, REVIEW, type ReviewAct } from './ids.js';
import { handlePlanEdit } from './plan-edit.js';
import { handleFinding, handleReview, handleReviewClick } from './review.js';

const ACTS: readonly Act[] = [
  'approve',
  'approve_all',
  'edit',
  'skip',
  'undo',
  'again',
  'onboard',
  'give',
  'ask',
  'refresh',
  'redraw',
];
const REVIEW_ACTS: readonly ReviewAct[] = ['review_edit', 'review_drop', 'review_keep', 'review_page'];
/** What happens when a modal is sent, by its callback id. */
const SUBMISSIONS = {
  [EDIT.view]: handleEdit,
  [PLAN.view]: handlePlanEdit,
  [REVIEW.list]: handleReview,
  [REVIEW.finding]: handleFinding,
};

/** A Web API client that sends a call once: a retried post stands twice, and a limit is better told than waited out. */
export function slackClient(settings: Config['slack']): WebClient {
  return new WebClient(settings.botToken, clientOptions(settings));
}

function clientOptions(settings: Config['slack']): WebClientOptions {
  return {
    ...(settings.apiUrl ? { slackApiUrl: `${settings.apiUrl}/` } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 8_000,
    // Its debug lines hold whole payloads.
    logLevel: LogLevel.ERROR,
  };
}

export interface SlackApp {
  /** Handles `POST /slack/events`; null in Socket Mode, where Slack needs no address of ours. */
  listener: RequestListener | null;
  start(): Promise<void>;
  /** Takes nothing in any more, and waits for what is under way. */
  stop(): Promise<void>;
}

/** Slack's edge: Socket Mode or signed HTTP, whichever the configuration names. */
export function slackApp(context: Context, settings: Config['slack']): SlackApp {
  const receiver = makeReceiver(settings);
  const app = new App({
    receiver,
    // One workspace, one token: with `token` Bolt would ask Slack who it is before each acknowledgement.
    authorize: async () => ({ botToken: settings.botToken }),
    clientOptions: clientOptions(settings),
    logLevel: LogLevel.ERROR,
  });
  const underWay = new Set<Promise<void>>();
  const tracked = (work: Promise<void>): Promise<void> => {
    const done = work
      .catch((err) => context.log.error({ err }, 'a Slack request failed'))
      .finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  };
  app.command('/epic', ({ command, ack }) => tracked(handleCommand(context, command, ack)));
  for (const act of ACTS) {
    app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: idOf(act) }, ({ body, ack }) =>
      tracked(handleClick(context, act, { body, ack })),
    );
  }
  for (const act of REVIEW_ACTS) {
    app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: idOf(act) }, ({ body, ack }) =>
      tracked(handleReviewClick(context, act, { body, ack })),
    );
  }
  app.event('app_home_opened', ({ event }) => tracked(showHome(context, event)));
  for (const [callback_id, handle] of Object.entries(SUBMISSIONS)) {
    app.view<ViewSubmitAction>({ type: 'view_submission', callback_id }, ({ body, view, ack }) =>
      tracked(handle(context, { body, view, ack })),
    );
  }
  app.error(async (err) => context.log.error({ err }, 'Bolt reported an error'));
  return {
    listener: receiver instanceof HTTPReceiver ? receiver.requestListener : null,
    start: async () => {
      if (receiver instanceof SocketModeReceiver) await app.start();
    },
    stop: async () => {
      if (receiver instanceof SocketModeReceiver) await app.stop();
      await Promise.allSettled(underWay);
    },
  };
}

function makeReceiver(settings: Config['slack']): HTTPReceiver | SocketModeReceiver {
  const { transport } = settings;
  return transport.kind === 'http'
    ? new HTTPReceiver({
        signingSecret: transport.signingSecret,
        endpoints: '/slack/events',
        logLevel: LogLevel.ERROR,
      })
    : new SocketModeReceiver({
        appToken: transport.appToken,
        logLevel: LogLevel.ERROR,
        installerOptions: { clientOptions: clientOptions(settings) },
      });
}
