import { h, must, redraw } from './dom.js';
import { icon } from './icons.js';
import { type State, type Store, viewpointOf } from './store.js';
import type { WorldRepo } from './wire.js';
import { drawIssue, drawPull, type RowFrame } from './world-items.js';
import { type Change, filterWorld, type WorldFilter } from './world-model.js';

const MOST_CHANGES = 40;
const MOST_ROWS = 60;

/** The GitHub world beside the channel: repositories, what is in them, and what has just changed. */
export class WorldView {
  readonly #store: Store;
  readonly #panel = must('world-list', HTMLElement);
  readonly #news = must('world-news', HTMLElement);
  readonly #search = must('world-search', HTMLInputElement);
  readonly #open = new Set<string>();
  #show: WorldFilter['show'] = 'open';

  constructor(store: Store) {
    this.#store = store;
    this.#search.addEventListener('input', () => this.#refilter());
    for (const chip of document.querySelectorAll<HTMLButtonElement>('[data-show]')) {
      chip.addEventListener('click', () => {
        this.#show = chip.dataset.show as WorldFilter['show'];
        this.#refilter();
      });
    }
    store.on(['world', 'news'], (state) => this.#render(state));
  }

  #refilter(): void {
    this.#render(this.#store.state);
    this.#panel.parentElement?.scrollTo({ top: 0 });
  }

  #render({ world, news }: State): void {
    for (const chip of document.querySelectorAll('[data-show]')) {
      chip.setAttribute('aria-pressed', String(chip.getAttribute('data-show') === this.#show));
    }
    this.#renderNews(news);
    if (!world) {
      redraw(this.#panel, h('p', { class: 'empty' }, 'The world is being fetched…'));
      return;
    }
    const changed = new Set(news.map(({ key }) => key));
    const filter = { text: this.#search.value, show: this.#show };
    const repos = filterWorld(world, filter, changed);
    const isNarrow = filter.text.trim() !== '' || filter.show === 'changed';
    const rows = repos.map((repo) => this.#repo(repo, changed, isNarrow));
    const nothing =
      filter.show === 'changed' ? 'Nothing has changed since your last act.' : 'Nothing fits the filter.';
    redraw(this.#panel, ...rows, rows.length === 0 && h('p', { class: 'empty' }, nothing));
  }

  #renderNews(news: readonly Change[]): void {
    if (news.length === 0) {
      redraw(this.#news);
      this.#news.hidden = true;
      return;
    }
    const rows = news.slice(0, MOST_CHANGES).map((change, index) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'news-row',
            'data-focus': `news/${index}`,
            onclick: () => this.#goTo(change),
          },
          h('span', { class: 'news-where' }, change.where),
          h('span', { class: 'news-what' }, change.what),
        ),
      ),
    );
    const rest = news.length - rows.length;
    this.#news.hidden = false;
    const title = h('h3', {}, 'Just now', h('span', { class: 'count' }, String(news.length)));
    redraw(
      this.#news,
      title,
      h('ul', {}, ...rows),
      rest > 0 && h('p', { class: 'muted' }, `and ${rest} more below`),
    );
  }

  /** Opens the row of a change, whatever the filter hid. */
  #goTo({ key }: Change): void {
    const repo = key.split(/[#!]/)[0] ?? key;
    this.#search.value = '';
    this.#show = 'all';
    this.#open.add(repo).add(key);
    this.#render(this.#store.state);
    const row = this.#panel.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true });
  }

  #repo(repo: WorldRepo, changed: ReadonlySet<string>, isNarrow: boolean): HTMLElement {
    const count = [...changed].filter((key) => key.split(/[#!]/)[0] === repo.name).length;
    const summary = h(
      'summary',
      { 'data-focus': `repo/${repo.name}` },
      icon('repo'),
      h('span', { class: 'repo-name' }, repo.name),
      h('span', { class: 'muted' }, `${repo.language || 'no language'} · ${repo.defaultBranch}`),
      count > 0 && h('span', { class: 'fresh' }, `${count} changed`),
      h('span', { class: 'repo-counts' }, ...counts(repo)),
    );
    const fill = () => this.#rows(repo, changed);
    return this.#details({ key: repo.name, look: 'repo', testid: 'world-repo', isNarrow }, summary, fill);
  }

  #rows(repo: WorldRepo, changed: ReadonlySet<string>): HTMLElement {
    const frame = (number: number, mark: '#' | '!'): RowFrame => {
      const key = `${repo.name}${mark}${number}`;
      return {
        isFresh: changed.has(key),
        scope: { workspace: this.#store.state.workspace, viewpoint: viewpointOf(this.#store.state) },
        wrap: (summary, fill) =>
          this.#details(
            {
              key,
              look: changed.has(key) ? 'item fresh-item' : 'item',
              testid: mark === '#' ? 'world-issue' : 'world-pr',
              isNarrow: false,
            },
            summary,
            fill,
          ),
      };
    };
    const epics = new Set(repo.epics);
    const [epicIssues, others] = [true, false].map((wanted) =>
      repo.issues.filter(({ number }) => epics.has(number) === wanted),
    );
    return h(
      'div',
      { class: 'repo-rows' },
      ...group(
        'Epics',
        (epicIssues ?? []).map((issue) => () => drawIssue(issue, frame(issue.number, '#'))),
      ),
      ...group(
        'Pull requests',
        repo.pullRequests.map((pull) => () => drawPull(pull, frame(pull.number, '!'))),
      ),
      ...group(
        'Issues',
        (others ?? []).map((issue) => () => drawIssue(issue, frame(issue.number, '#'))),
      ),
    );
  }

  /** What is closed is not drawn until somebody opens it: the world is large. */
  #details(
    { key, look, testid, isNarrow }: { key: string; look: string; testid: string; isNarrow: boolean },
    summary: HTMLElement,
    fill: () => HTMLElement,
  ): HTMLElement {
    const isOpen = isNarrow || this.#open.has(key);
    const details = h(
      'details',
      { class: look, open: isOpen, 'data-key': key, 'data-testid': testid },
      summary,
    );
    if (isOpen) details.append(fill());
    details.addEventListener('toggle', () => {
      if (details.open) this.#open.add(key);
      else this.#open.delete(key);
      if (details.open && details.childElementCount === 1) details.append(fill());
    });
    return details;
  }
}

function counts(repo: WorldRepo): HTMLElement[] {
  const one = (count: number, word: string, look = '') =>
    h('span', { class: `count ${look}`, title: `${count} ${word}` }, `${count} ${word}`);
  return [
    one(repo.open, 'open'),
    ...(repo.audits > 0 ? [one(repo.audits, repo.audits === 1 ? 'audit' : 'audits', 'count-audit')] : []),
    ...(repo.epics.length > 0
      ? [one(repo.epics.length, repo.epics.length === 1 ? 'epic' : 'epics', 'count-epic')]
      : []),
  ];
}

function group(title: string, rows: (() => HTMLElement)[]): HTMLElement[] {
  if (rows.length === 0) return [];
  const rest = rows.length - MOST_ROWS;
  return [
    h('h4', {}, title, h('span', { class: 'muted' }, ` ${rows.length}`)),
    ...rows.slice(0, MOST_ROWS).map((draw) => draw()),
    ...(rest > 0 ? [h('p', { class: 'muted' }, `and ${rest} more: narrow the filter to see them`)] : []),
  ];
}
