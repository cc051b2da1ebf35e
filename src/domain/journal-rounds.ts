import { groupBy } from './parts.js';

/** A head commit that a pull request was seen with. */
export interface PastHead {
  sha: string;
  committedAt: Date | null;
  seenAt: Date;
  /** How its checks ended; null while they have not, or where there are none. */
  checks: string | null;
  checksAt: Date | null;
  failedChecks: string[] | null;
}

interface Done {
  kind: string;
  headSha: string | null;
  at: Date;
  seen: boolean;
  threads: readonly string[];
}

/** The requests of one kind about one head commit, and what came of them. */
export interface Ask {
  instruction: 'ask-reviews' | 'ask-conflict';
  requests: number;
  requestedAt: Date;
  seen: boolean;
  /** The commit that came next. */
  response: { sha: string; at: Date } | null;
  /** What the bot resolved before it asked again. */
  threads: readonly string[];
  resolvedAt: Date | null;
}

/** When a commit was written: by its own date, but not later than it was seen, since an author dates as he likes. */
export function writtenAt({ committedAt, seenAt }: PastHead): Date {
  return committedAt && committedAt < seenAt ? committedAt : seenAt;
}

/** Rounds of one kind, oldest first: requests that are repeated on the same head commit belong to one round. */
export function asksOf(
  instruction: Ask['instruction'],
  { heads, acts }: { heads: readonly PastHead[]; acts: readonly Done[] },
): Ask[] {
  const asked = acts.filter(({ kind }) => kind === instruction);
  const rounds = [...groupBy(asked, ({ headSha }) => headSha).values()];
  return rounds.map((requests, index) => {
    const first = requests[0] as Done;
    const next = rounds[index + 1]?.[0]?.at ?? null;
    const resolved = acts.filter(
      ({ kind, at }) => kind === 'resolve-threads' && at >= first.at && (next === null || at < next),
    );
    return {
      instruction,
      requests: requests.length,
      requestedAt: first.at,
      seen: requests.some(({ seen }) => seen),
      response: responseTo(first, heads),
      threads: [...new Set(resolved.flatMap(({ threads }) => threads))],
      resolvedAt: resolved.at(-1)?.at ?? null,
    };
  });
}

function responseTo({ headSha, at }: Done, heads: readonly PastHead[]): Ask['response'] {
  const head = heads.find(({ sha, seenAt }) => seenAt > at && sha !== headSha);
  if (!head) return null;
  const written = writtenAt(head);
  // Dated before the request that it answers: then only when it was seen tells something.
  return { sha: head.sha, at: written < at ? head.seenAt : written };
}
