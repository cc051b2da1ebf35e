import { expect, it } from 'vitest';
import { acts } from '../../db/schema.js';
import { loadInterventions } from '../../src/store/results.js';
import { after, aSavedRepo, NOW } from '../support/builders/rows.js';
import { forEachDatabase } from '../support/for-each-database.js';

forEachDatabase('interventions', (open) => {
  it('are those done within the time, and those put down before its end that wait', async () => {
    const { db } = await open();
    const repo = await aSavedRepo(db);
    const act = (key: string, more: Partial<typeof acts.$inferInsert> = {}) => ({
      key,
      kind: 'ask-reviews' as const,
      repoId: repo.id,
      subject: 140,
      status: 'done' as const,
      createdAt: NOW,
      doneAt: after(60),
      ...more,
    });
    await db
      .insert(acts)
      .values([
        act('first moment', { subject: 1, doneAt: NOW }),
        act('last moment', { subject: 2, doneAt: after(3_599) }),
        act('before', { doneAt: after(-1) }),
        act('afterwards', { doneAt: after(3_600) }),
        act('due', { subject: 3, kind: 'ask-conflict', status: 'due', createdAt: after(-900), doneAt: null }),
        act('sending', { subject: 4, kind: 'escalate', status: 'sending', doneAt: null }),
        act('due later', { status: 'due', createdAt: after(3_600), doneAt: null }),
        act('moot', { status: 'moot' }),
        act('refused', { status: 'refused' }),
        act('no intervention', { kind: 'tick' }),
      ]);
    const found = await loadInterventions(db, NOW, after(3_600));
    expect(found.map(({ pullRequest, kind, state }) => [pullRequest, kind, state])).toEqual([
      [1, 'ask-reviews', 'sent'],
      [2, 'ask-reviews', 'sent'],
      [3, 'ask-conflict', 'waiting'],
      [4, 'escalate', 'waiting'],
    ]);
    expect(new Set(found.map(({ repo: name }) => name))).toEqual(new Set(['dappcore/core']));
  });
});
