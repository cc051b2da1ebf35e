import { api, type ClickTarget } from './api.js';
import type { FormState } from './form-state.js';
import type { Store } from './store.js';
import type { Act } from './surface.js';
import type { Sync } from './sync.js';
import type { Delivery, View } from './wire.js';

/** What a person can do on the page. Each act makes what happened before it old news. */
export class Acts {
  readonly #store: Store;
  readonly #sync: Sync;

  constructor(store: Store, sync: Sync) {
    this.#store = store;
    this.#sync = sync;
  }

  /** When the bot does not answer, Slackbot says so in the channel. */
  async command(text: string): Promise<void> {
    const { user, channel } = this.#store.state;
    await this.#tried(() => api.command(user, channel, text));
  }

  /** Answers what went wrong, to be said where the person clicked. */
  async click(
    target: ClickTarget,
    act: Act,
    form: { state: FormState; view: Pick<View, 'blocks'> },
  ): Promise<string | undefined> {
    const { user } = this.#store.state;
    const values = form.state.collect(form.view.blocks);
    const answer = await this.#tried(() => api.click(target, { ...act, user, values }));
    return answer && !answer.ok ? failure(answer) : undefined;
  }

  async submit(view: View, form: FormState): Promise<string | undefined> {
    const { user } = this.#store.state;
    const answer = await this.#tried(() => api.submit(user, view.id, form.collect(view.blocks)));
    const isIncomplete = answer?.error === 'incomplete_inputs';
    return answer && !answer.ok && !isIncomplete ? failure(answer) : undefined;
  }

  async close(view: View): Promise<void> {
    await this.#guarded(() => api.close(this.#store.state.user, view.id));
    await this.#sync.load('views');
  }

  async advance(by: { hours: number } | { to: 'next-report' }): Promise<void> {
    this.#store.update({ news: [], notice: undefined, isAdvancing: true });
    await this.#guarded(() => api.advance(by));
    await this.#sync.load('clock', 'messages', 'views', 'world');
    this.#store.update({ isAdvancing: false });
  }

  async reset(seed: number): Promise<void> {
    this.#store.update({ notice: undefined, isAdvancing: true });
    await this.#guarded(() => api.reset(seed));
    this.#sync.changed({ kind: 'reset' });
    this.#store.update({ isAdvancing: false });
  }

  async openHome(): Promise<void> {
    this.#store.update({ place: 'home', tab: 'main' });
    const { user } = this.#store.state;
    const views = await this.#guarded(() => api.home(user));
    if (views && this.#store.state.user === user) this.#store.update({ views });
  }

  openChannel(channel: string): void {
    const { unread } = this.#store.state;
    const rest = new Set([...unread].filter((other) => other !== channel));
    const elsewhere =
      channel === this.#store.state.channel
        ? {}
        : { messages: [], thread: undefined, side: 'world' as const };
    this.#store.update({ ...elsewhere, channel, place: 'channel', tab: 'main', unread: rest });
    void this.#sync.load('messages');
  }

  async become(user: string): Promise<void> {
    this.#store.update({ user, messages: [], notice: undefined });
    if (this.#store.state.place === 'home') await this.openHome();
    await this.#sync.load('messages', 'views');
  }

  openThread(ts: string | undefined): void {
    this.#store.update(
      ts === undefined
        ? { thread: ts, side: 'world', tab: 'main' }
        : { thread: ts, side: 'thread', tab: 'side' },
    );
  }

  /** Delivers something to the bot and shows at once what its answer already tells. */
  async #tried(deliver: () => Promise<Delivery>): Promise<Delivery | undefined> {
    const { user } = this.#store.state;
    this.#store.update({ news: [], notice: undefined });
    const answer = await this.#guarded(deliver);
    if (answer && this.#store.state.user === user) this.#store.update({ views: answer.views });
    void this.#sync.load('messages', 'clock', 'world');
    return answer;
  }

  async #guarded<Answer>(run: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await run();
    } catch (error) {
      this.#notice(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  #notice(notice: string): void {
    this.#store.update({ notice });
  }
}

function failure({ error }: Delivery): string {
  return `The app did not answer properly (${error ?? 'unknown error'}). Nothing was sent twice: try again.`;
}
