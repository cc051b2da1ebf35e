/**
 * What the engine does besides dispatching. None of it costs a task. Each act has a key that makes it one: put down
 * once, done once, however often the loop comes by.
 */
export type ActKind =
  /** The two interventions. */
  | 'ask-reviews'
  | 'ask-conflict'
  | 'resolve-threads'
  | 'update-branch'
  | 'arm-auto-merge'
  | 'enqueue'
  | 'merge'
  /** Labels `needs-intervention` and tells the gatekeeper what was tried. */
  | 'escalate'
  /** Takes that label off again, because a person said so by a click. */
  | 'hand-back'
  /** The same, because another agent has brought a pull request in its place: nobody is called any more. */
  | 'call-off'
  | 'close-child'
  | 'tick'
  /** Brings the default branch into the epic's, so that the two do not grow apart. */
  | 'update-epic'
  | 'merge-epic'
  | 'delete-branch'
  | 'close-epic'
  /** Stage 1, of an approved draft: the labels its issues carry, one issue of it, a word to what was made, the audit's end. */
  | 'create-labels'
  | 'create-issue'
  | 'comment'
  | 'close-audit'
  /** Stage 2, of an approved plan: the native link to the epic, lines for an epic that exists, the epic's branch. */
  | 'link-child'
  | 'extend-epic'
  | 'create-branch'
  /** Puts something before the channel: a phase or a merge to approve. */
  | 'offer';

/**
 * `due` waits to be done; `sending` may have reached GitHub; `done` is confirmed; `moot` means that GitHub no longer
 * showed what it was decided on; `refused` is GitHub's no, or a person's undo.
 */
export type ActStatus = 'due' | 'sending' | 'done' | 'moot' | 'refused';

export interface ActDetail {
  /** Review threads, by node id. */
  threads?: string[];
  /** Why it is done, for people. */
  why?: string;
  /** What was tried before, for the gatekeeper. */
  tried?: string[];
  /** Branch that it goes into. */
  into?: string;
  branch?: string;
  /** The gatekeeper has been told of it. */
  told?: boolean;
  /** The child to tick, `owner/repo#n`. */
  child?: string;
  /** Notes that an offer begins with. */
  notes?: string[];
  /** The proposal that a person approved. */
  proposal?: string;
  /** Proposals that an offer shows. */
  proposals?: string[];
  /** The thread that an offer goes into; the channel of reports otherwise. */
  thread?: { channel: string; ts: string };
  /** Key of the draft's issue to create. */
  issue?: string;
  /** Number of the issue that a comment goes to, and what it says: the bot's own words and numbers alone. */
  on?: number;
  body?: string;
  /** With which an audit is closed. */
  reason?: 'completed' | 'not_planned';
}

/** One act wanted by the rules, before it is put down. */
export interface WantedAct {
  key: string;
  kind: ActKind;
  subject: number;
  epicNumber: number | null;
  childNumber: number | null;
  headSha: string | null;
  detail: ActDetail;
}

const DEEDS: Partial<Record<ActKind, string>> = {
  'resolve-threads': 'let me resolve its answered threads',
  'update-branch': 'update its branch',
  'arm-auto-merge': 'switch auto-merge on',
  enqueue: 'put it into the merge queue',
  merge: 'merge it',
  'close-child': 'close it',
  tick: 'take the tick in its checklist',
  'update-epic': 'merge the default branch into the epic’s',
  'merge-epic': 'merge the epic’s branch',
  'delete-branch': 'delete the epic’s branch',
  'close-epic': 'close it',
};

/** What GitHub would not do, for people; null for what nobody but the bot misses. */
export function refusedDeed(kind: ActKind): string | null {
  return DEEDS[kind] ?? null;
}

/** Label that hands a pull request to a person. */
export const NEEDS_INTERVENTION = 'needs-intervention';

/** The flow's two sentences, word for word: agents know them. */
export const INTERVENTIONS = {
  'ask-reviews': 'Can you fix the code reviews?',
  'ask-conflict': 'Can you fix the merge conflict?',
} as const;
