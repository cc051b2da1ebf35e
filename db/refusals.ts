import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Codes of sockets, of the driver and of PostgreSQL when nobody can be reached or nobody is let in. */
const WHY: Record<string, string> = {
  ECONNREFUSED: 'no PostgreSQL answers there. Is it running, and is that its port?',
  ENOTFOUND: 'there is no host of that name.',
  EAI_AGAIN: 'the name of the host cannot be looked up now.',
  ETIMEDOUT: 'nobody answers there. Does a firewall stand between?',
  CONNECT_TIMEOUT: 'nobody answers there. Does a firewall stand between?',
  EHOSTUNREACH: 'there is no way to that host.',
  '28P01': 'the password, or the user, is wrong.',
  '28000': 'that user is not let in.',
  '3D000': 'there is no database of that name: create it first.',
  '42501': 'that user may not create tables.',
};

/** Why a PostgreSQL cannot be used, in words and without the password; any other error stays what it is. */
export function unreachable(error: unknown, url: string): unknown {
  const why = WHY[codeOf(error) ?? ''];
  if (!why) return error;
  const { hostname, port, pathname, username } = new URL(url);
  const where = `${username && `${username}@`}${hostname || 'localhost'}:${port || 5432}${pathname}`;
  return new Error(
    `DATABASE_URL (${where}): ${why} Nothing was changed or lost; mend that and start again.`,
    { cause: error },
  );
}

function codeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    // A name with several addresses fails with a bundle, one error an address.
    if (cause instanceof AggregateError) return codeOf(cause.errors[0]);
  }
  return undefined;
}

/** Makes the folder of the embedded database, or says in words why it cannot be one. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST' || code === 'ENOTDIR'
        ? 'it, or a part of its path, is a file and no folder'
        : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
          ? 'this user may not write there'
          : message;
    throw new Error(
      `EPIC_DATA_DIR: ${resolve(folder)} cannot be made: ${why}. Set it to a folder on a local disk that this user ` +
        'may write to, or set DATABASE_URL to use PostgreSQL.',
      { cause: error },
    );
  }
}
