import { expect, it } from 'vitest';
import { createIssue, editConversation } from '../../sandbox/github/acts/issues.js';
import { mergePullRequest } from '../../sandbox/github/acts/merge.js';
import { resolveThread } from '../../sandbox/github/acts/reviews.js';
import { makeBranch, makeCommit, makePullRequest } from '../../sandbox/github/make.js';
import { sync } from '../../src/flows/sync.js';
import { anEngine, type Engine } from '../support/builders/engine.js';
import { aScene } from '../support/builders/scene.js';
import { onOneDatabase } from '../support/for-each-database.js';
import { dispatchOf } from '../support/world-watch.js';

const [EPIC, CHILD, PULL] = [301, 313, 324];
function found<T>(thing: T | undefined | null): T {
  if (thing === undefined || thing === null) throw new Error('The world has no such thing.');
  return thing;
}
const w = (e: { world: Engine['world'] }) => e.world.github.world;
const by = (e: { world: Engine['world'] }) => found(w(e).account('Snider'));
const merge = (e: Engine) => {
  const pull = found(e.people.repo().pullRequests.get(PULL));
  for (const thread of pull.threads) resolveThread(w(e), pull, { thread, by: by(e) });
  mergePullRequest(w(e), pull, { by: by(e), method: 'SQUASH' });
};
const isDone = (e: Engine) => ({
  state: e.people.issue(CHILD).state,
  ticked: e.people.issue(EPIC).body.includes(`- [x] #${CHILD}`),
});
const DONE = { state: 'CLOSED', ticked: true };

onOneDatabase('a merged pull request stands for its child', (open) => {
  it.each([0, 60])('though strangers mention the child %i times', async (times) => {
    const e = await anEngine(open, 'auto');
    const repo = e.people.repo();
    // Its branch carries no number, so the mention on opening is all that links them.
    const pull = found(repo.pullRequests.get(PULL));
    const branch = found(repo.branches.get(pull.headRefName));
    repo.branches.delete(branch.name);
    branch.name = 'jules/stop-and-start';
    pull.headRefName = branch.name;
    repo.branches.set(branch.name, branch);
    const session = found([...w(e).sessions.values()].find(({ account }) => account.login === 'passer-by'));
    for (let n = 0; n < times; n++)
      createIssue(w(e), repo, { title: `me too ${n}`, body: `like #${CHILD}`, labels: [], session });
    e.people.comment(CHILD, 'passer-by', 'any news?');
    merge(e);
    await e.run(6);
    expect(isDone(e)).toEqual(DONE);
  });

  it('though its agent left another one open that goes astray', async () => {
    const e = await anEngine(open, 'auto');
    const repo = e.people.repo();
    const paths = ['again.go'];
    const parents = [found(repo.branches.get('dev')).oid];
    const commit = makeCommit(repo, { oid: 'cd'.repeat(20), parents, committedAt: w(e).now(), paths });
    makeBranch(w(e), repo, { name: `jules/${CHILD}-again`, oid: commit.oid });
    makePullRequest(w(e), repo, {
      ...{ number: 950, title: 'again', body: `Fixes #${CHILD}`, createdAt: w(e).now() },
      author: found(repo.pullRequests.get(PULL)).author,
      ...{ baseRefName: 'dev', headRefName: `jules/${CHILD}-again`, commits: [commit] },
      files: [{ path: 'again.go', additions: 1, deletions: 0 }],
      refersTo: [e.people.issue(CHILD)],
    });
    merge(e);
    await e.run(8, 3_600);
    expect(isDone(e)).toEqual(DONE);
  });
});

onOneDatabase('an epic', (open) => {
  it('is read again when it was edited within the second in which it was read', async () => {
    const e = (await aScene(open)) as Engine;
    const { settings } = e.bot.context;
    Object.assign(settings, { cadence: { ...settings.cadence, workdays: [] } });
    const epic = e.people.issue(118);
    editConversation(w(e), epic, { body: `${epic.body}\n`, by: by(e) });
    await sync(e.bot.context);
    const body = epic.body.replace('- [ ] #119', '- [ ] #112 - first\n- [ ] #119');
    editConversation(w(e), epic, { body, by: by(e) });
    await e.seconds(150);
    await sync(e.bot.context);
    await e.approved(118);
    await e.seconds(60);
    expect([dispatchOf(w(e), 112).labels, dispatchOf(w(e), 119).labels]).toEqual([1, 0]);
  });
});
