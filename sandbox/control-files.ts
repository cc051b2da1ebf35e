import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpProblem } from './http.js';
import type { SlackDesk } from './slack/desk.js';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** The page's own files and nothing from elsewhere; no other page may frame it. */
const pagePolicy =
  "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Whether the page may hold this path: a plain file name, in folders or not, of a known kind. */
export const isPagePath = (path: string): boolean =>
  path === '/' || (/^(\/[\w-]+)+(\.[\w-]+)*\.(css|svg|js|map)$/.test(path) && !path.includes('..'));

/** Serves the page: HTML, CSS and pictures as they are written, scripts as they are compiled. */
export async function servePage(path: string, response: ServerResponse): Promise<void> {
  const file = path === '/' ? '/index.html' : path;
  const folder = ['.js', '.map'].includes(extname(file)) ? 'dist/sandbox/page' : 'sandbox/page';
  const body = await readFile(join(projectRoot(), folder, file)).catch(() => {
    throw new HttpProblem(
      404,
      `There is no ${folder}${file}. \`npm run build\` compiles the page's scripts.`,
    );
  });
  send(response, body, {
    'content-type': types[extname(file)] ?? 'text/plain',
    'content-security-policy': pagePolicy,
  });
}

/** Serves an uploaded file, harmlessly: whatever it holds runs nothing. */
export function serveUpload({ state }: SlackDesk, id: string, response: ServerResponse): void {
  const file = state.files.get(id);
  if (!file?.data || !file.done) throw new HttpProblem(404, `There is no file ${id}.`);
  send(response, file.data, {
    'content-type': file.mimetype,
    'content-security-policy': "default-src 'none'; sandbox",
  });
}

function send(response: ServerResponse, body: Buffer, headers: Record<string, string>): void {
  response.writeHead(200, {
    'content-length': body.length,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** The folder of package.json, seen from the source and from `dist` alike. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new Error('The folder of package.json was not found.');
    folder = dirname(folder);
  }
  return folder;
}
