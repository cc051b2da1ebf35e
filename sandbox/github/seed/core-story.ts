import { link } from '../acts/links.js';
import { makeBranch, makeComment } from '../make.js';
import type { Issue, Repo } from '../model.js';
import { epicBody, issueBody } from './bodies.js';
import type { Chronicle } from './chronicle.js';
import {
  type ChildSeed,
  EPICS,
  type EpicSeed,
  LOOSE_ISSUES,
  PULL_REQUESTS,
  STRANGERS_COMMENT,
} from './core.js';
import { ordinaryLabels } from './labels.js';

/** Lays out the repository core: eight epics in different states, and a few issues beside them. */
export function seedCore(chronicle: Chronicle, repo: Repo): void {
  for (const epic of EPICS) seedEpic(chronicle, repo, epic);
  seedStranger(chronicle, repo);
  for (const { number, title, author } of LOOSE_ISSUES) {
    const createdAt = chronicle.daysAgo(age(number));
    const body = issueBody(title, chronicle.random);
    const about = { number, title, body, author: chronicle.account(author), createdAt };
    chronicle.issue(repo, about, ordinaryLabels(repo, title, number));
  }
  for (const pull of repo.pullRequests.values()) if (pull.state === 'OPEN') chronicle.look(pull);
}

function seedStranger(chronicle: Chronicle, repo: Repo): void {
  const { number, author, body } = STRANGERS_COMMENT;
  const issue = repo.issues.get(number);
  const at = { author: chronicle.account(author), createdAt: chronicle.daysAgo(4) };
  if (issue) makeComment(chronicle.world, issue, { ...at, body });
}

/** How many days ago core's issue of this number was opened: numbers grow with time. */
function age(number: number): number {
  if (number < 200) return 24 - (number - 101) * 0.05;
  return number < 317 ? 14 - (number - 299) * 0.05 : 12.5 - (number - 317) * 1.35;
}

function seedEpic(chronicle: Chronicle, repo: Repo, epic: EpicSeed): void {
  const author = chronicle.account('Snider');
  const { number, branch } = epic;
  const title = `epic(${epic.theme}): ${epic.title}`;
  const createdAt = chronicle.daysAgo(age(number));
  const body = epicBody(epic, chronicle.random);
  const labels = ['agentic', 'complexity:large'];
  const issue = chronicle.issue(repo, { number, title, body, author, createdAt }, labels);
  makeBranch(chronicle.world, repo, { name: branch, oid: repo.branches.get(repo.defaultBranch)?.oid ?? '' });
  for (const child of epic.phases.flatMap(({ children }) => children))
    seedChild(chronicle, issue, { child, branch, epic });
}

function seedChild(
  chronicle: Chronicle,
  parent: Issue,
  { child, branch, epic }: { child: ChildSeed; branch: string; epic: EpicSeed },
): void {
  const { number, title } = child;
  const author = chronicle.account('Snider');
  const body = issueBody(title, chronicle.random);
  const about = { number, title, body, author, createdAt: chronicle.daysAgo(age(number)) };
  const issue = chronicle.issue(parent.repo, about, ordinaryLabels(parent.repo, title, number));
  const linkedAt = chronicle.daysAgo(age(number) - 0.02);
  makeComment(chronicle.world, issue, { author, body: `Parent: #${parent.number}`, createdAt: linkedAt });
  if (epic.subIssues) link(parent, issue);
  issue.blockedBy = (child.blockedBy ?? []).flatMap((other) => parent.repo.issues.get(other) ?? []);
  if (child.state !== 'open') work(chronicle, issue, { child, branch, epic });
}

/** What happened to a child that was dispatched: finished last week, or under way for two to three days. */
function work(
  chronicle: Chronicle,
  issue: Issue,
  { child, branch, epic }: { child: ChildSeed; branch: string; epic: EpicSeed },
): void {
  const finished = child.state === 'done';
  const number = PULL_REQUESTS[child.number];
  if (number === undefined) throw new Error(`The seed names no pull request for core#${child.number}.`);
  const days = finished
    ? finishedAge(child.number)
    : 2.9 - (number - 321) * 0.2 - chronicle.random.next() * 0.1;
  chronicle.dispatch(issue, epic, days);
  const pull = chronicle.pullRequest(issue, { number, base: branch, days });
  if (finished) {
    chronicle.merge(pull, days - 0.2);
    chronicle.close(issue, days - 0.21);
  }
  // Somebody changed one of its files on the epic's branch meanwhile.
  if (child.state === 'in-flight-conflicting') {
    const paths = pull.files.slice(0, 1).map(({ path }) => path);
    chronicle.commit(issue.repo, { to: branch, paths, days: days - 0.5 });
  }
  if (child.state === 'in-flight-unresolved') chronicle.review(pull, { lines: [14, 52], days: days - 0.1 });
}

/** Children of the older epics were finished before the younger epics began. */
function finishedAge(number: number): number {
  return number < 200 ? 17 : 9;
}
