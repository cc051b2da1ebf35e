import type { Acts } from './acts.js';
import { h, must, redraw } from './dom.js';
import { FormState } from './form-state.js';
import { drawMessage } from './message-view.js';
import { type State, type Store, viewpointOf, ZONE } from './store.js';
import type { Surface } from './surface.js';
import { messageKey, type Row, rowsOf } from './thread-model.js';
import { dayKey, dayName } from './times.js';
import type { Message } from './wire.js';

/** The message list of a channel, and the thread beside it. */
export class ChannelView {
  readonly #store: Store;
  readonly #acts: Acts;
  readonly #list = must('messages', HTMLElement);
  readonly #thread = must('thread', HTMLElement);
  readonly #more = must('more', HTMLButtonElement);
  /** What each person has typed and chosen in messages, and what went wrong there. */
  readonly #forms = new Map<string, FormState>();
  readonly #problems = new Map<string, string>();
  /** Drawn messages, so that only what has changed is drawn again (and read out by a screen reader). */
  readonly #drawn = new Map<string, { signature: string; node: HTMLElement }>();

  /** Whoever has not scrolled up sees new messages as they come. */
  #followsEnd = true;

  constructor(store: Store, acts: Acts) {
    this.#store = store;
    this.#acts = acts;
    // What scrolls must be reachable by keyboard.
    this.#list.tabIndex = 0;
    this.#more.addEventListener('click', () => this.#toEnd());
    this.#list.addEventListener('scroll', () => this.#noteScroll());
    // A picture that arrives makes its message taller.
    this.#list.addEventListener('load', () => this.#stay(), true);
    store.on(['messages', 'workspace', 'clock', 'channel', 'user'], (state) => this.#render(state));
    store.on(['messages', 'workspace', 'clock', 'thread'], (state) => this.#renderThread(state));
    store.on(['tab', 'place'], () => this.#stay());
  }

  #render(state: State): void {
    const before = this.#list.querySelectorAll('[data-ts]').length;
    const rows = rowsOf(state.messages, ZONE);
    const nodes = rows.flatMap((row) => {
      const divider = row.startsDay ? [this.#divider(row, state)] : [];
      return [...divider, this.#drawOnce(row, state)];
    });
    if (rows.length === 0) nodes.push(h('p', { class: 'empty' }, welcome(state)));
    placeInOrder(this.#list, nodes);
    if (this.#followsEnd || before === 0) this.#toEnd();
    else if (rows.length > before) this.#more.hidden = false;
  }

  #drawOnce(row: Row, state: State): HTMLElement {
    const key = messageKey(row.message);
    const signature = this.#signature(row, state);
    const drawn = this.#drawn.get(key);
    if (drawn?.signature === signature) return drawn.node;
    const frame = {
      ...this.#frame(row.message, state),
      openThread: () => this.#acts.openThread(row.message.ts),
    };
    const node = drawMessage(row, frame);
    this.#drawn.set(key, { signature, node });
    return node;
  }

  #signature(row: Row, state: State): string {
    const parts = [row, this.#problems.get(messageKey(row.message)), state.user, state.workspace];
    const { now } = viewpointOf(state);
    const text = JSON.stringify(parts);
    // "3 minutes ago" and "today" grow old with the clock.
    return text + (row.replies.length > 0 || text.includes('{ago}') ? now.toISOString() : dayKey(now, ZONE));
  }

  #frame(message: Message, state: State) {
    const key = messageKey(message);
    const own = `${state.user}/${key}`;
    const form = this.#forms.get(own) ?? new FormState();
    this.#forms.set(own, form);
    const surface: Surface = {
      key,
      workspace: state.workspace,
      viewpoint: viewpointOf(state),
      form,
      errors: {},
      act: async (act) => {
        const target = { channel: message.channel, ts: message.ts };
        const problem = await this.#acts.click(target, act, { state: form, view: message });
        if (problem === undefined) this.#problems.delete(key);
        else this.#problems.set(key, problem);
        this.#render(this.#store.state);
        this.#renderThread(this.#store.state);
      },
    };
    return { surface, problem: this.#problems.get(key) };
  }

  #divider({ message }: Row, state: State): HTMLElement {
    const key = `day/${message.channel}/${message.ts}`;
    const label = dayName(new Date(message.at), viewpointOf(state));
    const drawn = this.#drawn.get(key);
    if (drawn?.signature === label) return drawn.node;
    const node = h('div', { class: 'day', role: 'separator', 'aria-label': label }, h('span', {}, label));
    this.#drawn.set(key, { signature: label, node });
    return node;
  }

  #renderThread(state: State): void {
    const row = rowsOf(state.messages, ZONE).find(({ message }) => message.ts === state.thread);
    if (!row) {
      redraw(this.#thread);
      return;
    }
    const draw = (message: Message) => {
      const { surface, problem } = this.#frame(message, state);
      const own = { ...surface, key: `thread/${surface.key}` };
      return drawMessage(
        { message, replies: [], startsDay: false, follows: false },
        { surface: own, problem },
      );
    };
    const count = row.replies.length === 1 ? '1 reply' : `${row.replies.length} replies`;
    const rule = h('div', { class: 'day day-left', role: 'separator' }, h('span', {}, count));
    redraw(this.#thread, draw(row.message), rule, ...row.replies.map(draw));
  }

  #noteScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    // While another tab hides the list, it has no height and nobody has scrolled it.
    if (clientHeight === 0) return;
    this.#followsEnd = scrollHeight - scrollTop - clientHeight < 80;
    if (this.#followsEnd) this.#more.hidden = true;
  }

  #stay(): void {
    if (this.#followsEnd) this.#toEnd();
  }

  #toEnd(): void {
    this.#followsEnd = true;
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#more.hidden = true;
  }
}

function welcome({ workspace, channel }: State): string {
  const name = workspace.channels.find(({ id }) => id === channel)?.name ?? '…';
  return `This is the very beginning of #${name}. Type /epic help below, or move the clock to the next report.`;
}

/** Puts the nodes into the list in this order, and touches none that is where it belongs. */
function placeInOrder(list: HTMLElement, nodes: readonly HTMLElement[]): void {
  const active = document.activeElement;
  const focus = active instanceof HTMLElement && list.contains(active) ? active.dataset.focus : undefined;
  const wanted = new Set<Node>(nodes);
  for (const child of [...list.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.childNodes[index] !== node) list.insertBefore(node, list.childNodes[index] ?? null);
  });
  if (focus === undefined || list.contains(document.activeElement)) return;
  // The button may be gone from the new version of the message: then the message itself is next.
  const again =
    list.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`) ??
    list.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus.split('/').slice(0, 2).join('/'))}"]`);
  again?.focus({ preventScroll: true });
}
