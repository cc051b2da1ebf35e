import { h } from './dom.js';

export interface MenuItem {
  label: string;
  note?: string;
  checked?: boolean;
  href?: string;
  choose: () => void;
}

/**
 * A button that opens a menu: arrows, Home and End walk it, Enter and Space choose, Esc closes it and
 * gives the focus back.
 */
export function menuButton(button: HTMLButtonElement, items: () => readonly MenuItem[]): HTMLElement {
  const menu = h('div', {
    class: 'menu',
    role: 'menu',
    hidden: true,
    'aria-label': button.ariaLabel ?? 'Menu',
  });
  const wrap = h('div', { class: 'menu-wrap' }, button, menu);
  const close = (refocus: boolean) => {
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
  };
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    if (!menu.hidden) return close(false);
    menu.replaceChildren(...items().map((item) => menuRow(item, () => close(true))));
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    rowsIn(menu)[0]?.focus();
  });
  wrap.addEventListener('keydown', (event) => {
    if (menu.hidden) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      close(true);
    } else if (walk(menu, event.key)) event.preventDefault();
  });
  wrap.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && wrap.contains(event.relatedTarget))) close(false);
  });
  return wrap;
}

function rowsIn(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

function walk(menu: HTMLElement, key: string): boolean {
  const rows = rowsIn(menu);
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (next === undefined) return false;
  rows[(next + rows.length) % rows.length]?.focus();
  return true;
}

function menuRow(item: MenuItem, close: () => void): HTMLElement {
  const checkable = item.checked !== undefined;
  return h(
    'button',
    {
      type: 'button',
      role: checkable ? 'menuitemradio' : 'menuitem',
      'aria-checked': checkable ? String(item.checked) : undefined,
      tabindex: -1,
      onclick: () => {
        close();
        if (item.href) window.open(item.href, '_blank', 'noopener');
        item.choose();
      },
    },
    h('span', {}, item.label),
    item.note ? h('small', {}, item.note) : undefined,
  );
}
