import { becomeWriter, stopWriting } from '../store/acts.js';
import { loadIssue } from '../store/facts.js';
import { minutesAfter } from './context.js';
import { DONE, type Outcome, type Performing, subjectOf } from './performing.js';

const WRITER_MINUTES = 2;
const TRIES = 3;

/** The body that is wanted instead, null when it is as it should be, or how the act ends when no body would be right. */
export type Rewriting = (body: string) => string | Outcome | null;

/**
 * Changes the body of the act's epic. GitHub takes whole bodies and the last one wins, so: one writer an epic, read,
 * change, write, read back, and do it again when somebody else has written over it. What a person saves in the moment
 * between the bot's reading and its writing is lost, since GitHub has no write that depends on what stands there.
 */
export async function rewriteEpic(performing: Performing, rewriting: Rewriting): Promise<Outcome> {
  const { context, repo, act } = performing;
  const epic = { repoId: repo.id, number: act.subject };
  const now = context.clock.now();
  const until = minutesAfter(now, WRITER_MINUTES);
  if (!(await becomeWriter(context.db, epic, { now, until }))) return { status: 'later', seconds: 10 };
  try {
    return await rewriteAlone(performing, rewriting);
  } finally {
    await stopWriting(context.db, epic, until);
  }
}

async function rewriteAlone(performing: Performing, rewriting: Rewriting): Promise<Outcome> {
  const { act, repo, save } = performing;
  const { github, db } = performing.context;
  const issue = await loadIssue(db, repo.id, act.subject);
  if (!issue) return { status: 'moot', why: 'the epic is not known any more' };
  const ref = subjectOf(performing);
  const read = async () => (await github.bodies([issue.nodeId])).get(issue.nodeId);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const body = await read();
    if (body === undefined) return { status: 'refused', why: 'the epic cannot be seen' };
    const wanted = rewriting(body);
    if (wanted === null) return DONE;
    if (typeof wanted !== 'string') return wanted;
    await save({ status: 'sending' });
    await github.writeBody(ref, wanted);
    if ((await read()) === wanted) return DONE;
  }
  return { status: 'later', seconds: 60 };
}
