import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { findBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { type Identity, unprivileged } from './unprivileged.js';

export interface TestPostgres {
  /** Of a superuser, to the database `postgres`. */
  url: string;
  /** Which PostgreSQL this is, for people. */
  from: string;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL for this test run: the one of TEST_DATABASE_URL, else a throw-away cluster made with binaries
 * found on this machine, else undefined.
 */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url, from: 'TEST_DATABASE_URL', stop: async () => {} };
  for (const binaries of await findBinaries()) {
    try {
      return await startCluster(binaries);
    } catch (error) {
      console.warn(
        `PostgreSQL from ${binaries.from} does not start, trying the next: ${(error as Error).message}`,
      );
    }
  }
  return undefined;
}

async function startCluster(binaries: PostgresBinaries): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'epic-postgres-'));
  try {
    const identity = await unprivileged();
    if (identity) await chown(folder, identity.uid, identity.gid);
    const data = join(folder, 'data');
    await promisify(execFile)(
      binaries.initdb,
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
      options(folder, identity),
    );
    const { child, port } = await startServer({ binaries, folder, data, identity });
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      from: binaries.from,
      stop: stopper(child, folder),
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Cluster {
  binaries: PostgresBinaries;
  folder: string;
  data: string;
  identity: Identity | undefined;
}

/** Somebody else may take the free port before PostgreSQL does, hence the attempts. */
async function startServer(cluster: Cluster): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = spawn(
      cluster.binaries.postgres,
      ['-D', cluster.data, '-p', `${port}`, '-h', '127.0.0.1', '-k', '', ...SETTINGS],
      { ...options(cluster.folder, cluster.identity), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const failure = await failureOf(child);
    if (!failure) return { child, port };
    if (attempt === 3) throw new Error(failure);
  }
}

/** Nothing here has to survive a crash, so nothing waits for the disk. */
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
].flatMap((setting) => ['-c', setting]);

/** Undefined as soon as the server accepts connections, or what it said when it could not start. */
function failureOf(child: ChildProcess): Promise<string | undefined> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(said.join('\n')));
    if (!child.stderr) return reject(new Error('PostgreSQL was started without its error stream.'));
    // Read to the end, or the server would block on a full pipe.
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes('ready to accept connections')) resolve(undefined);
    });
  });
}

/** Also when the test run ends without calling it, by Ctrl-C for instance. */
function stopper(child: ChildProcess, folder: string): () => Promise<void> {
  const atExit = () => {
    child.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', atExit);
  return async () => {
    process.off('exit', atExit);
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGINT'); // "Fast": ends the connections, then itself.
      await exit;
    }
    await rm(folder, { recursive: true, force: true });
  };
}

/** English messages, whatever the machine's language: `failureOf` looks for one. */
function options(cwd: string, identity: Identity | undefined) {
  return { cwd, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...identity };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.');
  return address.port;
}
