import { describe, expect, it, test } from 'vitest';
import { epicProgress } from '../../src/domain/epic.js';
import { type EpicSituation, isReadyToMerge, nextActsForEpic, pullPlans } from '../../src/domain/epic-act.js';
import { aChild, anEpic, aPullRequest, closed, NOW } from '../support/builders/epics.js';

const SITUATION: EpicSituation = {
  mode: 'approve',
  defaultBranch: 'dev',
  autoMergeAllowed: true,
  openInto: new Map(),
  mergedSha: new Map(),
  now: new Date(NOW.getTime() + 3_600_000),
};
const underWay = (pull: Parameters<typeof aPullRequest>[0]) => ({
  issue: { dispatch: 'started' as const, pullRequest: aPullRequest(pull) },
});
const ticked = { ...closed, checked: true };

function acts(epic: Parameters<typeof epicProgress>[0], more: Partial<EpicSituation> = {}) {
  return wanted(epic, more).filter(({ kind }) => kind !== 'update-epic');
}

function wanted(epic: Parameters<typeof epicProgress>[0], more: Partial<EpicSituation> = {}) {
  return nextActsForEpic(epicProgress(epic), { ...SITUATION, ...more });
}

describe('a child', () => {
  it('whose pull request was merged is closed, once for each merge', () => {
    const epic = anEpic({ work: [aChild(119, underWay({ state: 'MERGED' }))] });
    expect(acts(epic)).toMatchObject([
      { kind: 'close-child', subject: 119, key: 'close-child:dappcore/core#119@140' },
    ]);
  });

  it('that is closed is ticked, and ticked again when the body has changed and the box is open', () => {
    const epic = (bodyVersion: string) => anEpic({ work: [aChild(119, closed)] }, { bodyVersion });
    expect(acts(epic('one'))).toMatchObject([
      { kind: 'tick', subject: 118, detail: { child: 'dappcore/core#119' } },
    ]);
    expect(acts(epic('one'))[0]?.key).not.toBe(acts(epic('two'))[0]?.key);
  });

  it('of another repository is ticked, and otherwise left alone', () => {
    const foreign = { repo: 'dappcore/core-php' };
    const merged = { ...underWay({ state: 'MERGED' }), ...foreign };
    expect(acts(anEpic({ work: [aChild(7, { ...closed, ...foreign }), aChild(8, merged)] }))).toMatchObject([
      { kind: 'tick', detail: { child: 'dappcore/core-php#7' } },
    ]);
  });

  it('that cannot be seen is neither ticked nor closed', () => {
    expect(acts(anEpic({ work: [aChild(119, { issue: null })] }))).toEqual([]);
  });
});

describe('pull requests of an epic', () => {
  const conflict = { mergeable: 'CONFLICTING', mergeState: 'DIRTY' } as const;
  const three = [140, 141, 142].map((number) => aChild(number - 20, underWay({ number, ...conflict })));

  it('are asked about a conflict one at a time', () => {
    expect(acts(anEpic({ work: three })).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['ask-conflict', 140],
    ]);
  });

  it('do not wait in line behind one that goes elsewhere', () => {
    const astray = aChild(119, underWay({ number: 139, base: 'dev', ...conflict }));
    expect(acts(anEpic({ work: [astray, ...three] })).map(({ subject }) => subject)).toEqual([140]);
  });

  it('are left alone where the branch of the epic is gone, also those that GitHub led elsewhere', () => {
    const epic = anEpic(
      { work: [aChild(119, underWay({ base: 'dev' })), aChild(120, underWay({ number: 141 }))] },
      { branch: null, branchSha: null },
    );
    expect(acts(epic)).toEqual([]);
  });

  it('have an act of their own for every head, and for every time', () => {
    const history = [{ kind: 'ask-conflict', headSha: 'c0ffee1', at: NOW, seen: true }];
    const keys = [{}, { headSha: 'other' }, { history }].map((more) => {
      const epic = anEpic({ work: [aChild(119, underWay({ ...conflict, ...more }))] });
      return acts(epic)[0]?.key;
    });
    expect(new Set(keys).size).toBe(3);
  });

  it('that go elsewhere than into the epic’s branch are left to people', () => {
    const epic = anEpic({ work: [aChild(119, underWay({ base: 'dev' }))] });
    expect(pullPlans(epicProgress(epic), SITUATION)).toMatchObject([{ act: { act: 'wait', on: 'person' } }]);
  });
});

describe('a child that was given to another agent', () => {
  const labelled = { number: 139, labels: ['needs-intervention'] };
  const given = (former: Parameters<typeof aPullRequest>[0], pull = {}) =>
    aChild(119, { issue: { pullRequest: aPullRequest(pull), former: [aPullRequest(former)] } });

  it('calls nobody for the first pull request any more once the other’s is there', () => {
    expect(acts(anEpic({ work: [given(labelled, { draft: true })] }))).toMatchObject([
      { kind: 'call-off', subject: 139, childNumber: 119, key: 'call-off:dappcore/core#139/0' },
    ]);
    expect(acts(anEpic({ work: [given({ number: 139 }, { draft: true })] }))).toEqual([]);
    const none = aChild(119, { issue: { dispatch: 'started', former: [aPullRequest(labelled)] } });
    expect(acts(anEpic({ work: [none] }))).toEqual([]);
  });

  it('does nothing about the first pull request, however it stands', () => {
    const conflicting = { number: 139, mergeable: 'CONFLICTING', unresolvedThreads: 2 } as const;
    expect(acts(anEpic({ work: [given(conflicting, { draft: true })] }))).toEqual([]);
  });

  it('does not hold up the end of the epic by the first pull request, left open', () => {
    const former = [aPullRequest({ number: 139 })];
    const pullRequest = aPullRequest({ state: 'MERGED' });
    const child = aChild(119, { checked: true, issue: { open: false, pullRequest, former } });
    const epic = epicProgress(anEpic({ work: [child] }));
    const openInto = (count: number) => ({ openInto: new Map([['epic/118-mcp-daemon', count]]) });
    expect(isReadyToMerge(epic, { ...SITUATION, ...openInto(1) })).toBe(true);
    expect(isReadyToMerge(epic, { ...SITUATION, ...openInto(2) })).toBe(false);
  });
});

describe('the branch of an epic', () => {
  const going = anEpic({ work: [aChild(119, ticked), aChild(120)] });
  const updates = (...of: Parameters<typeof wanted>) =>
    wanted(...of).filter(({ kind }) => kind === 'update-epic');

  it('gets what is new in the default branch, once a day', () => {
    const [first] = updates(going);
    expect(first).toMatchObject({ subject: 118, detail: { branch: 'epic/118-mcp-daemon', into: 'dev' } });
    const at = (hours: number) =>
      updates(going, { now: new Date(Date.parse('2026-02-04T00:00:00Z') + hours * 3_600_000) })[0]?.key;
    expect(at(0)).toBe('update-epic:dappcore/core#118@2026-02-04');
    expect(at(23)).toBe(at(0));
    expect(at(24)).not.toBe(at(0));
  });

  it('is left as it is once all children are done, when it is gone, and when the epic is closed', () => {
    const done = anEpic({ work: [aChild(119, ticked)] });
    for (const epic of [done, { ...going, branch: null, branchSha: null }, { ...going, open: false }])
      expect(updates(epic)).toEqual([]);
  });
});

describe('the end of an epic', () => {
  const done = anEpic({ one: [aChild(119, ticked)], two: [aChild(120, ticked)] });
  const merged = { mergedSha: new Map([[118, 'a1b2c3d']]) };

  it('waits for a click, and in auto mode for none', () => {
    expect(acts(done)).toEqual([]);
    expect(isReadyToMerge(epicProgress(done), SITUATION)).toBe(true);
    expect(acts(done, { mode: 'auto' })).toMatchObject([
      {
        kind: 'merge-epic',
        key: 'merge-epic:dappcore/core#118@a1b2c3d',
        headSha: 'a1b2c3d',
        detail: { into: 'dev' },
      },
    ]);
  });

  test.each(['approve', 'auto'] as const)(
    'deletes the branch once that commit is merged, then closes it (%s)',
    (mode) => {
      expect(acts(done, { ...merged, mode })).toMatchObject([{ kind: 'delete-branch', headSha: 'a1b2c3d' }]);
      const gone = { ...done, branch: null, branchSha: null };
      expect(acts(gone, { ...merged, mode })).toMatchObject([{ kind: 'close-epic', subject: 118 }]);
    },
  );

  it('merges again what came onto the branch after the merge', () => {
    const moved = { ...done, branchSha: 'fffffff' };
    expect(acts(moved, { ...merged, mode: 'auto' })).toMatchObject([
      { kind: 'merge-epic', headSha: 'fffffff' },
    ]);
  });

  it('does not close an epic whose branch somebody else took away', () => {
    expect(acts({ ...done, branch: null, branchSha: null }, { mode: 'auto' })).toEqual([]);
  });

  it('waits while a pull request goes into the branch, which would be closed with it', () => {
    const openInto = new Map([['epic/118-mcp-daemon', 1]]);
    for (const more of [{}, merged]) expect(acts(done, { ...more, openInto, mode: 'auto' })).toEqual([]);
    expect(isReadyToMerge(epicProgress(done), { ...SITUATION, openInto })).toBe(false);
  });

  it('waits for a child that is left to a person, though the phases go on without it', () => {
    const aside = underWay({ labels: ['needs-intervention'], mergeable: 'CONFLICTING' });
    const epic = anEpic({ one: [aChild(119, aside)], two: [aChild(120)] });
    const progress = epicProgress(epic);
    expect(progress.activePhase).toBe(2);
    expect(progress.states.map(({ state }) => state)).toEqual(['skipped', 'ready']);
    expect(isReadyToMerge(progress, SITUATION)).toBe(false);
  });

  it('is not of an epic that is closed, nor of one without children', () => {
    expect(acts({ ...done, open: false }, { mode: 'auto' })).toEqual([]);
    expect(acts(anEpic({}), { mode: 'auto' })).toEqual([]);
  });
});
