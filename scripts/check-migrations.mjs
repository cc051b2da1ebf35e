/**
 * Fails when db/migrations lags db/schema.ts, or holds migrations that would be skipped. Works on a copy: the
 * project's own files stay as they are. Needs no database and no network.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const migrations = join(root, 'db', 'migrations');
const scratch = mkdtempSync(join(tmpdir(), 'epic-migrations-'));

try {
  const faults = [...outOfOrder(), ...lag()];
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** drizzle runs only what is newer than the last migration it ran: an older date is skipped without a word. */
function outOfOrder() {
  const { entries } = JSON.parse(readFileSync(join(migrations, 'meta', '_journal.json'), 'utf8'));
  return entries
    .filter((entry, index) => index > 0 && entry.when <= entries[index - 1].when)
    .map(
      ({ tag }) =>
        `db/migrations/${tag}.sql is dated before its predecessor and would be skipped: generate it anew.`,
    );
}

/** What drizzle-kit would add to the migrations now. */
function lag() {
  const copy = join(scratch, 'migrations');
  cpSync(migrations, copy, { recursive: true });
  const before = new Set(readdirSync(copy));
  const generated = generate(copy);
  const added = readdirSync(copy).filter((name) => !before.has(name));
  if (added.length > 0) {
    const sql = added.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
    return [
      `db/migrations lags db/schema.ts. Missing:\n\n${sql}\n\nRun "npm run db:generate" and commit what it adds.`,
    ];
  }
  // Without a change it says so; anything else (a question about a rename, a broken schema) is a fault as well.
  if (generated.status === 0 && generated.output.includes('No schema changes')) return [];
  return [
    `drizzle-kit could not compare db/migrations with db/schema.ts. Run "npm run db:generate": it may have a question. It said:\n\n${generated.output}`,
  ];
}

function generate(out) {
  const drizzleKit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
  const options = ['--dialect', 'postgresql', '--schema', './db/schema.ts'];
  // It takes a path for a relative one, always.
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [drizzleKit, 'generate', ...options, '--out', relative(root, out)],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 },
  );
  return { status, output: [stdout, stderr, error?.message].filter(Boolean).join('\n') };
}
