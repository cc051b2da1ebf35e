import type { Acts } from './acts.js';
import { h, must, redraw } from './dom.js';
import { icon } from './icons.js';
import { menuButton } from './menu.js';
import { avatar } from './message-view.js';
import type { State, Store } from './store.js';
import { userName } from './surface.js';
import type { Channel, Workspace } from './wire.js';

/** The workspace: its channels, the app, and who sits at the page. */
export class Sidebar {
  readonly #acts: Acts;
  readonly #nav = must('sidebar', HTMLElement);
  readonly #title = must('channel-title', HTMLElement);

  constructor(store: Store, acts: Acts) {
    this.#acts = acts;
    store.on(['workspace', 'channel', 'place', 'user', 'unread'], (state) => this.#render(state));
  }

  #render(state: State): void {
    const { workspace } = state;
    const channels = workspace.channels
      .filter(({ directWith }) => directWith === undefined)
      .map((channel) => this.#channel(channel, state));
    const direct = workspace.channels
      .filter(({ directWith }) => directWith === state.user)
      .map((channel) => this.#channel(channel, state));
    redraw(
      this.#nav,
      h('h1', { class: 'team' }, workspace.team.name || 'Sandbox'),
      h('h2', { class: 'side-label' }, 'Channels'),
      h('ul', { class: 'side-list' }, ...channels),
      h('h2', { class: 'side-label' }, 'Apps'),
      h('ul', { class: 'side-list' }, h('li', {}, this.#home(state)), ...direct),
      h('div', { class: 'side-foot' }, this.#userMenu(state)),
    );
    this.#renderTitle(state);
  }

  #channel(channel: Channel, { workspace, channel: current, place, unread }: State): HTMLElement {
    const isHere = place === 'channel' && channel.id === current;
    const link = h(
      'button',
      {
        type: 'button',
        class: `side-link${unread.has(channel.id) ? ' unread' : ''}`,
        'aria-current': isHere && 'page',
        'data-testid': 'channel-link',
        'data-focus': `channel/${channel.id}`,
        onclick: () => this.#acts.openChannel(channel.id),
      },
      icon(channel.isArchived ? 'archive' : channel.directWith ? 'thread' : 'hash'),
      h('span', {}, nameOf(channel, workspace)),
      unread.has(channel.id) && h('span', { class: 'sr-only' }, '(new messages)'),
    );
    return h('li', {}, link);
  }

  #home({ workspace, place }: State): HTMLElement {
    return h(
      'button',
      {
        type: 'button',
        class: 'side-link',
        'aria-current': place === 'home' && 'page',
        'data-testid': 'home-link',
        'data-focus': 'home-link',
        onclick: () => void this.#acts.openHome(),
      },
      icon('home'),
      h('span', {}, workspace.bot.name || 'App'),
      h('span', { class: 'sr-only' }, 'Home'),
    );
  }

  #userMenu({ workspace, user }: State): HTMLElement {
    const name = userName(workspace, user);
    const button = h(
      'button',
      {
        type: 'button',
        class: 'user-button',
        'aria-label': `You are ${name}. Become somebody else`,
        'data-testid': 'user-menu',
        'data-focus': 'user-menu',
      },
      avatar(name, false),
      h('span', { class: 'user-words' }, h('small', {}, 'You are'), h('span', {}, name)),
      icon('chevron'),
    );
    return menuButton(button, () =>
      workspace.users
        .filter((one) => !one.isBot && !one.deleted && one.name !== 'slackbot')
        .map((one) => ({
          label: one.realName || one.name,
          ...(one.isRestricted ? { note: 'guest' } : {}),
          checked: one.id === user,
          choose: () => void this.#acts.become(one.id),
        })),
    );
  }

  #renderTitle({ workspace, channel, place }: State): void {
    const there = workspace.channels.find(({ id }) => id === channel);
    if (place === 'home') {
      redraw(this.#title, h('span', { class: 'title-name' }, icon('home'), `${workspace.bot.name} Home`));
      return;
    }
    const note = there?.isArchived
      ? 'archived'
      : there && !there.botIsMember
        ? `${workspace.bot.name} is not in this channel`
        : '';
    redraw(
      this.#title,
      h(
        'span',
        { class: 'title-name' },
        icon(there?.directWith ? 'thread' : 'hash'),
        there && nameOf(there, workspace),
      ),
      note !== '' && h('span', { class: 'title-note' }, note),
    );
  }
}

/** A direct message is called by whom it is with. */
function nameOf(channel: Channel, workspace: Workspace): string {
  return channel.directWith ? `${workspace.bot.name} (direct)` : channel.name;
}
