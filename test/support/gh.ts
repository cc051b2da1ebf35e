import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Ran {
  /** What it printed, without the last line's end. */
  out: string;
  err: string;
  code: number | null;
}

export interface Place {
  /** Where the sandbox's GitHub listens. */
  githubUrl: string;
  /** An empty one, in place of the home of whoever runs this. */
  folder: string;
}

/** The variables with which the real `gh` takes this world for GitHub: it asks `github.localhost`, by way of a proxy. */
function ghEnv({ githubUrl, folder }: Place): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    http_proxy: githubUrl,
    GH_HOST: 'github.localhost',
    GH_TOKEN: 'ghp_sandbox_Snider',
    GH_CONFIG_DIR: folder,
    GH_PROMPT_DISABLED: '1',
    GH_NO_UPDATE_NOTIFIER: '1',
  };
}

/** Throws, with the words how to get it, when there is no `gh` on the PATH. */
export function requireGh(): void {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  if (folders.some((folder) => isProgram(join(folder, 'gh')))) return;
  throw new Error(
    'GitHub’s command line `gh` is not on the PATH. Install it: `apt-get install -y gh`, or see https://cli.github.com.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a script in bash with the real `gh` turned to this sandbox, as Snider. */
export function runWithGh(script: string, place: Place): Promise<Ran> {
  const child = spawn('bash', ['-c', script], {
    cwd: place.folder,
    env: ghEnv(place),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ out: text(out), err: text(err), code }));
  });
}

function text(chunks: Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8').trimEnd();
}
