import type { Prerequisite } from '../domain/prerequisites.js';
import type { RepoRow } from '../store/repos.js';
import type { Context } from './context.js';

export async function checkRepo(_: Context, __: RepoRow): Promise<Prerequisite[]> {
  return [];
}
