/** How often things go otherwise than they should: each a share from 0 to 1, read anew whenever it counts. */
export interface Behaviour {
  /** Pull requests on which reviewers remark something. At 0 nobody reviews at all. */
  reviewed: number;
  /** Head commits whose checks fail. */
  red: number;
  /** Fixes that fix nothing, whatever they claim. */
  hollow: number;
  /** Requests that the agent never answers. */
  deaf: number;
  /** Tasks of which nothing comes, though they were seen. */
  lost: number;
  /** Tasks that are not even seen. */
  unseen: number;
  /** Pull requests into the default branch instead of the one that was named. */
  astray: number;
  /** Pull requests that name their issue in their branch alone. */
  unlinked: number;
  /** Pull requests that are drafts at first, and ready within the hour or two. */
  draft: number;
  /** Tasks of which two pull requests come. */
  twice: number;
  /** Tasks beyond the agent's limits that are dropped without a word. */
  mute: number;
  people: PeopleBehaviour;
}

/**
 * What people do between 7 and 20 o'clock (UTC), each the chance of its happening in any one hour, over the whole
 * world; except `unlabel`, which is a share.
 */
export interface PeopleBehaviour {
  /** Closes a child of an epic by hand. */
  closeChild: number;
  /** Opens a closed child of an open epic again. */
  reopenChild: number;
  /** Force-pushes an agent's pull request. */
  forcePush: number;
  /** Closes an agent's pull request unmerged. */
  closePull: number;
  /** Leads an agent's pull request into the default branch. */
  retarget: number;
  /** Writes a line into the midst of an epic's checklist, or unticks a box. */
  editEpic: number;
  /** Tries to tell the bot what to do, in a comment. */
  instruct: number;
  /** Names another child in a comment on a pull request. */
  mention: number;
  /** Switches auto-merge off. */
  disarm: number;
  /** Does a child herself, and merges her own pull request by hand. */
  takeOver: number;
  /** A stranger's pull request from a fork says that it fixes a child. */
  fork: number;
  /** The share of the labels `needs-intervention` that somebody takes off after some hours. */
  unlabel: number;
}

/** Nobody interferes. */
const absent: PeopleBehaviour = {
  closeChild: 0,
  reopenChild: 0,
  forcePush: 0,
  closePull: 0,
  retarget: 0,
  editEpic: 0,
  instruct: 0,
  mention: 0,
  disarm: 0,
  takeOver: 0,
  fork: 0,
  unlabel: 0,
};

/** A deed or two on a working day, most of them words. */
const occasional: PeopleBehaviour = {
  closeChild: 0.005,
  reopenChild: 0.005,
  forcePush: 0.005,
  closePull: 0.005,
  retarget: 0.003,
  editEpic: 0.01,
  instruct: 0.02,
  mention: 0.02,
  disarm: 0.005,
  takeOver: 0.005,
  fork: 0.005,
  unlabel: 0.3,
};

/** Everybody meddles, several times a day. */
const meddling: PeopleBehaviour = {
  closeChild: 0.02,
  reopenChild: 0.02,
  forcePush: 0.05,
  closePull: 0.03,
  retarget: 0.03,
  editEpic: 0.05,
  instruct: 0.1,
  mention: 0.1,
  disarm: 0.05,
  takeOver: 0.04,
  fork: 0.03,
  unlabel: 0.6,
};

/** Everything goes well. */
export const quiet: Behaviour = {
  reviewed: 0,
  red: 0,
  hollow: 0,
  deaf: 0,
  lost: 0,
  unseen: 0,
  astray: 0,
  unlinked: 0,
  draft: 0,
  twice: 0,
  mute: 0,
  people: absent,
};

/** As agents and people are on an ordinary day. */
export const usual: Behaviour = {
  reviewed: 0.4,
  red: 0.15,
  hollow: 0.1,
  deaf: 0.03,
  lost: 0.02,
  unseen: 0.01,
  astray: 0.01,
  unlinked: 0.05,
  draft: 0.03,
  twice: 0.01,
  mute: 0.05,
  people: occasional,
};

/** As they are in a nightmare. */
export const wild: Behaviour = {
  reviewed: 0.6,
  red: 0.35,
  hollow: 0.3,
  deaf: 0.15,
  lost: 0.1,
  unseen: 0.05,
  astray: 0.05,
  unlinked: 0.2,
  draft: 0.15,
  twice: 0.08,
  mute: 0.5,
  people: meddling,
};
