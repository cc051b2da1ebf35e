import type { CodeownersError, Repo } from '../model.js';
import { AUDITS } from './audits/index.js';
import { pathsFor } from './bodies.js';
import { EPICS, LOOSE_ISSUES } from './core.js';
import { type InventoryRow, OWNER } from './inventory.js';
import { TITLES } from './titles.js';

/* Which files each repository has: those of its kind, those that its issues are about, and those that its audits
   name, but for the ones that have gone since an audit was written. No chance is involved. */

/** Repositories without a CODEOWNERS. */
const UNOWNED = ['core-template', 'docker-server-blockchain'];

/** A line whose owner nobody knows any more. */
const BROKEN_OWNERS: Record<string, CodeownersError> = {
  'core-devops': {
    ...{ line: 3, column: 10, kind: 'Unknown owner', source: `scripts/ @${OWNER}/operations` },
    suggestion: `make sure @${OWNER}/operations exists, is publicly visible, and has write access to the repository`,
  },
};

const EVERYWHERE = ['README.md', 'LICENSE', '.gitignore', '.editorconfig'];

const KINDS: Record<string, readonly string[]> = {
  PHP: [
    ...['composer.json', 'composer.lock', 'package.json', 'package-lock.json', 'phpunit.xml', 'pint.json'],
    ...['src/Boot.php', 'tests/Pest.php', 'tests/TestCase.php', 'config/app.php', 'docs/index.md'],
  ],
  Go: ['go.mod', 'go.sum', 'main.go', '.golangci.yml', 'Makefile', 'docs/index.md'],
  TypeScript: ['package.json', 'package-lock.json', 'tsconfig.json', 'src/index.ts', 'docs/index.md'],
  Shell: ['scripts/lib.sh', 'scripts/backup.sh', '.shellcheckrc'],
  Jinja: ['ansible.cfg', 'site.yml', 'inventory/hosts.yml', 'roles/coolify/templates/env.j2'],
  Dockerfile: ['Dockerfile', 'compose.yml', 'entrypoint.sh', '.dockerignore'],
};

/** A repository without checks may still have a workflow; two have none at all. */
const WORKFLOWS: Record<string, readonly string[]> = {
  'ansible-coolify': [],
  'docker-server-blockchain': [],
  'docker-server-php': ['publish.yml'],
  core: ['ci.yml', 'release.yml'],
};

/** Lays the files out, and says what is wrong with the owners. */
export function seedFiles(repo: Repo, row: InventoryRow): void {
  const { name } = repo;
  const workflows = WORKFLOWS[name] ?? ['ci.yml'];
  const gone = new Set((AUDITS[name] ?? []).flatMap((audit) => audit.gone ?? []));
  const all = [
    ...EVERYWHERE,
    ...(KINDS[row.language] ?? []),
    ...workflows.map((file) => `.github/workflows/${file}`),
    ...(UNOWNED.includes(name) ? [] : ['.github/CODEOWNERS']),
    ...titlesOf(name).flatMap((title) => pathsFor(title, row.language)),
    ...(AUDITS[name] ?? []).flatMap(({ body }) => namedPaths(body)),
  ];
  repo.files = new Set(all.filter((path) => !gone.has(path)).sort());
  repo.codeownersErrors = [BROKEN_OWNERS[name] ?? []].flat();
}

function titlesOf(name: string): readonly string[] {
  if (name !== 'core') return (TITLES[name] ?? []).filter((title) => /^\w+\(/.test(title));
  const children = EPICS.flatMap(({ phases }) => phases.flatMap((phase) => phase.children));
  return [...children, ...LOOSE_ISSUES].map(({ title }) => title).filter((title) => /^\w+\(/.test(title));
}

const FILE = String.raw`(?:[\w@.-]+\/)*(?:[\w@.-]*\.[a-z]{1,10}|Dockerfile|Makefile)`;
const WITH_LINE = new RegExp(String.raw`(?<![\w./:@-])(${FILE}):\d+`, 'g');
const QUOTED = new RegExp(`\`(${FILE})\``, 'g');

/** The files that a report names: with a line, or in code with a folder before them. */
export function namedPaths(body: string): string[] {
  const located = [...body.matchAll(WITH_LINE)].map(([, path = '']) => path);
  const quoted = [...body.matchAll(QUOTED)].map(([, path = '']) => path);
  const all = [...located, ...quoted.filter((path) => path.includes('/'))];
  return all.filter((path) => !/(?:^|\/)\.\.?\//.test(path));
}
