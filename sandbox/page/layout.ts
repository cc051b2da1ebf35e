import type { Acts } from './acts.js';
import { h, must, redraw } from './dom.js';
import { icon } from './icons.js';
import type { State, Store } from './store.js';

/** Which parts are in sight: channel or Home, world or thread, and on a narrow screen one of them. */
export class Layout {
  readonly #notice = must('notice', HTMLElement);

  constructor(store: Store, acts: Acts) {
    for (const tab of tabButtons()) {
      tab.addEventListener('click', () => store.update({ tab: tab.dataset.tab as State['tab'] }));
    }
    must('side-world', HTMLButtonElement).addEventListener('click', () => store.update({ side: 'world' }));
    must('side-thread', HTMLButtonElement).addEventListener('click', () => store.update({ side: 'thread' }));
    must('close-thread', HTMLButtonElement).addEventListener('click', () => acts.openThread(undefined));
    store.on(['place', 'side', 'thread', 'tab', 'news'], (state) => this.#render(state));
    store.on(['notice', 'isConnected'], (state) => this.#renderNotice(store, state));
  }

  #render({ place, side, thread, tab, news }: State): void {
    document.body.dataset.tab = tab;
    must('channel', HTMLElement).hidden = place !== 'channel';
    must('home', HTMLElement).hidden = place !== 'home';
    must('world', HTMLElement).hidden = side !== 'world';
    must('thread-pane', HTMLElement).hidden = side !== 'thread';
    must('side-thread', HTMLButtonElement).hidden = thread === undefined;
    must('side-world', HTMLButtonElement).setAttribute('aria-pressed', String(side === 'world'));
    must('side-thread', HTMLButtonElement).setAttribute('aria-pressed', String(side === 'thread'));
    for (const button of tabButtons()) {
      button.setAttribute('aria-pressed', String(button.dataset.tab === tab));
      if (button.dataset.tab === 'side') button.classList.toggle('unread', news.length > 0 && tab !== 'side');
    }
  }

  #renderNotice(store: Store, { notice, isConnected }: State): void {
    const lost = 'The sandbox is not reachable. The page goes on by itself as soon as it is.';
    const text = isConnected ? notice : lost;
    this.#notice.hidden = text === undefined;
    if (text === undefined) {
      redraw(this.#notice);
      return;
    }
    const close = h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': 'Dismiss',
        onclick: () => store.update({ notice: undefined }),
      },
      icon('close'),
    );
    redraw(this.#notice, icon('warning'), h('span', {}, text), isConnected && close);
  }
}

function tabButtons(): NodeListOf<HTMLButtonElement> {
  return document.querySelectorAll<HTMLButtonElement>('[data-tab]:is(button)');
}
