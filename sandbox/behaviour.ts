/** How often things go otherwise than they should, each a share from 0 to 1. */
export interface Behaviour {
  /** Pull requests on which reviewers remark something. */
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
}

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
};

/** As agents are on an ordinary day. */
export const usual: Behaviour = {
  reviewed: 0.4,
  red: 0.15,
  hollow: 0.1,
  deaf: 0.03,
  lost: 0.02,
  unseen: 0.01,
  astray: 0.01,
  unlinked: 0.05,
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
};
