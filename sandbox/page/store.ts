import type { ClockState, Message, Views, Workspace, World } from './wire.js';
import type { Change } from './world-model.js';

/** Everything that the page shows. Ids throughout; what is not loaded yet is empty. */
export interface State {
  user: string;
  channel: string;
  /** The App Home takes the channel's place when it is open. */
  place: 'channel' | 'home';
  /** What stands beside it. */
  side: 'world' | 'thread';
  /** `ts` of the message whose thread is open. */
  thread: string | undefined;
  /** On a narrow screen, the one part that is in sight. */
  tab: 'channels' | 'main' | 'side';
  /** Channels with something new in them. */
  unread: ReadonlySet<string>;
  workspace: Workspace;
  messages: readonly Message[];
  views: Views;
  clock: ClockState | undefined;
  world: World | undefined;
  /** What happened in the world since the person's last act. */
  news: readonly Change[];
  /** A sentence that needs the person's attention, if any. */
  notice: string | undefined;
  isConnected: boolean;
  /** The clock is being moved. */
  isAdvancing: boolean;
}

export const EMPTY_VIEWS: Views = { modal: null, stack: [], home: null };

const START: State = {
  user: '',
  channel: '',
  place: 'channel',
  side: 'world',
  thread: undefined,
  tab: 'main',
  unread: new Set(),
  workspace: { team: { id: '', name: '' }, bot: { userId: '', name: '' }, users: [], channels: [] },
  messages: [],
  views: EMPTY_VIEWS,
  clock: undefined,
  world: undefined,
  news: [],
  notice: undefined,
  isConnected: true,
  isAdvancing: false,
};

type View = (state: State) => void;

/** Holds the state and tells a view when one of the parts that it named has changed. */
export class Store {
  #state = START;
  readonly #views: { parts: readonly (keyof State)[]; view: View }[] = [];

  get state(): State {
    return this.#state;
  }

  /** Draws `view` now, and whenever one of `parts` is another one than before. */
  on(parts: readonly (keyof State)[], view: View): void {
    this.#views.push({ parts, view });
    view(this.#state);
  }

  update(patch: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...patch };
    for (const { parts, view } of this.#views) {
      if (parts.some((part) => before[part] !== this.#state[part])) view(this.#state);
    }
  }
}

/** The zone of the person's browser, as in Slack. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function viewpointOf(state: State) {
  return { zone: ZONE, now: state.clock ? new Date(state.clock.now) : new Date(0) };
}
