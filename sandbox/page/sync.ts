import { api, type ChangeEvent } from './api.js';
import { EMPTY_VIEWS, type Store } from './store.js';
import { changesBetween } from './world-model.js';

/** In real milliseconds: this is the page's own pace and no part of the simulation. */
const LOOK_EVERY = 3_000;

type Part = 'workspace' | 'messages' | 'views' | 'clock' | 'world';

/** Keeps the store up to date with the server. */
export class Sync {
  readonly #store: Store;
  readonly #running = new Map<Part, Promise<void>>();
  readonly #again = new Set<Part>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Fetches these parts. One that is on its way already is fetched once more afterwards, so that the last
   * change is never missed and a burst of changes costs two requests.
   */
  async load(...parts: Part[]): Promise<void> {
    await Promise.all(parts.map((part) => this.#loadOne(part)));
  }

  all(): Promise<void> {
    return this.load('workspace', 'clock', 'messages', 'views', 'world');
  }

  /** The clock and the world also go on without an event: look now and then, while the page is seen. */
  watch(): void {
    setInterval(() => {
      if (!document.hidden && this.#store.state.isConnected) void this.load('clock', 'world');
    }, LOOK_EVERY);
  }

  /** Does what a change event asks for. */
  changed({ kind, channel }: ChangeEvent): void {
    const { state } = this.#store;
    if (kind === 'reset') {
      this.#store.update({
        world: undefined,
        news: [],
        thread: undefined,
        side: 'world',
        views: EMPTY_VIEWS,
      });
      void this.all();
    } else if (kind === 'messages' && channel && channel !== state.channel) {
      this.#store.update({ unread: new Set([...state.unread, channel]) });
    } else void this.load(kind);
  }

  #loadOne(part: Part): Promise<void> {
    const running = this.#running.get(part);
    if (running) {
      this.#again.add(part);
      return running;
    }
    const run = this.#repeat(part).finally(() => this.#running.delete(part));
    this.#running.set(part, run);
    return run;
  }

  async #repeat(part: Part): Promise<void> {
    do {
      this.#again.delete(part);
      try {
        await this.#fetch(part);
      } catch (error) {
        this.#store.update({ notice: error instanceof Error ? error.message : String(error) });
      }
    } while (this.#again.has(part));
  }

  async #fetch(part: Part): Promise<void> {
    const store = this.#store;
    const { user, channel } = store.state;
    switch (part) {
      case 'workspace':
        return store.update({ workspace: await api.workspace() });
      case 'clock':
        return store.update({ clock: await api.clock() });
      case 'views': {
        const views = await api.views(user);
        return store.state.user === user ? store.update({ views }) : undefined;
      }
      case 'messages': {
        const { messages } = await api.messages(user, channel);
        // The person may have gone elsewhere meanwhile.
        const isStillThere = store.state.user === user && store.state.channel === channel;
        return isStillThere ? store.update({ messages }) : undefined;
      }
      case 'world':
        return this.#fetchWorld();
    }
  }

  async #fetchWorld(): Promise<void> {
    const world = await api.world();
    const { world: before, news } = this.#store.state;
    const changes = before ? changesBetween(before, world) : [];
    // A world that is as it was is not drawn again; that its clock went on is shown elsewhere.
    if (before && JSON.stringify(before.repos) === JSON.stringify(world.repos)) return;
    this.#store.update({ world, news: changes.length > 0 ? [...changes, ...news] : news });
  }
}
