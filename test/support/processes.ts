import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../src/paths.js';

export interface Running {
  child: ChildProcess;
  /** A line of its input. */
  say(line: string): void;
  /** Everything it has printed so far. */
  printed(): string;
  /** Waits until what it printed matches; fails when it ends first. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Its exit code, or null when a signal ended it. */
  ended(): Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a compiled program of the project with exactly these variables beside PATH. */
export function run(program: string, args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', program), ...args], {
    cwd: projectRoot,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  const more = (chunk: Buffer) => {
    text += chunk.toString();
    child.emit('printed');
  };
  child.stdout.on('data', more);
  child.stderr.on('data', more);
  // A killed process does not read on, which whoever killed it knows.
  child.stdin.on('error', () => {});
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    say: (line) => void child.stdin.write(`${line}\n`),
    printed: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = text.match(pattern);
          if (match) {
            child.off('printed', look);
            resolve(match);
          }
          return match;
        };
        if (look()) return;
        child.on('printed', look);
        void exit.then(
          (code) =>
            look() ?? reject(new Error(`It ended with ${code} and never printed ${pattern}:\n${text}`)),
        );
      }),
    ended: () => exit,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
