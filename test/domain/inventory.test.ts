import { describe, expect, test } from 'vitest';
import { epicProgress } from '../../src/domain/epic.js';
import { inventoryRow, readyDepth } from '../../src/domain/inventory.js';
import { aChild, anEpic, closed, feature } from '../support/builders/epics.js';
import { aRepo } from '../support/builders/repos.js';

const issue = (title: string, labels: string[] = []) => ({
  ...{ number: 1, title, labels },
  authorAssociation: 'MEMBER',
});

describe('a repository’s row', () => {
  test('counts open issues, audits and open epics', () => {
    const row = inventoryRow(
      aRepo({
        openIssues: [
          issue('[Audit] Error handling'),
          issue('audit: input'),
          issue('fix: x'),
          issue('epic(mcp): y'),
        ],
        epics: [anEpic({}, { number: 101 }), anEpic({}, { number: 118, open: false })],
      }),
    );
    expect(row).toMatchObject({ open: 4, audits: 2, epics: [101], stage: 'executing' });
  });

  test.each([
    ['executing', [issue('[Audit] x')], [anEpic({})]],
    ['audits', [issue('[Audit] x'), issue('feat: y')], []],
    ['audits', [issue('[Audit] x')], [anEpic({}, { open: false })]],
    ['organise', [issue('feat: y')], []],
    ['idle', [], []],
    ['idle', [issue('Run it', ['agentic'])], []],
  ])('stands at stage %s', (stage, openIssues, epics) => {
    expect(inventoryRow(aRepo({ openIssues, epics })).stage).toBe(stage);
  });
});

test('the READY depth counts what may be dispatched without a person, in open epics', () => {
  const work = [
    aChild(1),
    aChild(2),
    aChild(3, feature),
    aChild(4, closed),
    aChild(5, { issue: { blockedBy: ['a/b#1'] } }),
  ];
  const epics = [anEpic({ work }), anEpic({ work, later: [aChild(6)] }), anEpic({ work }, { open: false })];
  expect(readyDepth(epics.map(epicProgress))).toBe(4);
});
