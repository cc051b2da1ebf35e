import { randomUUID } from 'node:crypto';
import { type Database, openEmbedded, openMemory, openPostgres } from '../db/client.js';
import { agents } from './agents/index.js';
import { stoppableClock } from './clock.js';
import type { Config } from './config.js';
import { nextSlotAt } from './domain/cadence.js';
import type { Context, Settings } from './flows/context.js';
import { postReports } from './flows/post-reports.js';
import { tick } from './flows/tick.js';
import { connectGitHub } from './github/index.js';
import type { Clock, Log } from './ports.js';
import { serve } from './server.js';
import { slackApp, slackClient } from './slack/app.js';
import { connectChat } from './slack/chat.js';
import { slackError } from './slack/errors.js';
import { drawLines } from './slack/plain.js';
import { type MemberRecord, saveTeam } from './store/budget.js';
import { claimWorld } from './store/world.js';
import { isCarried, type Team, tierOf } from './team.js';
import { answerTerminal } from './terminal.js';

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
}

/** Wires a bot: database, GitHub, Slack, server. The only place that knows everything. */
export async function startBot(config: Config, outside: Outside): Promise<Bot> {
  const onError = (err: unknown) =>
    outside.log.error({ err }, 'a look failed; the next one finds what it left');
  const own = stoppableClock(outside.clock, onError);
  const { database, context } = await openContext(config, { ...outside, clock: own.clock });
  const app = slackApp(context, config.slack);
  const look = oneAtATime(() => tick(context), onError);
  const lookAtReports = oneAtATime(() => postReports(context), onError);
  try {
    await takeTeam(context, config);
    if (outside.fresh) await look();
    const server = await serve(context, config, app.listener);
    await app.start();
    return {
      context,
      port: server.port,
      look,
      lookAtReports,
      nextReportAt: () => nextSlotAt(context.clock.now(), context.settings.cadence),
      stop: async () => {
        own.stop();
        await app.stop();
        await Promise.allSettled([look.idle(), lookAtReports.idle()]);
        await server.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
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
    cadence: { zone, workdays: team.workdays, times: { morning: team.morning } },
    strategy: team.strategy,
    shareCap: team.share_cap,
    tierOf: (repo) => tierOf(team, repo),
    isCarried: (repo) => isCarried(team, repo),
    admins: team.members.flatMap(({ approver, slack }) => (approver && slack ? [slack] : [])),
  };
}

function membersOf(team: Team, slackTeamId: string): MemberRecord[] {
  return team.members.map((member) => {
    const agent = agents.get(member.agent);
    return {
      login: member.login,
      approver: member.approver,
      codeOwner: member.code_owner,
      slackTeamId: member.slack ? slackTeamId : null,
      slackUserId: member.slack ?? null,
      account: {
        agent: member.agent,
        quota: member.quota ?? agent?.quota ?? 0,
        concurrency: member.concurrency ?? agent?.concurrency ?? 1,
        window: member.window ?? agent?.window ?? 'rolling-24h',
        tokenVariable: member.token_variable ?? null,
        repos: member.repos,
      },
    };
  });
}

interface Look {
  (): Promise<void>;
  idle(): Promise<void>;
}

/** Calls that come while one is running wait for one more run, which sees what caused them; not for one each. */
function oneAtATime(run: () => Promise<void>, onError: (error: unknown) => void): Look {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  const look = () => {
    waiting ??= running.then(() => {
      waiting = null;
      running = run().catch(onError);
      return running;
    });
    return waiting;
  };
  return Object.assign(look, { idle: () => waiting ?? running });
}
