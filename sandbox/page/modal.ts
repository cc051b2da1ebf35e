import type { Acts } from './acts.js';
import { drawBlocks } from './blocks.js';
import { openDialog } from './dialog.js';
import { freshId, h, redraw } from './dom.js';
import { FormState } from './form-state.js';
import { icon } from './icons.js';
import { type State, type Store, viewpointOf } from './store.js';
import type { Surface } from './surface.js';
import { plainLine } from './text-view.js';
import type { View } from './wire.js';

/** The one open modal: the top of the bot's stack of views. */
export class Modal {
  readonly #acts: Acts;
  readonly #store: Store;
  /** Inputs by view, so that what is below a pushed view is still filled in when it comes back. */
  readonly #forms = new Map<string, FormState>();
  /** What went wrong on the way to the bot; what is wrong with an input is in the view's own errors. */
  #failure: string | undefined;
  #isBusy = false;
  #dialog: HTMLDialogElement | undefined;
  #signature = '';
  #viewId: string | undefined;
  /** Where the focus was before, by key: the element itself may have been drawn again. */
  #cameFrom: string | undefined;

  constructor(store: Store, acts: Acts) {
    this.#store = store;
    this.#acts = acts;
    store.on(['views', 'workspace'], (state) => this.#render(state));
  }

  #render(state: State): void {
    const view = state.views.modal;
    if (!view) {
      this.#leave();
      return;
    }
    if (view.id !== this.#viewId) {
      this.#failure = undefined;
    }
    const isNew = view.id !== this.#viewId;
    this.#viewId = view.id;
    const signature = JSON.stringify([view, state.views.stack.length, this.#failure, this.#isBusy]);
    if (this.#dialog && signature === this.#signature) return;
    this.#signature = signature;
    const dialog = this.#dialog ?? this.#open();
    this.#draw(dialog, view, state);
    if (isNew) focusFirst(dialog);
  }

  #open(): HTMLDialogElement {
    const active = document.activeElement;
    this.#cameFrom = active instanceof HTMLElement ? active.dataset.focus : undefined;
    const dialog = h('dialog', { class: 'modal', 'data-testid': 'modal' });
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      const view = this.#store.state.views.modal;
      if (view) void this.#acts.close(view);
    });
    openDialog(dialog);
    this.#dialog = dialog;
    return dialog;
  }

  #leave(): void {
    if (!this.#dialog) return;
    this.#dialog.close();
    this.#dialog = undefined;
    this.#viewId = undefined;
    this.#forms.clear();
    const active = document.activeElement;
    if (this.#cameFrom === undefined || (active !== null && active !== document.body)) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(this.#cameFrom)}"]`)?.focus();
  }

  #draw(dialog: HTMLDialogElement, view: View, state: State): void {
    const form = this.#formOf(view);
    const surface: Surface = {
      key: view.id,
      workspace: state.workspace,
      viewpoint: viewpointOf(state),
      form,
      errors: view.errors,
      act: async (act) => {
        this.#failure = await this.#acts.click({ view_id: view.id }, act, { state: form, view });
        this.#render(this.#store.state);
      },
    };
    const titleId = freshId('modal-title');
    dialog.setAttribute('aria-labelledby', titleId);
    const close = () => void this.#acts.close(view);
    redraw(
      dialog,
      h(
        'form',
        {
          class: 'modal-form',
          novalidate: true,
          onsubmit: (event: SubmitEvent) => this.#submit(event, view),
        },
        h(
          'header',
          { class: 'modal-head' },
          state.views.stack.length > 1 && closeButton('back', 'Back', close),
          h('h2', { id: titleId }, plainLine(view.title)),
          closeButton('close', 'Close', close),
        ),
        h(
          'div',
          { class: 'modal-body' },
          this.#failure &&
            h('p', { class: 'message-problem', role: 'alert' }, icon('warning'), this.#failure),
          drawBlocks(view.blocks, surface),
        ),
        this.#foot(view, close),
      ),
    );
  }

  #foot(view: View, close: () => void): HTMLElement {
    return h(
      'footer',
      { class: 'modal-foot' },
      h(
        'button',
        {
          type: 'button',
          class: 'btn',
          onclick: close,
          'data-testid': 'modal-close',
          'data-focus': 'modal-cancel',
        },
        plainLine(view.close) || (view.submit ? 'Cancel' : 'Close'),
      ),
      view.submit &&
        h(
          'button',
          {
            type: 'submit',
            class: 'btn btn-primary',
            'aria-busy': this.#isBusy ? 'true' : undefined,
            'data-testid': 'modal-submit',
            'data-focus': 'modal-submit',
          },
          plainLine(view.submit),
        ),
    );
  }

  async #submit(event: Event, view: View): Promise<void> {
    event.preventDefault();
    if (this.#isBusy) return;
    const form = this.#formOf(view);
    this.#failure = undefined;
    this.#isBusy = true;
    this.#render(this.#store.state);
    this.#failure = await this.#acts.submit(view, form);
    this.#isBusy = false;
    this.#render(this.#store.state);
    this.#dialog?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }

  #formOf(view: View): FormState {
    const form = this.#forms.get(view.id) ?? new FormState();
    this.#forms.set(view.id, form);
    return form;
  }
}

function closeButton(look: 'back' | 'close', label: string, close: () => void): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      'data-focus': `modal-${look}`,
      onclick: close,
    },
    icon(look),
  );
}

/** The first field, else the main button: where a person would begin. */
function focusFirst(dialog: HTMLDialogElement): void {
  const field = dialog.querySelector<HTMLElement>(
    '.modal-body :is(input, select, textarea, summary, button)',
  );
  const main = dialog.querySelector<HTMLElement>('.modal-foot .btn-primary, .modal-foot .btn');
  (field ?? main)?.focus();
}
