import { createHash, randomBytes } from 'node:crypto';
import { access, lstat, mkdir, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { linesOf } from './lines.js';

/**
 * One process at a time in a folder, by Unix sockets: a socket answers exactly as long as its process lives, so
 * neither a crash nor `kill -9` leaves a lock behind.
 *
 * Who wants the folder first announces itself with a socket of its own (a name that is never used again) and only
 * then looks at the others: who announced earlier is therefore always seen. Of two that start together the lower
 * name goes on; it waits until the higher one has withdrawn or, having looked before, holds the folder.
 */
export interface FolderLock {
  release(): Promise<void>;
}

/** Answers one line with one line (no line break inside). A rejection only closes the connection unanswered. */
export type Answer = (line: string) => Promise<string>;

const LOCK = 'lock';
/** Linux allows 107 bytes, macOS 103. */
const LONGEST_PATH = 103;
const LONGEST_NAME = '4194304-0123456789abcdef.sock'.length;
/** How long to wait for somebody who accepts connections but says nothing; it counts as alive after that. */
const PATIENCE_MS = 10_000;
const GREETING = 'holding';

/**
 * Locks `dir` (made when missing) for this process and answers `askHolder` of other processes from then on.
 * @throws an Error for people to read, when another process has the folder or when it cannot be locked.
 */
export async function lockFolder(dir: string, onRequest: Answer): Promise<FolderLock> {
  const outcome = await take(dir, onRequest).catch((error) => {
    throw cannotLock(dir, error);
  });
  if ('rival' in outcome) throw inUse(dir, outcome.rival);
  return outcome;
}

async function take(dir: string, onRequest: Answer): Promise<FolderLock | { rival: string }> {
  await mkdir(dir, { recursive: true });
  const sockets = await makeSocketFolder(dir);
  for (;;) {
    const own = await announce(sockets, onRequest);
    let held = false;
    try {
      const rival = await liveRival(sockets, own.name);
      if (rival) return { rival };
      // Missing, when somebody knocked between our bind and our listen and took it for a dead one: once more, then.
      held = await exists(join(sockets, own.name));
      if (held) {
        own.hold();
        return { release: own.release };
      }
    } finally {
      if (!held) await own.release();
    }
  }
}

/**
 * Puts `line` to the process that holds `dir` and resolves with its answer; with undefined when nobody holds it.
 * @throws when the holder goes away before its answer is complete.
 */
export async function askHolder(dir: string, line: string): Promise<string | undefined> {
  if (line.includes('\n')) throw new Error('A request is one line: it must not contain a line break.');
  const sockets = await realpath(join(dir, LOCK)).catch(unlessMissing);
  if (!sockets) return undefined;
  for (const name of await socketNames(sockets)) {
    const socket = await knock(join(sockets, name));
    if (!socket) continue;
    try {
      const lines = linesOf(socket);
      if ((await lines.next()).value !== GREETING) continue;
      socket.write(`${line}\n`);
      const answer = await lines.next();
      if (!answer.done) return answer.value;
      throw new Error(
        `The process that uses ${resolve(dir)} went away or failed before it had answered. See its log, then try again.`,
      );
    } finally {
      socket.destroy();
    }
  }
  return undefined;
}

interface Announcement {
  name: string;
  hold(): void;
  release(): Promise<void>;
}

/** Connections that come before `hold` wait: its greeting, or the end of the connection, tells them the outcome. */
async function announce(sockets: string, onRequest: Answer): Promise<Announcement> {
  const name = `${process.pid}-${randomBytes(8).toString('hex')}.sock`;
  const waiting = new Set<Socket>();
  let holding = false;
  const server = createServer((socket) => {
    socket.on('error', () => {}); // The other side went away: its affair.
    waiting.add(socket);
    socket.on('close', () => waiting.delete(socket));
    if (holding) void serve(socket, onRequest);
  });
  await listen(server, join(sockets, name));
  return {
    name,
    hold: () => {
      holding = true;
      for (const socket of waiting) void serve(socket, onRequest);
    },
    release: () => {
      const closed = new Promise<void>((done) => server.close(() => done())); // Removes the socket file, too.
      for (const socket of waiting) socket.destroy();
      return closed;
    },
  };
}

async function serve(socket: Socket, onRequest: Answer): Promise<void> {
  try {
    socket.write(`${GREETING}\n`);
    const request = await linesOf(socket).next();
    if (!request.done) socket.end(`${await onRequest(request.value)}\n`);
  } catch {
    socket.destroy();
  }
}

/** The name of another socket behind which a process holds, or is about to hold, the folder. Removes dead ones. */
async function liveRival(sockets: string, own: string): Promise<string | undefined> {
  for (const name of await socketNames(sockets)) {
    if (name === own) continue;
    const path = join(sockets, name);
    const socket = await knock(path);
    const alive = socket !== undefined && (name < own || (await comesToHold(socket)));
    socket?.destroy();
    if (alive) return name;
    await rm(path, { force: true });
  }
  return undefined;
}

function comesToHold(socket: Socket): Promise<boolean> {
  return new Promise((decided) => {
    socket.once('data', () => decided(true));
    socket.once('close', () => decided(false));
    socket.setTimeout(PATIENCE_MS, () => decided(true));
  });
}

/** A connection to the process behind a socket file; undefined when there is none. */
function knock(path: string): Promise<Socket | undefined> {
  return new Promise((connected, failed) => {
    const socket = connect(path, () => connected(socket));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') connected(undefined);
      else failed(error);
    });
  });
}

async function socketNames(sockets: string): Promise<string[]> {
  return (await readdir(sockets)).filter((name) => name.endsWith('.sock')).sort();
}

/**
 * `lock` inside the folder; where that makes too long a path for a socket, a link of that name to a short folder
 * among the temporary ones. The link, not TMPDIR, is what all processes go by.
 */
async function makeSocketFolder(dir: string): Promise<string> {
  const inside = join(await realpath(dir), LOCK);
  if (Buffer.byteLength(inside) + 1 + LONGEST_NAME <= LONGEST_PATH) {
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return inside;
  }
  const short = join(tmpdir(), `epic-${createHash('sha256').update(inside).digest('hex').slice(0, 16)}`);
  await symlink(short, inside).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const agreed = await readlink(inside);
  await mkdir(agreed, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(agreed);
  const ours = uid === process.getuid?.() && (mode & 0o077) === 0;
  if (!ours) throw new Error(`${agreed}, where its lock should be, is open to other users`);
  return agreed;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(path, listening);
  });
}

async function exists(path: string): Promise<boolean> {
  return (await access(path).catch(unlessMissing)) !== null;
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function inUse(dir: string, socketName: string): Error {
  return new Error(
    `The data folder ${resolve(dir)} is in use by another process (${socketName.split('-')[0]}). ` +
      'Nothing was changed or lost. Stop that process first, or give this one a folder of its own with ' +
      'EPIC_DATA_DIR, or set DATABASE_URL: several processes can share a PostgreSQL database.',
  );
}

function cannotLock(dir: string, cause: Error): Error {
  return new Error(
    `The data folder ${resolve(dir)} cannot be locked: ${cause.message}. Nothing was changed or lost. ` +
      'Set EPIC_DATA_DIR to a folder on a local disk that this user may write to, or set DATABASE_URL to use PostgreSQL.',
    { cause },
  );
}
