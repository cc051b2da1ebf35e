import type { Acts } from './acts.js';
import { h, must } from './dom.js';
import type { State, Store } from './store.js';
import { History, type Suggestion, suggest } from './suggest.js';

/** The box for slash commands, with its list of suggestions. */
export class Composer {
  readonly #store: Store;
  readonly #acts: Acts;
  readonly #form = must('composer', HTMLFormElement);
  readonly #input = must('composer-input', HTMLTextAreaElement);
  readonly #list = must('suggestions', HTMLElement);
  readonly #history = new History();
  #shown: Suggestion[] = [];
  /** The suggestion that Enter takes; -1 for none. */
  #at = -1;

  constructor(store: Store, acts: Acts) {
    this.#store = store;
    this.#acts = acts;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.#input.addEventListener('input', () => this.#suggest());
    this.#input.addEventListener('focus', () => this.#suggest());
    this.#input.addEventListener('blur', () => this.#show([]));
    this.#input.addEventListener('keydown', (event) => {
      if (!event.isComposing && this.#key(event)) event.preventDefault();
    });
    document.addEventListener('keydown', (event) => this.#focusOnSlash(event));
    store.on(['channel', 'workspace'], (state) => this.#render(state));
  }

  #render({ workspace, channel }: State): void {
    const there = workspace.channels.find(({ id }) => id === channel);
    const isClosed = there?.isArchived === true;
    this.#input.disabled = isClosed;
    this.#input.placeholder = isClosed
      ? `#${there.name} is archived: nothing can be sent here`
      : `/epic … in #${there?.name ?? ''}`;
  }

  /** `/` anywhere outside a field begins a command, as in Slack. */
  #focusOnSlash(event: KeyboardEvent): void {
    const target = event.target;
    const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select');
    if (
      event.key !== '/' ||
      isTyping ||
      event.ctrlKey ||
      event.metaKey ||
      document.querySelector('dialog[open]')
    )
      return;
    event.preventDefault();
    this.#store.update({ tab: 'main', place: 'channel' });
    if (this.#input.value === '') this.#input.value = '/';
    this.#input.focus();
    this.#input.setSelectionRange(this.#input.value.length, this.#input.value.length);
  }

  async #send(): Promise<void> {
    const text = this.#input.value.trim();
    if (text === '' || this.#form.ariaBusy === 'true') return;
    if (!text.startsWith('/epic')) {
      this.#store.update({ notice: 'Only /epic commands can be sent from here. Try /epic help.' });
      return;
    }
    this.#history.add(text);
    this.#write('');
    this.#show([]);
    this.#form.ariaBusy = 'true';
    await this.#acts.command(text);
    this.#form.ariaBusy = 'false';
  }

  #key(event: KeyboardEvent): boolean {
    switch (event.key) {
      case 'Enter':
        if (event.shiftKey) return false;
        if (!this.#take(this.#at)) void this.#send();
        return true;
      case 'Tab':
        return !event.shiftKey && this.#take(Math.max(this.#at, 0));
      case 'Escape':
        return this.#show([]);
      case 'ArrowDown':
        return this.#move(1);
      case 'ArrowUp':
        return this.#move(-1);
      default:
        return false;
    }
  }

  /** Arrows walk the suggestions while there are some, and the history in an empty box or one that it filled. */
  #move(by: 1 | -1): boolean {
    if (this.#shown.length > 0) {
      this.#at = (this.#at + by + this.#shown.length + (this.#at < 0 && by < 0 ? 1 : 0)) % this.#shown.length;
      this.#mark();
      return true;
    }
    const text = this.#history.step(by, this.#input.value);
    if (text === undefined) return false;
    this.#write(text);
    return true;
  }

  #take(index: number): boolean {
    const suggestion = this.#shown[index];
    if (!suggestion) return false;
    this.#write(suggestion.text);
    this.#suggest();
    return true;
  }

  #write(text: string): void {
    this.#input.value = text;
    this.#input.setSelectionRange(text.length, text.length);
  }

  #suggest(): void {
    const repos = this.#store.state.world?.repos.map(({ name }) => name) ?? [];
    this.#show(suggest(this.#input.value, repos));
  }

  #show(suggestions: Suggestion[]): boolean {
    const was = this.#shown.length > 0;
    this.#shown = suggestions;
    this.#at = -1;
    this.#list.replaceChildren(...suggestions.map((suggestion, index) => this.#row(suggestion, index)));
    this.#list.hidden = suggestions.length === 0;
    this.#input.setAttribute('aria-expanded', String(suggestions.length > 0));
    this.#mark();
    return was;
  }

  #row({ text, args, note }: Suggestion, index: number): HTMLElement {
    return h(
      'div',
      {
        role: 'option',
        id: `suggestion-${index}`,
        'data-testid': 'suggestion',
        // Before the box loses the focus and the list with it.
        onpointerdown: (event: PointerEvent) => {
          event.preventDefault();
          this.#take(index);
        },
      },
      h(
        'span',
        { class: 'suggestion-text' },
        text.trim(),
        args !== '' && h('span', { class: 'muted' }, ` ${args}`),
      ),
      h('span', { class: 'suggestion-note' }, note),
    );
  }

  #mark(): void {
    [...this.#list.children].forEach((row, index) => {
      row.setAttribute('aria-selected', String(index === this.#at));
      if (index === this.#at) row.scrollIntoView({ block: 'nearest' });
    });
    if (this.#at < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `suggestion-${this.#at}`);
  }
}
