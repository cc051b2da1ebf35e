import { expect, it } from 'vitest';
import type { DraftIssue } from '../../src/domain/draft.js';
import { draw } from '../../src/slack/views/index.js';
import { aProposal, live } from '../support/builders/messages.js';

const anIssue = (key: string): DraftIssue => ({
  key,
  title: `security(api): mend ${key} `.padEnd(120, 'and what is behind it '),
  body: '',
  labels: [],
  severity: 'high',
  type: 'security',
  sureness: 0.9,
  doubts: [],
  stale: false,
  solves: [],
});

it('“Create all” approves nothing that the message left out', () => {
  const all = Array.from({ length: 20 }, (_, n) =>
    aProposal({
      id: `proposal-${n}`.padEnd(16, 'x'),
      shown: {
        act: 'audit',
        draft: {
          audit: {
            number: 100 + n,
            title: `[Audit] part ${n} `.padEnd(120, 'of the whole '),
            lastEditedAt: null,
          },
          sureness: 0.9,
          doubts: [],
          issues: Array.from({ length: 8 }, (_, m) => anIssue(`${n}-${m}`)),
        },
        epic: null,
        children: [],
        cost: 0,
      },
    }),
  );
  const { blocks } = draw({ view: 'proposal', proposals: all.map(({ id }) => id), notes: [] }, live(all));
  const text = JSON.stringify(blocks);
  const values = [...text.matchAll(/"value":"([^"]*)"/g)].map(([, value]) => value ?? '');
  const together = (values.find((value) => value.includes(',')) ?? '').split(',');
  const shown = all
    .filter(({ shown: { draft } }) => text.includes(`#${draft?.audit.number}*`))
    .map(({ id }) => id);
  expect(shown.length).toBeGreaterThan(0);
  expect(together).toEqual(shown);
});
