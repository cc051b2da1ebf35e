import type { SimulatedClock } from '../clock.js';
import type { Block } from '../control-types.js';
import type { Fields } from './blocks/rules.js';
import { type DeskChannel, type DeskUser, sandboxSlack, seedChannels, seedUsers } from './workspace.js';

/** A message as the desk keeps it. An ephemeral one has `onlyFor` and stays out of the history. */
export interface Message {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: Block[];
  attachments?: unknown;
  metadata?: Fields;
  threadTs?: string;
  onlyFor?: string;
  editedTs?: string;
  reactions: { name: string; users: string[] }[];
  files: string[];
  /** What its inputs hold: `state.values` of the next click. */
  values: InputValues;
  at: Date;
}

/** Slack's `state.values`: by block id, then by action id. */
export type InputValues = Record<string, Record<string, Fields>>;

export interface View {
  id: string;
  user: string;
  type: 'modal' | 'home';
  hash: string;
  /** The view as the app gave it, with ids assigned. */
  content: Fields & { blocks: Block[] };
  values: InputValues;
  errors: Record<string, string>;
  rootId: string;
  previousId: string | null;
}

export interface Trigger {
  user: string;
  expires: number;
  used: boolean;
  viewId?: string;
}

export interface ResponseUrl {
  kind: 'commands' | 'actions';
  user: string;
  channel: string;
  threadTs?: string;
  /** The message that was clicked; a command has none. */
  original?: string;
  expires: number;
  uses: number;
}

export interface StoredFile {
  id: string;
  name: string;
  title: string;
  altText: string;
  mimetype: string;
  data?: Buffer;
  done: boolean;
  channels: string[];
  at: Date;
}

/** What changed, for whoever shows it. `message` is there when one was posted, changed or deleted. */
export interface Change {
  kind: 'messages' | 'views' | 'workspace' | 'reset';
  channel?: string;
  message?: Message;
}

/**
 * Everything the pretend Slack remembers. Ids count up and times come from the simulated clock, so that
 * the same doings give the same ids again.
 */
export class DeskState {
  readonly clock: SimulatedClock;
  users: DeskUser[] = [];
  channels: DeskChannel[] = [];
  messages: Message[] = [];
  views = new Map<string, View>();
  triggers = new Map<string, Trigger>();
  responseUrls = new Map<string, ResponseUrl>();
  files = new Map<string, StoredFile>();
  #sequence = 0;
  #lastSecond = 0;
  #inSecond = 0;
  #listeners = new Set<(change: Change) => void>();

  constructor(clock: SimulatedClock) {
    this.clock = clock;
    this.reset();
  }

  reset(): void {
    this.users = seedUsers();
    this.channels = seedChannels();
    this.messages = [];
    for (const map of [this.views, this.triggers, this.responseUrls, this.files]) map.clear();
    this.#sequence = 0;
    this.#lastSecond = 0;
    this.changed({ kind: 'reset' });
  }

  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  now(): number {
    return this.clock.now().getTime();
  }

  /** A unique message time: the clock's second, and a count within it. */
  nextTs(): string {
    const second = Math.max(Math.floor(this.now() / 1000), this.#lastSecond);
    this.#inSecond = second === this.#lastSecond ? this.#inSecond + 1 : 1;
    this.#lastSecond = second;
    return `${second}.${String(this.#inSecond).padStart(6, '0')}`;
  }

  /** A fresh id such as `V00000003K`. */
  nextId(prefix: string): string {
    return prefix + (++this.#sequence).toString(36).toUpperCase().padStart(9, '0');
  }

  /** A short id as Slack gives to blocks and actions without one: five characters, never twice. */
  nextShortId(): string {
    return ((++this.#sequence * 7919) % 36 ** 5).toString(36).padStart(5, '0');
  }

  user(idOrName: string): DeskUser | undefined {
    const name = idOrName.replace(/^@/, '');
    return this.users.find((each) => each.id === name || each.name === name);
  }

  channel(idOrName: string): DeskChannel | undefined {
    const name = idOrName.replace(/^#/, '');
    return this.channels.find((each) => each.id === name || (each.name === name && !each.directWith));
  }

  /** The direct-message channel of the bot and one user, made on first use. */
  directChannel(user: DeskUser): DeskChannel {
    const existing = this.channels.find((each) => each.directWith === user.id);
    if (existing) return existing;
    const members = [user.id, sandboxSlack.botUserId];
    const made = {
      id: `D${user.id.slice(1)}`,
      name: user.name,
      isArchived: false,
      members,
      directWith: user.id,
    };
    this.channels.push(made);
    this.changed({ kind: 'workspace' });
    return made;
  }

  message(channel: string, ts: string): Message | undefined {
    return this.messages.find((each) => each.channel === channel && each.ts === ts);
  }

  /** The user's open modals, bottom first. */
  modals(user: string): View[] {
    return [...this.views.values()].filter((view) => view.user === user && view.type === 'modal');
  }

  home(user: string): View | undefined {
    return [...this.views.values()].find((view) => view.user === user && view.type === 'home');
  }

  /** A trigger for one use within three simulated seconds. */
  newTrigger(user: string, viewId?: string): string {
    const id = `${this.nextTs()}.${this.nextShortId()}`;
    this.triggers.set(id, { user, expires: this.now() + 3000, used: false, ...(viewId ? { viewId } : {}) });
    return id;
  }
}
