import { z } from 'zod';
import { COMPLEXITIES, FINDING_TYPES, SCOPES, SEVERITIES } from '../domain/audit/finding.js';
import type { CleanRecord } from '../domain/journal-clean.js';
import type { JournalRecord } from '../domain/journal-record.js';

/** GitHub's names, ids and commits have no blank in them: a sentence of somebody's does not fit. */
const id = z.string().regex(/^\S{1,200}$/);
const sha = z.string().regex(/^[0-9a-f]{7,64}$/);
const number = z.int().positive();
const count = z.int().nonnegative();
/** A check's name may hold blanks. */
const checkName = z.string().min(1).max(500);

const origin = z.strictObject({
  fromAudit: z.boolean(),
  audit: number.nullable(),
  category: z.enum(FINDING_TYPES).nullable(),
  severity: z.enum(SEVERITIES).nullable(),
  scope: z.enum(SCOPES).nullable(),
  complexity: z.enum(COMPLEXITIES).nullable(),
  pattern: id.nullable(),
  frameworkIssue: number.nullable(),
});

const totals = z.strictObject({
  commits: count,
  reviewCycles: count,
  conflictCycles: count,
  ciRuns: count,
  ciFailures: count,
  automations: count,
  tasks: count,
});

const seconds = z.strictObject({
  toPullRequest: z.int().nullable(),
  toFirstCiPass: z.int().nullable(),
  toMerge: z.int().nullable(),
  duration: z.int().nullable(),
});

/** What both forms of a record share; `at` is how they write a moment. */
function common<At extends z.ZodType>(at: At) {
  const cycle = {
    instruction: z.enum(['ask-reviews', 'ask-conflict']),
    requests: number,
    requestedAt: at,
    seen: z.boolean(),
    responseCommit: sha.nullable(),
    respondedAt: at.nullable(),
  };
  return {
    version: z.literal(1),
    epic: number.nullable(),
    phase: count.nullable(),
    child: number,
    pullRequest: number.nullable(),
    outcome: z.enum(['merged', 'closed', 'poison']),
    commits: z.array(z.strictObject({ sha, at })),
    conflictCycles: z.array(z.strictObject(cycle)),
    ciRuns: z.array(
      z.strictObject({ sha, conclusion: id, failedChecks: z.array(checkName).nullable(), at: at.nullable() }),
    ),
    automations: z.array(z.strictObject({ action: id, at })),
    dispatches: z.array(z.strictObject({ agent: id, cost: count, at })),
    ...{ totals, seconds, origin },
    cycle: { ...cycle, count: count.nullable(), resolvedAt: at.nullable() },
    times: {
      issueCreatedAt: at,
      pullRequestOpenedAt: at.nullable(),
      firstSeenAt: at.nullable(),
      firstCiPassAt: at.nullable(),
      mergedAt: at.nullable(),
      finishedAt: at,
    },
    implementer: { agent: id.nullable(), model: id.nullable(), provider: id.nullable() },
  };
}

const moment = z.iso.datetime();
const { cycle, times, implementer, ...shared } = common(moment);
const {
  cycle: cleanCycle,
  times: cleanTimes,
  implementer: cleanImplementer,
  ...cleanShared
} = common(z.int());

/** A record of the journal; fields that it does not know are refused. */
export const journalSchema: z.ZodType<JournalRecord> = z.strictObject({
  ...shared,
  repo: z.strictObject({ owner: id, name: id }),
  times: z.strictObject({ ...times, dispatchedAt: moment.nullable() }),
  reviewCycles: z.array(z.strictObject({ ...cycle, threads: z.array(id).nullable() })),
  implementer: z.strictObject({ ...implementer, login: id.nullable() }),
});

/** The same for `--clean`: moments are seconds since the dispatch. */
export const cleanSchema: z.ZodType<CleanRecord> = z.strictObject({
  ...cleanShared,
  repo: id,
  times: z.strictObject({ ...cleanTimes, dispatchedAt: z.literal(0) }),
  reviewCycles: z.array(z.strictObject(cleanCycle)),
  implementer: z.strictObject(cleanImplementer),
});
