import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../src/paths.js';
import { type SourceFile, violations } from './support/structure.js';

describe('the structure of the project', () => {
  it('keeps the arrows between its layers and the length of its files', () => {
    const files = ['src', 'jobs', 'db', 'sandbox'].flatMap(sourcesUnder);
    expect(files.length).toBeGreaterThan(50);
    expect(violations(files)).toEqual([]);
  });

  it('explains every dependency', () => {
    const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const explained = read('docs/decisions/0002-dependencies.md');
    const silent = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !explained.includes(`\`${name}\``),
    );
    expect(silent).toEqual([]);
  });
});

/** Each must be found, or the test above proves nothing. */
const broken: [rule: string, path: string, text: string][] = [
  ['domain knows nothing outside itself', 'src/domain/a.ts', "import { b } from '../store/b.js';"],
  ['domain does not even know ports', 'src/domain/a.ts', "import type { Clock } from '../ports.js';"],
  ['domain uses no module of Node', 'src/domain/a.ts', "import { readFile } from 'node:fs/promises';"],
  ['domain uses few packages', 'src/domain/a.ts', "import { z } from 'zod';"],
  ['domain re-exports nothing from outside', 'src/domain/a.ts', "export * from '../flows/b.js';"],
  ['domain imports nothing for its effects', 'src/domain/a.ts', "import 'pino';"],
  ['domain imports nothing later', 'src/domain/a.ts', "const b = await import('../flows/b.js');"],
  ['domain imports nothing computed', 'src/domain/a.ts', 'const b = await import(name);'],
  ['domain does not read the clock', 'src/domain/a.ts', 'const now = new Date();'],
  ['domain throws no dice', 'src/domain/a.ts', 'const chance = Math.random();'],
  ['domain reads no environment', 'src/domain/a.ts', 'const zone = process.env.TZ;'],
  ['domain calls nobody', 'src/domain/a.ts', "const page = await fetch('http://localhost');"],
  ['an import over several lines counts', 'src/domain/a.ts', "import {\n  a,\n  b,\n} from '../ports.js';"],
  ['flows do not know Slack', 'src/flows/a.ts', "import { b } from '../slack/views/b.js';"],
  ['flows do not know GitHub', 'src/flows/a.ts', "import { b } from '../github/b.js';"],
  ['flows do not read the clock', 'src/flows/a.ts', 'const now = Date.now();'],
  ['the store does not know flows', 'src/store/a.ts', "import { b } from '../flows/b.js';"],
  ['Slack goes through flows, not to the store', 'src/slack/a.ts', "import { b } from '../store/b.js';"],
  ['Slack does not know GitHub', 'src/slack/a.ts', "import { b } from '../github/b.js';"],
  ['GitHub does not know flows', 'src/github/a.ts', "import { b } from '../flows/b.js';"],
  ['webhooks go through flows, not to the store', 'src/webhooks.ts', "import { b } from './store/b.js';"],
  ['webhooks ask GitHub nothing themselves', 'src/webhooks.ts', "import { b } from './github/b.js';"],
  ['webhooks tell Slack nothing themselves', 'src/webhooks.ts', "import { b } from './slack/b.js';"],
  ['only the composition knows the composition', 'src/slack/a.ts', "import { b } from '../main.js';"],
  ["Slack's packages stay with Slack", 'src/flows/a.ts', "import type { App } from '@slack/bolt';"],
  ["GitHub's packages stay with GitHub", 'src/slack/a.ts', "import { Octokit } from '@octokit/rest';"],
  ['database drivers stay with the database', 'src/store/a.ts', "import postgres from 'postgres';"],
  ['jobs only know Node', 'jobs/a.ts', "import { b } from '../src/flows/b.js';"],
  ['jobs use no package', 'jobs/a.ts', "import { pino } from 'pino';"],
  ['src never imports the sandbox', 'src/flows/a.ts', "import { b } from '../../sandbox/b.js';"],
  ['src does not load the sandbox later', 'src/slack/a.ts', "await import('../../sandbox/b.js');"],
  ['main.ts loads the sandbox only when asked', 'src/main.ts', "import { b } from '../sandbox/b.js';"],
  ['the sandbox knows ports alone', 'sandbox/a.ts', "import { b } from '../src/domain/b.js';"],
  ['no layer imports tests', 'src/main.ts', "import { b } from '../test/support/b.js';"],
  ['each file belongs somewhere', 'lib/a.ts', ''],
  ['no file grows past 300 lines', 'src/slack/a.ts', 'a();\n'.repeat(301)],
];

const fine: [what: string, path: string, text: string][] = [
  [
    'domain within itself',
    'src/domain/a.ts',
    "import { b } from './b.js';\nimport { DateTime } from 'luxon';",
  ],
  ['domain with a time that it was given', 'src/domain/a.ts', 'const later = new Date(now.getTime() + 1);'],
  ['a comment about the clock', 'src/domain/a.ts', '/** Never Date.now(). */\n// nor new Date()\n'],
  ['a commented import', 'src/domain/a.ts', "// import { b } from '../store/b.js';"],
  [
    'flows with store, ports and domain',
    'src/flows/a.ts',
    "import { b } from '../store/b.js';\nimport '../ports.js';",
  ],
  ['main.ts with everything', 'src/main.ts', "import { b } from './slack/b.js';\nimport '../db/client.js';"],
  ['main.ts that loads the sandbox', 'src/main.ts', "const s = await import('../sandbox/b.js');"],
  ['the sandbox with ports', 'sandbox/a/b.ts', "import type { Clock } from '../../src/ports.js';"],
  ['a job', 'jobs/morning.ts', "import { parentPort } from 'node:worker_threads';"],
  ['long texts of the sandbox', 'sandbox/github/seed/a.ts', 'a();\n'.repeat(900)],
  ['300 lines', 'src/slack/a.ts', 'a();\n'.repeat(300)],
];

describe('the check itself', () => {
  it.each(broken)('finds a breach of: %s', (_, path, text) => {
    expect(violations([{ path, text }])).toHaveLength(1);
  });

  it.each(fine)('has nothing against %s', (_, path, text) => {
    expect(violations([{ path, text }])).toEqual([]);
  });
});

function sourcesUnder(folder: string): SourceFile[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      path: `${folder}/${name.split(sep).join('/')}`,
      text: readFileSync(join(projectRoot, folder, name), 'utf8'),
    }));
}
