import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../src/paths.js';
import { readTeam } from '../src/team.js';

it('ships a team file that loads as it stands', () => {
  const faults: string[] = [];
  const team = readTeam(join(projectRoot, 'team.example.yml'), faults);
  expect(faults).toEqual([]);
  expect(team?.members.map(({ login, approver }) => [login, approver])).toEqual([
    ['Snider', true],
    ['bodane', true],
  ]);
});
