/** What stands in the way of an agent's work in a repository. */
export interface Lack {
  /** Without it nothing can be done; otherwise it only makes the work worse. */
  isMissing: boolean;
  /** What is so, and what to do about it, in words. */
  words: string;
}

export interface Conditions {
  archived: boolean;
  issuesEnabled: boolean;
  /** The bot's own token may write. */
  mayWrite: boolean;
  autoMergeAllowed: boolean;
  hasLabel: boolean;
  hasChecks: boolean;
  /** Lines of CODEOWNERS that GitHub does not understand; null when there is no such file. */
  brokenOwners: readonly number[] | null;
  /** The label that starts the agent. */
  label: string;
  /** Members whose accounts are connected to the repository, with whether each may write to it. */
  payers: readonly { login: string; mayWrite: boolean }[];
}

/** What a repository lacks, what is worst first. Source: the prerequisites of the flow, and what a dispatch writes. */
export function lacksOf(now: Conditions): Lack[] {
  const missing = [
    now.archived && 'It is archived: nothing can be written there. Settings → Danger zone → Unarchive.',
    !now.issuesEnabled && 'Issues are switched off. Settings → Features → Issues.',
    !now.mayWrite &&
      'The bot’s token may not write, so it can make no issue, comment or branch. Give it write access (docs/setup.md).',
    ...now.payers.map(
      ({ login, mayWrite }) =>
        !mayWrite &&
        `${login}, whose account would pay, may not write, so the label cannot be added. Settings → Collaborators.`,
    ),
  ];
  const worse = [
    now.payers.length === 0 &&
      'No account is connected, so nothing can be dispatched. Put the repository into a member’s `repos` in the team file.',
    !now.hasLabel &&
      `The label “${now.label}” does not exist. It is made with the first dispatch; the agent may have to be connected to the repository first.`,
    !now.hasChecks &&
      'It has no checks: pull requests are merged on reviews alone. A workflow in .github/workflows helps the agent, too.',
    now.brokenOwners === null &&
      'It has no CODEOWNERS, so nobody is asked for a review by itself. Put one into .github/CODEOWNERS.',
    now.brokenOwners !== null &&
      now.brokenOwners.length > 0 &&
      `CODEOWNERS names somebody whom GitHub does not know, in line ${now.brokenOwners.join(', ')}.`,
    !now.autoMergeAllowed &&
      'Auto-merge is off, so the bot merges by itself when all is green. Settings → General → Allow auto-merge.',
  ];
  const lacks = (list: readonly (string | false)[], isMissing: boolean) =>
    list.flatMap((words) => (words ? [{ isMissing, words }] : []));
  return [...lacks(missing, true), ...lacks(worse, false)];
}
