import { headName } from '../github/seed/chronicle.js';
import type { Profile } from './life.js';

/** A seat of the largest plan. */
export const JULES: Profile = {
  login: 'google-labs-jules[bot]',
  label: 'jules',
  branches: 'jules/',
  branchFor: headName,
  eyes: true,
  salt: 0x6a756c65,
  aDay: 300,
  atOnce: 60,
};

/** Runs on the team's own runners, so nobody but the team file sets it a limit. */
export const CLAUDE: Profile = {
  login: 'claude[bot]',
  label: 'claude',
  branches: 'claude/',
  branchFor: ({ number }) => `claude/issue-${number}`,
  eyes: false,
  salt: 0x636c6175,
  aDay: Number.POSITIVE_INFINITY,
  atOnce: Number.POSITIVE_INFINITY,
};
