import type { Db } from '../../db/client.js';
import type { CadenceSettings } from '../domain/cadence.js';
import type { Strategy } from '../domain/dispatch.js';
import type { Mode } from '../domain/epic-act.js';
import type { Agent, Chat, Clock, FindingsExtractor, GitHub, Log } from '../ports.js';

/** What every flow is handed: the outside through ports, the database, and the team's settings. */
export interface Context {
  db: Db;
  clock: Clock;
  github: GitHub;
  chat: Chat;
  log: Log;
  agents: ReadonlyMap<string, Agent>;
  settings: Settings;
  /** Reads each audit a second time, where one is set up. */
  secondOpinion?: FindingsExtractor | null;
  /** Names this process in leases. */
  instance: string;
}

export interface Settings {
  owner: string;
  channel: string;
  cadence: CadenceSettings;
  strategy: Strategy;
  /** Share of a day's tasks that one repository may take. */
  shareCap: number;
  /** Whether a repository's steps wait for a click. */
  modeOf(repo: string): Mode;
  tierOf(repo: string): number;
  /** Name of the agent that a repository's children are handed to first. */
  agentOf(repo: string): string;
  isCarried(repo: string): boolean;
  /** Slack user ids of those who are told when a report cannot be posted. */
  admins: readonly string[];
  /** Slack user ids of the code owners, who are called when a person has to look. */
  gatekeepers: readonly string[];
}

const MINUTE = 60_000;

export function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE);
}

export function secondsAfter(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1_000);
}
