import { makeAccount, makeBranch, makeCommit, makeLabel, makeSession } from '../make.js';
import type { Repo } from '../model.js';
import { usualSettings } from '../model-git.js';
import { Random } from '../random.js';
import { nodeId, type World } from '../world.js';
import type { AuditSeed } from './audits/audit.js';
import { AUDITS } from './audits/index.js';
import { issueBody } from './bodies.js';
import { Chronicle } from './chronicle.js';
import { seedCore } from './core-story.js';
import { seedFiles } from './files.js';
import { INVENTORY, type InventoryRow, LABELS, languageLabel, OWNER } from './inventory.js';
import { ordinaryLabels } from './labels.js';
import { TITLES } from './titles.js';

/** The repository that nobody has prepared for the agent: its label is missing. */
const UNPREPARED = 'docker-server-blockchain';
const BOT_TOKEN = { login: 'epic-bot', token: 'ghp_sandbox_bot' };

/** Fills an empty world. The seed chooses words and small times; counts and numbers never change. */
export function seedWorld(world: World, { seed, start }: { seed: number; start: Date }): void {
  const chronicle = new Chronicle(world, new Random(seed), start);
  seedPeople(world);
  for (const row of INVENTORY) {
    const repo = seedRepo(chronicle, row);
    if (repo.name === 'core') seedCore(chronicle, repo);
    else seedIssues(chronicle, repo);
  }
}

function seedPeople(world: World): void {
  makeAccount(world, OWNER, 'Organization');
  for (const bot of ['google-labs-jules[bot]', 'copilot-pull-request-reviewer[bot]', 'coderabbitai[bot]'])
    makeAccount(world, bot, 'Bot');
  for (const login of ['Snider', 'bodane', 'passer-by']) {
    const account = makeAccount(world, login, 'User');
    makeSession(world, { account, token: `ghp_sandbox_${login}`, installation: false });
  }
  const account = makeAccount(world, BOT_TOKEN.login, 'User');
  makeSession(world, { account, token: BOT_TOKEN.token, installation: true });
}

function seedRepo(chronicle: Chronicle, row: InventoryRow): Repo {
  const { world, random } = chronicle;
  const { name, defaultBranch, language, ci } = row;
  const id = world.nextId();
  const created = chronicle.daysAgo(400);
  const pushed = chronicle.daysAgo(random.between(2, 9));
  const repo: Repo = {
    kind: 'Repository',
    ...{
      id,
      nodeId: nodeId('R', id),
      name,
      nameWithOwner: `${OWNER}/${name}`,
      owner: chronicle.account(OWNER),
    },
    ...{ defaultBranch, language, ci, settings: usualSettings(), isArchived: false, isPrivate: false },
    ...{ createdAt: created, updatedAt: pushed, pushedAt: pushed },
    collaborators: new Map([
      ['snider', 'admin'],
      ['bodane', 'write'],
      [BOT_TOKEN.login, 'write'],
    ]),
    ...{
      labels: new Map(),
      issues: new Map(),
      pullRequests: new Map(),
      branches: new Map(),
      commits: new Map(),
      files: new Set<string>(),
      codeownersErrors: [],
    },
    nextNumber: 1,
  };
  world.repos.set(repo.nameWithOwner.toLowerCase(), repo);
  world.nodes.set(repo.nodeId, repo);
  const spoken = { name: languageLabel(language), color: '006b75', description: 'Language' };
  const labels = [...LABELS, spoken].filter((label) => name !== UNPREPARED || label.name !== 'jules');
  for (const label of labels) makeLabel(world, repo, { ...label, createdAt: created });
  seedFiles(repo, row);
  const commit = makeCommit(repo, { oid: random.hex(40), parents: [], committedAt: pushed });
  makeBranch(world, repo, { name: defaultBranch, oid: commit.oid });
  return repo;
}

/** Half of the ordinary issues, then the audits, then the other half: about one a day until last week. */
function seedIssues(chronicle: Chronicle, repo: Repo): void {
  const titles = TITLES[repo.name] ?? [];
  const ordinary = titles.map((title) => ({ title }));
  const half = Math.ceil(ordinary.length / 2);
  const all: Array<Partial<AuditSeed> & { title: string }> = [
    ...ordinary.slice(0, half),
    ...(AUDITS[repo.name] ?? []),
    ...ordinary.slice(half),
  ];
  for (const [index, { title, body, author = 'Snider' }] of all.entries()) {
    // Some numbers are missing, as where issues were closed and forgotten.
    const number = index + 1 + Math.floor(index / 4);
    const text = body === undefined ? issueBody(title, chronicle.random) : chronicle.random.word(body);
    const createdAt = chronicle.daysAgo(3 + (all.length - index) * 0.9 + chronicle.random.next() * 0.5);
    const about = { number, title, body: text, author: chronicle.account(author), createdAt };
    chronicle.issue(repo, about, body === undefined ? ordinaryLabels(repo, title, index) : []);
  }
}
