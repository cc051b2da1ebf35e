import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askHolder, type FolderLock, lockFolder } from '../../db/lock.js';
import { projectRoot } from '../../src/paths.js';

const echo = async (line: string) => `you said ${line}`;

let scratch: string;
let program: string;
const held: FolderLock[] = [];
const contenders: Contender[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'epic-lock-'));
  program = await compileContender(join(scratch, 'compiled'));
});

afterEach(async () => {
  for (const contender of contenders.splice(0)) await contender.kill();
  for (const lock of held.splice(0)) await lock.release();
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the lock of a data folder', () => {
  it('makes the folder and its parents', async () => {
    const dir = join(await aFolder(), 'not', 'yet', 'there');
    await lock(dir);
    expect((await stat(dir)).isDirectory()).toBe(true);
  });

  it('refuses a second process, naming the folder and what to do, and lets it in after the release', async () => {
    const dir = await aFolder();
    const [first, second] = await startContenders(2);
    expect(await first?.say(`lock ${dir}`)).toBe('holding');
    const refusal = await second?.say(`lock ${dir}`);
    for (const word of [
      dir,
      'Nothing was changed or lost',
      'EPIC_DATA_DIR',
      'DATABASE_URL',
      `${first?.pid}`,
    ]) {
      expect(refusal).toContain(word);
    }
    expect(await first?.say('release')).toBe('released');
    expect(await second?.say(`lock ${dir}`)).toBe('holding');
  });

  it('refuses a second lock within one process, too', async () => {
    const dir = await aFolder();
    await lock(dir);
    await expect(lockFolder(dir, echo)).rejects.toThrow('is in use');
  });

  it('leaves nothing behind that stops the next process after kill -9', async () => {
    const dir = await aFolder();
    const [victim] = await startContenders(1);
    expect(await victim?.say(`lock ${dir}`)).toBe('holding');
    await victim?.kill();
    expect(await readdir(join(dir, 'lock'))).toHaveLength(1);
    await lock(dir);
    expect(await readdir(join(dir, 'lock'))).toEqual([expect.stringMatching(new RegExp(`^${process.pid}-`))]);
  });

  it('has exactly one winner when many processes race for the lock of a dead one, round after round', async () => {
    const dir = await aFolder();
    let racers = await startContenders(6);
    for (let round = 0; round < 12; round++) {
      const answers = await Promise.all(racers.map((racer) => racer.say(`lock ${dir}`)));
      const winners = racers.filter((_, index) => answers[index] === 'holding');
      expect(winners, `round ${round}: ${answers.join(' | ')}`).toHaveLength(1);
      await winners[0]?.kill();
      racers = [...racers.filter((racer) => racer !== winners[0]), ...(await startContenders(1))];
    }
  });

  it('says what to do when the folder cannot hold a lock', async () => {
    const dir = await aFolder();
    await writeFile(join(dir, 'lock'), 'a file where the sockets should be');
    await expect(lockFolder(dir, echo)).rejects.toThrow(/cannot be locked.*EPIC_DATA_DIR/);
  });
});

describe('a folder whose path is too long for a socket', () => {
  it('is locked all the same, for processes with another TMPDIR as well', async () => {
    const dir = join(await aFolder(), 'a-long-name-'.repeat(12));
    await lock(dir);
    const elsewhere = await aFolder();
    const [other] = await startContenders(1, { TMPDIR: elsewhere });
    expect(await other?.say(`lock ${dir}`)).toContain('is in use');
    expect(await askHolder(dir, 'hello')).toBe('you said hello');
    await removeShortFolder(dir);
  });

  it('keeps its sockets where no other user can reach them', async () => {
    const dir = join(await aFolder(), 'a-long-name-'.repeat(12));
    await lock(dir);
    expect((await stat(await readlink(join(dir, 'lock')))).mode & 0o777).toBe(0o700);
    await removeShortFolder(dir);
  });
});

describe('asking the holder', () => {
  it('brings the answer of another process', async () => {
    const dir = await aFolder();
    const [holder] = await startContenders(1);
    await holder?.say(`lock ${dir}`);
    expect(await askHolder(dir, '{"text":"status"}')).toBe(`${holder?.pid} heard {"text":"status"}`);
  });

  it('carries large answers and several questions at once', async () => {
    const dir = await aFolder();
    await lock(dir, async (line) => line.repeat(200_000));
    const answers = await Promise.all(['žluť', 'abc', 'x'].map((line) => askHolder(dir, line)));
    expect(answers).toEqual(['žluť', 'abc', 'x'].map((line) => line.repeat(200_000)));
  });

  it('is undefined when nobody holds the folder: never made, released, or its holder killed', async () => {
    const dir = await aFolder();
    expect(await askHolder(join(dir, 'nowhere'), 'hello')).toBeUndefined();
    await (await lockFolder(dir, echo)).release();
    expect(await askHolder(dir, 'hello')).toBeUndefined();
    const [victim] = await startContenders(1);
    await victim?.say(`lock ${dir}`);
    await victim?.kill();
    expect(await askHolder(dir, 'hello')).toBeUndefined();
  });

  it('fails, instead of passing on half an answer, when the holder dies or fails while it answers', async () => {
    const dir = await aFolder();
    const [holder] = await startContenders(1);
    await holder?.say(`lock ${dir}`);
    await expect(askHolder(dir, 'die')).rejects.toThrow('went away or failed');
    const other = await aFolder();
    await lock(other, () => Promise.reject(new Error('broken')));
    await expect(askHolder(other, 'hello')).rejects.toThrow('went away or failed');
  });

  it('takes one line only', async () => {
    await expect(askHolder(await aFolder(), 'two\nlines')).rejects.toThrow('one line');
  });
});

async function lock(dir: string, answer = echo): Promise<void> {
  held.push(await lockFolder(dir, answer));
}

function aFolder(): Promise<string> {
  return mkdtemp(join(scratch, 'data-'));
}

/** The short folder lies outside of the scratch folder. */
async function removeShortFolder(dir: string): Promise<void> {
  const short = await readlink(join(dir, 'lock'));
  for (const lock of held.splice(0)) await lock.release();
  await rm(short, { recursive: true });
}

/** A process of its own that locks and releases on command. */
interface Contender {
  pid: number | undefined;
  say(command: string): Promise<string>;
  kill(): Promise<void>;
}

function startContenders(count: number, env: NodeJS.ProcessEnv = {}): Promise<Contender[]> {
  return Promise.all(Array.from({ length: count }, () => startContender(env)));
}

async function startContender(env: NodeJS.ProcessEnv): Promise<Contender> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const nextLine = async () => String((await once(lines, 'line'))[0]);
  const contender: Contender = {
    pid: child.pid,
    say: (command) => {
      child.stdin.write(`${command}\n`);
      return nextLine();
    },
    kill: () => killed(child),
  };
  contenders.push(contender);
  expect(await nextLine()).toBe('ready');
  return contender;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Compiles the lock by itself, so that this test needs no build and never runs a stale one. */
async function compileContender(out: string): Promise<string> {
  await mkdir(out);
  await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'node_modules/typescript/bin/tsc'), '--ignoreConfig', '--outDir', out]
      .concat(['--module', 'nodenext', '--target', 'es2023', '--strict', '--skipLibCheck', '--types', 'node'])
      .concat(join(projectRoot, 'db/lock.ts')),
    { cwd: projectRoot },
  );
  await writeFile(join(out, 'package.json'), '{"type":"module"}');
  await writeFile(join(out, 'contender.js'), CONTENDER);
  return join(out, 'contender.js');
}

const CONTENDER = `
import { createInterface } from 'node:readline';
import { lockFolder } from './lock.js';

let lock;
const answer = async (line) => {
  if (line === 'die') process.kill(process.pid, 'SIGKILL');
  return process.pid + ' heard ' + line;
};
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [command, dir] = line.split(' ');
  if (command === 'release') {
    await lock.release();
    console.log('released');
  } else {
    await lockFolder(dir, answer).then(
      (taken) => { lock = taken; console.log('holding'); },
      (error) => console.log(error.message),
    );
  }
}
`;
