import { randomUUID } from 'node:crypto';
import { type Database, openEmbedded, openMemory, openPostgres } from '../db/client.js';
import { agents } from './agents/index.js';
import { type Later, reallyLater, stoppableClock, within } from './clock.js';
import type { Config } from './config.js';
import { nextSlotAt } from './domain/cadence.js';
import type { Context, Settings } from './flows/context.js';
import { postReports } from './flows/post-reports.js';
import { tick } from './flows/tick.js';
import { connectGitHub } from './github/index.js';
import { oneAtATime, paced } from './looks.js';
import { connectModel } from './model/index.js';
import type { Clock, Log } from './ports.js';
import { type Listeners, serve } from './server.js';
import { type SlackApp, slackApp, slackClient } from './slack/app.js';
import { connectChat } from './slack/chat.js';
import { slackError } from './slack/errors.js';
import { drawLines } from './slack/plain.js';
import { type MemberRecord, saveTeam } from './store/team.js';
import { claimWorld } from './store/world.js';
import { agentFor, isCarried, seatsOf, type Team, tierOf } from './team.js';
import { answerTerminal } from './terminal.js';
import { webhooks } from './webhooks.js';

export interface Bot {
  context: Context;
  port: number;
  /** Looks at everything now; calls that overlap share one look. */
  look(): Promise<void>;
  /** Posts what is due now. */
  lookAtReports(): Promise<void>;
  nextReportAt(): Date;
  stop(): Promise<void>;
}

export interface Outside {
  clock: Clock;
  log: Log;
  /** For a world that begins anew: forgets everything, and looks once before anybody can ask. */
  fresh?: boolean;
  /** Keeps the database in memory: for one answer. */
  memory?: boolean;
  /** Real time, for what must end even when nobody moves the clock. */
  later?: Later;
}

/** How long a stop waits for wake-ups that are running; the ledger is safe when one is cut off. */
const STOP_WITHIN = 5_000;

/** Wires a bot: database, GitHub, Slack, server. The only place that knows everything. */
export async function startBot(config: Config, outside: Outside): Promise<Bot> {
  const onError = (err: unknown) =>
    outside.log.error({ err }, 'a look failed; the next one finds what it left');
  const own = stoppableClock(outside.clock, onError);
  const { database, context } = await openContext(config, { ...outside, clock: own.clock });
  const later = outside.later ?? reallyLater;
  const app = slackApp(context, config.slack);
  const hinted = new Set<string>();
  const look = oneAtATime(() => tick(context, drained(hinted)), onError);
  const lookAtReports = oneAtATime(() => postReports(context), onError);
  try {
    await takeTeam(context, config);
    if (outside.fresh) await look();
    const listeners = listenersOf(config, { context, app, look, hinted });
    const server = await serve(context, config, { listeners, later });
    await app.start();
    return {
      context,
      port: server.port,
      look,
      lookAtReports,
      nextReportAt: () => nextSlotAt(context.clock.now(), context.settings.cadence),
      stop: async () => {
        const wokenUp = own.stop();
        await app.stop();
        await Promise.allSettled([look.idle(), lookAtReports.idle()]);
        await within(STOP_WITHIN, wokenUp, later);
        await server.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Who else may send us something: Slack over HTTP, and GitHub where a secret for its webhooks is set. */
function listenersOf(
  { github }: Config,
  {
    context,
    app,
    look,
    hinted,
  }: { context: Context; app: SlackApp; look: () => Promise<void>; hinted: Set<string> },
): Listeners {
  const soon = paced(context.clock, () => void look());
  const hint = (repo: string) => {
    hinted.add(repo);
    soon();
  };
  return {
    ...(app.listener ? { '/slack/events': app.listener } : {}),
    ...(github.webhookSecret ? { '/github/webhooks': webhooks(context, github.webhookSecret, hint) } : {}),
  };
}

function drained<Item>(items: Set<Item>): Item[] {
  const all = [...items];
  items.clear();
  return all;
}

/** Everything flows need, without anything that listens: what the terminal uses by itself. */
export async function openContext(
  config: Config,
  { clock, log, fresh = false, memory = false }: Outside,
): Promise<{ database: Database; context: Context }> {
  let context: Context | undefined;
  const database = memory
    ? await openMemory()
    : config.databaseUrl
      ? await openPostgres(config.databaseUrl)
      : await openEmbedded(config.dataDir, (line) => answerTerminal(context, line, drawLines));
  try {
    await claimWorld(database.db, fresh ? 'sandbox' : 'live');
    context = {
      db: database.db,
      clock,
      log,
      agents,
      github: connectGitHub(config.github, config.team.owner, clock),
      chat: connectChat(slackClient(config.slack), clock),
      secondOpinion: config.model && connectModel(config.model),
      settings: settingsOf(config),
      instance: randomUUID(),
    };
    return { database, context };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Makes members and accounts what the team file says; only a bot does so, never a question from a terminal. */
export async function takeTeam({ db, clock }: Context, config: Config): Promise<void> {
  try {
    const { team_id: team } = await slackClient(config.slack).auth.test();
    await saveTeam(db, membersOf(config.team, team ?? ''));
  } catch (error) {
    throw slackError(error, clock.now());
  }
}

function settingsOf({ team, channel, zone }: Config): Settings {
  return {
    owner: team.owner,
    channel,
    cadence: {
      zone,
      workdays: team.workdays,
      holidays: team.holidays,
      times: { morning: team.morning, midday: team.midday, evening: team.evening },
    },
    strategy: team.strategy,
    shareCap: team.share_cap,
    modeOf: (repo) => (team.auto.includes(repo) ? 'auto' : 'approve'),
    tierOf: (repo) => tierOf(team, repo),
    agentOf: (repo) => agentFor(team, repo),
    isCarried: (repo) => isCarried(team, repo),
    gatekeepers: team.members.flatMap(({ code_owner, slack }) => (code_owner && slack ? [slack] : [])),
    admins: team.members.flatMap(({ approver, slack }) => (approver && slack ? [slack] : [])),
  };
}

function membersOf(team: Team, slackTeamId: string): MemberRecord[] {
  const seats = seatsOf(team);
  return team.members.map((member) => ({
    login: member.login,
    approver: member.approver,
    codeOwner: member.code_owner,
    slackTeamId: member.slack ? slackTeamId : null,
    slackUserId: member.slack ?? null,
    accounts: seats
      .filter(({ login }) => login === member.login)
      .map(({ login: _, ...seat }) => ({
        ...seat,
        quota: seat.quota ?? 0,
        concurrency: seat.concurrency ?? 1,
      })),
  }));
}
