import { expect, it } from 'vitest';
import { askHolder, lockFolder } from '../../db/lock.js';
import { journal } from '../../db/schema.js';
import { systemClock } from '../../src/clock.js';
import { answer } from '../../src/flows/answer.js';
import type { Context } from '../../src/flows/context.js';
import type { Printed } from '../../src/printed.js';
import { drawLines } from '../../src/slack/plain.js';
import { answerTerminal } from '../../src/terminal.js';
import { aRecord, minute } from '../support/builders/journal.js';
import { aSavedRepo } from '../support/builders/rows.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { scratchFolder } from '../support/scratch.js';

onOneDatabase('the journal in a terminal', (open) => {
  /** Two finished children, one of them given up, behind the lock of a folder that another process holds. */
  async function held() {
    const { db } = await open();
    const repo = await aSavedRepo(db);
    const rows = [aRecord(), aRecord({ child: { ...theChild, number: 120 }, outcome: 'poison', pull: null })];
    await db.insert(journal).values(
      rows.map((record, index) => ({
        ...{
          repoId: repo.id,
          childNumber: record.child,
          ending: `pr:${index}`,
          record,
          finishedAt: minute(index),
        },
      })),
    );
    const log = { info() {}, warn() {}, error() {} };
    const context = { db, clock: systemClock, log, instance: 'test-instance' } as unknown as Context;
    const dir = await scratchFolder();
    const lock = await lockFolder(dir, (line) => answerTerminal(context, line, drawLines));
    const ask = async (...words: string[]) =>
      JSON.parse((await askHolder(dir, JSON.stringify(words))) ?? 'null') as Printed;
    return { context, ask, release: lock.release };
  }
  const theChild = { number: 119, createdAt: minute(-5), labels: [] };

  it('comes as JSONL from the process that holds the database', async () => {
    const { ask, release } = await held();
    const { out, code } = await ask('journal', 'export');
    expect([code, out.split('\n').map((line) => JSON.parse(line).child)]).toEqual([0, [119, 120]]);
    const cleaned = await ask('journal', 'export', '--clean');
    expect(cleaned.out.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { repo: 'core', child: 119, times: { dispatchedAt: 0 } },
    ]);
    await release();
  });

  it('is counted and compared for programs', async () => {
    const { ask, release } = await held();
    expect(JSON.parse((await ask('journal', 'stats', '--json')).out)).toMatchObject({
      stats: { records: 2, complete: 1, merged: 1, poison: 1, median: { toMergeSeconds: 3_600 } },
    });
    expect(JSON.parse((await ask('leaderboard', '--json')).out)).toMatchObject({
      agents: [{ agent: 'jules', children: 2, merged: 1, mergeRate: 0.5 }],
    });
    expect((await ask('leaderboard')).out).toContain('1. jules');
    await release();
  });

  it('says in Slack how to get the file, and puts none into the channel', async () => {
    const { context, release } = await held();
    const made = await answer(context, { name: 'journal', show: 'export', clean: true }, 'operator');
    expect(made).toMatchObject({ to: 'asker', content: { view: 'notice' } });
    expect(JSON.stringify(made.content)).toContain('npm run -s epic -- journal export --clean');
    await release();
  });
});
