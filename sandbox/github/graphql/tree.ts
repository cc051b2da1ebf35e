import type { Repo } from '../model.js';
import { codeownersBody } from '../rest/trees.js';
import { codeownersOf, commitOf, fileOf, resolveExpression, treeOf } from '../tree.js';
import type { Fields } from './fields.js';
import { commitFields } from './repository.js';

/* Files and folders as GraphQL shows them; the world keeps no contents, so no text can be asked for. */

/** `Repository.object(expression: "HEAD:.github")`: a commit, a folder, a file, or nothing. */
export function objectFields(repo: Repo, expression: string): Fields | null {
  const found = resolveExpression(repo, expression);
  if (!found) return null;
  const { commit, path } = found;
  if (path === undefined) return commitFields(commit);
  const folder = treeOf(repo, commit, path);
  if (folder)
    return {
      __typename: 'Tree',
      id: `TREE_${folder.oid}`,
      oid: folder.oid,
      entries: entriesOf(folder, path),
    };
  const file = fileOf(repo, commit, path);
  return file ? { __typename: 'Blob', id: `B_${file.oid}`, oid: file.oid, byteSize: file.size } : null;
}

/** What is right inside a folder. */
function entriesOf(
  { entries }: { entries: { path: string; type: string; oid: string }[] },
  folder: string,
): Fields[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  return entries
    .filter(({ path }) => !path.slice(prefix.length).includes('/'))
    .map(({ path, type, oid }) => ({
      __typename: 'TreeEntry',
      name: path.slice(prefix.length),
      path,
      type,
      oid,
    }));
}

/** Null where the branch has no CODEOWNERS. */
export function codeownersFields(repo: Repo, ref: string): Fields | null {
  const commit = commitOf(repo, ref);
  const path = commit && codeownersOf(repo, commit);
  if (!path) return null;
  const { errors } = codeownersBody(repo, path);
  return {
    __typename: 'RepositoryCodeowners',
    errors: errors.map((error) => ({ __typename: 'RepositoryCodeownersError', ...error })),
  };
}
