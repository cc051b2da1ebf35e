import { READ_YOURSELF } from '../domain/audit/finding.js';
import { parseAudit } from '../domain/audit/parse.js';
import { compareOpinions } from '../domain/audit/second-opinion.js';
import { type AuditDraft, draftOf } from '../domain/draft.js';
import { UserError } from '../domain/errors.js';
import { parts } from '../domain/parts.js';
import { type AuditRow, openAudits } from '../store/drafts.js';
import { findRepo, type RepoRow, refOf } from '../store/repos.js';
import type { Context } from './context.js';
import { putProposal, withoutTasks } from './put-proposal.js';

/** Audits of one message: beyond that nobody reads it. */
const MOST_AUDITS = 20;
/** Doubts named of a report that a person has to read. */
const MOST_DOUBTS = 2;

/** Stage 1: reads a repository's open audits and proposes the issues that each would become. Nothing is created by it. */
export async function draftAudits(
  context: Context,
  ask: { repo: string; number: number | null },
): Promise<{ ids: string[]; notes: string[] }> {
  const { db, github } = context;
  const repo = await findRepo(db, ask.repo);
  const open = await openAudits(db, repo.id);
  const wanted = open.filter(({ number }) => ask.number === null || number === ask.number);
  if (wanted.length === 0) throw nothingToRead(repo, ask.number, open);
  const ref = refOf(repo);
  const [bodies, paths] = [
    await github.bodies(wanted.slice(0, MOST_AUDITS).map(({ nodeId }) => nodeId)),
    await github.paths(ref, repo.defaultBranch),
  ];
  const ids: string[] = [];
  const notes: string[] = [];
  for (const audit of wanted.slice(0, MOST_AUDITS)) {
    const body = bodies.get(audit.nodeId);
    if (body === undefined) continue;
    const plain = draftOf(parseAudit(body, audit.title), {
      audit: asShown(audit),
      language: repo.language,
      paths,
    });
    const draft = await withOpinion(context, plain, body);
    if (draft.sureness >= READ_YOURSELF) ids.push(await propose(context, repo, draft));
    else notes.push(readYourself(draft));
  }
  const left = wanted.length - MOST_AUDITS;
  if (left > 0) notes.push(`${left} more audits wait; ask again when these are done.`);
  if (paths === null) notes.push('Its files could not be listed, so none is called gone.');
  return { ids, notes };
}

/** The draft with what another reader makes of the report; without an answer it says so, and is the same otherwise. */
async function withOpinion(
  { secondOpinion, log }: Context,
  draft: AuditDraft,
  body: string,
): Promise<AuditDraft> {
  if (!secondOpinion) return draft;
  try {
    const opinions = await secondOpinion.extract({ title: draft.audit.title, body });
    return { ...draft, secondOpinion: compareOpinions(draft, opinions, secondOpinion.name) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.warn({ audit: draft.audit.number, why: error.message }, 'the second opinion could not be had');
    return { ...draft, secondOpinion: { failed: error.message } };
  }
}

function propose(context: Context, repo: RepoRow, draft: AuditDraft): Promise<string> {
  return putProposal(
    context,
    withoutTasks(repo, { act: 'audit', why: `audit #${draft.audit.number}`, draft }),
  );
}

function asShown({ number, title, lastEditedAt, authorAssociation }: AuditRow): AuditDraft['audit'] {
  return { number, title, lastEditedAt: lastEditedAt?.toISOString() ?? null, authorAssociation };
}

function readYourself({ audit, doubts }: AuditDraft): string {
  const [why = []] = parts(doubts, MOST_DOUBTS);
  return `Read #${audit.number} yourself: I am not sure what it reports. ${why.join(' ')}`.trim();
}

function nothingToRead(repo: RepoRow, number: number | null, open: readonly AuditRow[]): UserError {
  if (number !== null)
    return new UserError(`${repo.name} #${number} is no open audit.`, [
      open.length > 0 ? `Its open audits are ${numbersOf(open)}.` : 'It has none.',
    ]);
  return new UserError(`${repo.name} has no open audit.`, [
    'An audit is an issue titled “[Audit] …” or “audit: …”. I read GitHub every two minutes.',
  ]);
}

function numbersOf(audits: readonly AuditRow[]): string {
  const named = audits.slice(0, MOST_AUDITS);
  const more = audits.length - named.length;
  return `${named.map(({ number }) => `#${number}`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
