import type { Acts } from './acts.js';
import { drawBlocks } from './blocks.js';
import { h, must, redraw } from './dom.js';
import { FormState } from './form-state.js';
import { type State, type Store, viewpointOf } from './store.js';
import type { View } from './wire.js';

/** The App Home, in the place of the channel. */
export class HomeView {
  readonly #acts: Acts;
  readonly #store: Store;
  readonly #home = must('home', HTMLElement);
  #form = new FormState();
  #viewId: string | undefined;
  #problem: string | undefined;

  constructor(store: Store, acts: Acts) {
    this.#store = store;
    this.#acts = acts;
    store.on(['views', 'workspace', 'clock', 'place'], (state) => this.#render(state));
  }

  #render(state: State): void {
    if (state.place !== 'home') return;
    const view = state.views.home;
    if (!view) {
      const empty =
        'The app has not published its Home for you yet. It does so when it is told that you opened it.';
      redraw(this.#home, h('p', { class: 'empty' }, empty));
      return;
    }
    if (view.id !== this.#viewId) this.#form = new FormState();
    this.#viewId = view.id;
    redraw(this.#home, this.#problem && h('p', { role: 'alert' }, this.#problem), this.#draw(view, state));
  }

  #draw(view: View, state: State): HTMLElement {
    const form = this.#form;
    return drawBlocks(view.blocks, {
      key: view.id,
      workspace: state.workspace,
      viewpoint: viewpointOf(state),
      form,
      errors: view.errors,
      act: async (act) => {
        this.#problem = await this.#acts.click({ view_id: view.id }, act, { state: form, view });
        this.#render(this.#store.state);
      },
    });
  }
}
