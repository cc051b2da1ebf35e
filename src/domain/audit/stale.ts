import type { Finding } from './finding.js';

/** Tells for each finding whether all files that it names are gone; one that names none cannot be stale. */
export function markStale<One extends Pick<Finding, 'locations'>>(
  findings: readonly One[],
  paths: ReadonlySet<string>,
): (One & { stale: boolean })[] {
  const byName = new Map<string, string[]>();
  const folders = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    const list = byName.get(name);
    if (list) list.push(path);
    else byName.set(name, [path]);
    while (parts.length > 0 && !folders.has(parts.join('/'))) {
      folders.add(parts.join('/'));
      parts.pop();
    }
  }
  const exists = (path: string) => {
    // A pattern or an abridged path cannot be looked up: it counts as there.
    if (/[*{}]|\.\.\.|…/.test(path)) return true;
    const bare = path.replace(/^(?:\.?\/)+/, '');
    const candidates = [...(byName.get(bare.split('/').at(-1) ?? '') ?? [])];
    return candidates.some((known) => isSamePath(bare, known)) || isFolder(bare.replace(/\/+$/, ''), folders);
  };
  return findings.map((finding) => ({
    ...finding,
    stale: finding.locations.length > 0 && !finding.locations.some(({ path }) => exists(path)),
  }));
}

/** Audits give paths from the repository, from a package, from the machine they ran on: one ends with the other. */
function isSamePath(said: string, known: string): boolean {
  if (said === known || known.endsWith(`/${said}`)) return true;
  // A file at the root, such as README.md, is not each file of its name.
  return known.includes('/') && said.endsWith(`/${known}`);
}

function isFolder(said: string, folders: ReadonlySet<string>): boolean {
  if (folders.has(said)) return true;
  for (const folder of folders) if (folder.endsWith(`/${said}`)) return true;
  return false;
}
