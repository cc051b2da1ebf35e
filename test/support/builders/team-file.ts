import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';

/** The seed's team, as little as a team file needs. */
export const SEED_TEAM = {
  owner: 'dappcore',
  members: [
    { login: 'Snider', approver: true, token_variable: 'SNIDER_GITHUB_TOKEN', repos: ['core'] },
    { login: 'bodane', approver: true, code_owner: true },
  ],
};

/** Writes a team file that is gone after the test, and answers its path. Text is written as it is. */
export function aTeamFile(content: object | string): string {
  const folder = mkdtempSync(join(tmpdir(), 'epic-team-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'team.yaml');
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
}
