type Attribute = string | number | boolean | undefined | null | ((event: never) => void);
export type Child = Node | string | undefined | null | false;

/**
 * Makes an element. Text always goes in as text, never as HTML; a function is a listener (`onclick`), and
 * an attribute that is false, null or undefined is left out.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null)
      element.setAttribute(name, String(value));
  }
  element.append(...children.filter(isShown));
  return element;
}

function isShown(child: Child): child is Node | string {
  return child !== undefined && child !== null && child !== false && child !== '';
}

/** The element that the page cannot be without. */
export function must<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`index.html has no ${type.name} with the id "${id}".`);
  return element;
}

/** A link that opens elsewhere; an address of any other kind than web and mail is shown, not linked. */
export function outsideLink(url: string, ...children: Child[]): HTMLElement {
  if (!/^(https?:|mailto:|tel:)/i.test(url)) return h('span', {}, ...children);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/**
 * Replaces what is in `container` and puts the focus (and the text cursor) back on the element with the
 * same `data-focus`, so that drawing again does not throw anybody out of what they were doing.
 */
export function redraw(container: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && container.contains(active) ? active.dataset.focus : undefined;
  const cursor = isTextBox(active) ? active.selectionStart : null;
  container.replaceChildren(...children.filter(isShown));
  if (key === undefined) return;
  const again = container.querySelector<HTMLElement>(`[data-focus="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (isTextBox(again) && cursor !== null) again.setSelectionRange(cursor, cursor);
}

function isTextBox(element: Element | null): element is HTMLInputElement | HTMLTextAreaElement {
  if (element instanceof HTMLTextAreaElement) return true;
  return element instanceof HTMLInputElement && ['text', 'search', 'url', 'tel'].includes(element.type);
}

let ids = 0;

/** An id that no other element of the page has. */
export function freshId(prefix: string): string {
  ids += 1;
  return `${prefix}-${ids}`;
}
