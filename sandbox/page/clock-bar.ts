import type { Acts } from './acts.js';
import { openDialog } from './dialog.js';
import { freshId, h, must } from './dom.js';
import { type State, type Store, ZONE } from './store.js';
import { dayKey, fullTime, shortDay, timeOfDay } from './times.js';

/** The simulated clock: it stands still until somebody moves it. */
export class ClockBar {
  readonly #acts: Acts;
  readonly #day = must('clock-day', HTMLElement);
  readonly #time = must('clock-time', HTMLTimeElement);
  readonly #next = must('clock-next', HTMLElement);
  readonly #health = must('bot-health', HTMLElement);
  readonly #buttons: HTMLButtonElement[];
  #seed = 1;

  constructor(store: Store, acts: Acts) {
    this.#acts = acts;
    const button = (id: string, run: () => unknown) => {
      const element = must(id, HTMLButtonElement);
      element.addEventListener('click', () => void run());
      return element;
    };
    this.#buttons = [
      button('advance-hour', () => acts.advance({ hours: 1 })),
      button('advance-report', () => acts.advance({ to: 'next-report' })),
      button('advance-day', () => acts.advance({ hours: 24 })),
      button('reset', () => this.#askForReset()),
    ];
    store.on(['clock', 'isAdvancing'], (state) => this.#render(state));
  }

  #render({ clock, isAdvancing }: State): void {
    for (const button of this.#buttons) button.setAttribute('aria-disabled', String(isAdvancing));
    document.body.toggleAttribute('data-advancing', isAdvancing);
    if (!clock) return;
    const now = new Date(clock.now);
    const next = new Date(clock.nextReport);
    this.#day.textContent = shortDay(now, ZONE);
    this.#time.textContent = timeOfDay(now, ZONE);
    this.#time.dateTime = clock.now;
    this.#time.title = fullTime(now, ZONE);
    const isToday = dayKey(now, ZONE) === dayKey(next, ZONE);
    const day = isToday ? '' : `${shortDay(next, ZONE).split(' ').slice(0, 3).join(' ')} `;
    this.#next.textContent = `${day}${timeOfDay(next, ZONE)}`;
    this.#health.textContent = clock.botIsUp ? 'Bot is up' : 'Bot is down';
    this.#health.dataset.up = String(clock.botIsUp);
  }

  /** A seed makes the world: the same seed, the same world. */
  #askForReset(): void {
    const titleId = freshId('reset');
    const seed = h('input', {
      class: 'field',
      type: 'number',
      min: 0,
      step: 1,
      value: this.#seed,
      required: true,
    });
    const dialog = h('dialog', {
      class: 'modal modal-small',
      'aria-labelledby': titleId,
      'data-testid': 'reset-dialog',
    });
    const start = (event: SubmitEvent) => {
      event.preventDefault();
      this.#seed = seed.valueAsNumber;
      dialog.close();
      void this.#acts.reset(this.#seed);
    };
    dialog.addEventListener('cancel', () => dialog.close());
    dialog.append(
      h(
        'form',
        { class: 'modal-form', onsubmit: start },
        h('header', { class: 'modal-head' }, h('h2', { id: titleId }, 'Start again?')),
        h(
          'div',
          { class: 'modal-body' },
          h(
            'p',
            {},
            'Messages, issues and the clock go back to the beginning. The same seed gives the same world.',
          ),
          h('label', { class: 'input' }, h('span', { class: 'input-label' }, 'Seed'), seed),
        ),
        h(
          'footer',
          { class: 'modal-foot' },
          h('button', { type: 'button', class: 'btn', onclick: () => dialog.close() }, 'Cancel'),
          h('button', { type: 'submit', class: 'btn btn-danger' }, 'Start again'),
        ),
      ),
    );
    openDialog(dialog);
    seed.select();
  }
}
